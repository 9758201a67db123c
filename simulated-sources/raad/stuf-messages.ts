/**
 * Writes the two StUF Jeugdzorg 1.0.9 messages that pass the Raad's connection, in the order and with the elements that
 * the official schemas prescribe: `vtoDi01` (request for an investigation) and `notificatieDi01` (notification).
 */
import { digits, element, entity, extraElements } from './stuf-elements.js';
import { type MessagePerson, natuurlijkPersoon } from './stuf-persons.js';

export interface StufOrganisation {
  /** OIN of twenty digits; these begin with a prefix that is not given out. */
  readonly oin: string;
  readonly name: string;
}

export interface MessageParty {
  /** The role in the words of the schema, e.g. `ouder met gezag`. */
  readonly role: string;
  readonly person: MessagePerson;
}

export interface RequestContent {
  readonly referenceNumber: string;
  /** `yyyymmddhhmmss` */
  readonly sentAt: string;
  readonly from: StufOrganisation;
  /** The sender's own zaak identification. */
  readonly requestCase: string;
  /** The Raad's zaak identification, where it was given before the request was sent. */
  readonly councilCase?: string;
  readonly description?: string;
  /** In the sender's words, in the case type: what the investigation is to be about. */
  readonly about?: string;
  /** `YYYY-MM-DD` */
  readonly requestedOn: string;
  readonly children: readonly MessagePerson[];
  readonly parties: readonly MessageParty[];
  /** The surname of the professional who asks; stays in the Raad's log. */
  readonly workerSurname: string;
}

export interface NotificationContent {
  readonly referenceNumber: string;
  readonly sentAt: string;
  readonly to: StufOrganisation;
  /** The Raad's zaak identification. */
  readonly councilCase: string;
  /** Left out where nobody asked: the Raad began of its own accord. */
  readonly requestCase?: string;
  readonly client: MessagePerson;
  readonly parent?: MessagePerson;
  /** In an extra element: what the investigation is about. */
  readonly about?: string;
  /** `YYYY-MM-DD`, in the extra element that tells the start. */
  readonly startedOn?: string;
  readonly status?: { readonly text: string; readonly setOn: string };
  readonly result?: string;
  readonly decision?: {
    readonly decidedOn: string;
    readonly explanation: string;
    readonly effectiveFrom: string;
    readonly effectiveUntil?: string;
  };
}

/** The Raad itself, as party to every message. */
export const council: StufOrganisation = {
  oin: '00000099000000000001',
  name: 'Raad voor de Kinderbescherming',
};

const declarations =
  'xmlns:JZ="http://www.stufstandaarden.nl/koppelvlak/jz0100" xmlns:StUF="http://www.egem.nl/StUF/StUF0301" ' +
  'xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310" xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** verzoek tot onderzoek: to the Raad. */
export function writeRequest(content: RequestContent): string {
  const { from, requestCase, councilCase, description, requestedOn, children, parties, workerSurname } =
    content;
  const day = digits(requestedOn);
  const object = [
    element('ZKN:identificatie', requestCase),
    description === undefined ? '' : element('ZKN:omschrijving', description),
    element('ZKN:startdatum', day),
    element('ZKN:registratiedatum', day),
    extraElements({ indicatieUrgent: 'N' }),
    caseType('Overwegen kinderbeschermingsmaatregel', content.about),
    ...children.map((child) => clientRelation(child)),
    ...parties.map(({ role, person }) => partyRelation(role, person)),
    entity(
      'ZKN:heeftAlsUitvoerende',
      'ZAKBTRUTV',
      entity(
        'ZKN:gerelateerde',
        'BTR',
        entity('ZKN:medewerker', 'MDW', element('ZKN:achternaam', workerSurname)) +
          entity('ZKN:nietNatuurlijkPersoon', 'NNP', element('BG:statutaireNaam', from.name)),
      ),
    ),
    entity(
      'ZKN:heeftBetrekkingOpAndere',
      'ZAKZAKBTR',
      entity(
        'ZKN:gerelateerde',
        'ZAK',
        (councilCase === undefined ? '' : element('ZKN:identificatie', councilCase)) +
          caseType('Uitvoeren onderzoek kinderbeschermingsmaatregel'),
      ),
    ),
    entity(
      'ZKN:heeftRelevant',
      'ZAKEDC',
      entity(
        'ZKN:gerelateerde',
        'EDC',
        element('ZKN:identificatie', `${requestCase}-1`) +
          element('ZKN:dct.omschrijving', 'Verzoek tot onderzoek RvdK') +
          element('ZKN:creatiedatum', day) +
          `<ZKN:inhoud StUF:bestandsnaam="verzoek.pdf">${Buffer.from('fictief').toString('base64')}</ZKN:inhoud>`,
      ),
    ),
  ];
  return message('vtoDi01', content, from, council, object.join(''));
}

/** notificatie: from the Raad, about one child. */
export function writeNotification(content: NotificationContent): string {
  const { to, councilCase, requestCase, client, parent, about, startedOn, status, result, decision } =
    content;
  const object = [
    element('ZKN:identificatie', councilCase),
    result === undefined ? '' : `<ZKN:resultaat>${element('ZKN:omschrijving', result)}</ZKN:resultaat>`,
    extraElements({ startdatumOnderzoek: startedOn && digits(startedOn), soortOnderzoek: about }),
    caseType('Uitvoeren onderzoek kinderbeschermingsmaatregel'),
    // The schema has no place here for whether the number is authentic.
    clientRelation({ ...client, isUnattested: true }),
    parent === undefined ? '' : partyRelation('ouder, gezag niet benoemd', parent),
    requestCase === undefined
      ? ''
      : entity(
          'ZKN:heeftBetrekkingOpAndere',
          'ZAKZAKBTR',
          entity(
            'ZKN:gerelateerde',
            'ZAK',
            element('ZKN:identificatie', requestCase) + caseType('Overwegen kinderbeschermingsmaatregel'),
          ),
        ),
    status === undefined
      ? '<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:noValue="geenWaarde" xsi:nil="true"/>'
      : entity(
          'ZKN:heeft',
          'ZAKSTT',
          entity('ZKN:gerelateerde', 'STT', element('ZKN:omschrijving', status.text)) +
            element('ZKN:datumStatusGezet', digits(status.setOn)),
        ),
    decision === undefined
      ? ''
      : entity(
          'ZKN:leidtTot',
          'ZAKBSL',
          entity(
            'ZKN:gerelateerde',
            'BSL',
            element('ZKN:datumBeslissing', digits(decision.decidedOn)) +
              element('ZKN:toelichting', decision.explanation) +
              element('ZKN:ingangsdatumWerking', digits(decision.effectiveFrom)) +
              (decision.effectiveUntil === undefined
                ? ''
                : element('ZKN:einddatumWerking', digits(decision.effectiveUntil))),
          ),
        ),
  ];
  return message('notificatieDi01', content, council, to, object.join(''));
}

function message(
  name: string,
  { referenceNumber, sentAt }: { readonly referenceNumber: string; readonly sentAt: string },
  from: StufOrganisation,
  to: StufOrganisation,
  object: string,
): string {
  const party = ({ oin }: StufOrganisation): string =>
    element('StUF:organisatie', oin) + element('StUF:applicatie', 'CORV');
  const control =
    element('StUF:berichtcode', 'Di01') +
    `<StUF:zender>${party(from)}</StUF:zender><StUF:ontvanger>${party(to)}</StUF:ontvanger>` +
    element('StUF:referentienummer', referenceNumber) +
    element('StUF:tijdstipBericht', sentAt) +
    element('StUF:functie', name);
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<JZ:${name} ${declarations}>` +
    `<JZ:stuurgegevens>${control}</JZ:stuurgegevens>${entity('JZ:object', 'ZAK', object)}</JZ:${name}>\n`
  );
}

function caseType(text: string, about?: string): string {
  const inOwnWords = about === undefined ? '' : element('ZKN:omschrijving', about);
  return entity(
    'ZKN:isVan',
    'ZAKZKT',
    entity('ZKN:gerelateerde', 'ZKT', inOwnWords + element('ZKN:omschrijvingGeneriek', text)),
  );
}

function clientRelation(child: MessagePerson): string {
  return entity(
    'ZKN:heeftBetrekkingOp',
    'ZAKOBJ',
    entity('ZKN:gerelateerde', 'OBJ', natuurlijkPersoon(child)) +
      element('ZKN:omschrijving', child.isUnborn ? 'Client (ongeboren kind)' : 'Client (kind)'),
  );
}

function partyRelation(role: string, person: MessagePerson): string {
  return entity(
    'ZKN:heeftAlsBelanghebbende',
    'ZAKBTRBLH',
    entity('ZKN:gerelateerde', 'BTR', natuurlijkPersoon(person)) + element('ZKN:omschrijving', role),
  );
}
