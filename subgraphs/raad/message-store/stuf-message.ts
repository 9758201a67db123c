/**
 * What the store understands of a StUF Jeugdzorg 1.0.9 message: the request for an investigation (`vtoDi01`, to the Raad)
 * and the notification (`notificatieDi01`, from the Raad). Everything else is refused and not kept.
 *
 * Codes of refusals are those of StUF 03.01. No text here repeats a value of a message.
 */
import {
  dayOf,
  extraElementOf,
  findChild,
  findChildren,
  kindExtraElement,
  namespaces,
  startExtraElement,
  textOf,
} from './stuf-names.js';
import { clientsOf, partiesOf, type StatedPerson } from './stuf-person.js';
import { parseStufTime, type StufTime } from './stuf-time.js';
import type { XmlTree } from './xml-tree.js';

/** Which way a message passes the Raad's own connection. */
export type Direction = 'inbound' | 'outbound';

export interface StufParty {
  /** OIN, with its leading zeros. */
  readonly organisation: string;
  readonly application: string;
  readonly administration: string | null;
}

/** The control data (stuurgegevens) of a message. */
export interface StufControl {
  readonly sender: StufParty;
  readonly receiver: StufParty;
  readonly referenceNumber: string;
  readonly sentAt: StufTime;
}

export interface StatedDecision {
  readonly decidedOn: string | null;
  readonly explanation: string | null;
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
}

/** Verzoek tot onderzoek. Days are text as the message wrote them, `yyyy-mm-dd`, not yet judged (see `showable.ts`). */
export interface RequestMessage {
  readonly kind: 'REQUEST';
  readonly control: StufControl;
  /** The asking organisation's own case number. */
  readonly requestCase: string;
  readonly councilCase: string | null;
  readonly registeredOn: string | null;
  readonly requestedBy: string | null;
  /** What the investigation is to be about, in the sender's words. */
  readonly about: string | null;
  readonly persons: readonly StatedPerson[];
}

/** A notification about one client of one case. */
export interface NotificationMessage {
  readonly kind: 'NOTIFICATION';
  readonly control: StufControl;
  readonly councilCase: string | null;
  readonly requestCase: string | null;
  readonly client: StatedPerson;
  readonly parties: readonly StatedPerson[];
  /** What the investigation is about, in the Raad's words. */
  readonly about: string | null;
  readonly startedOn: string | null;
  readonly status: string | null;
  readonly statusSetOn: string | null;
  readonly result: string | null;
  readonly decisions: readonly StatedDecision[];
}

export type StoredMessage = RequestMessage | NotificationMessage;

/** Why a message is refused, in terms of a StUF error message. */
export class StufRefused extends Error {
  override readonly name = 'StufRefused';
  constructor(
    /** `Fo02` where the control data could not be read, `Fo03` where they rule the message out, `Fo01` for its body. */
    readonly errorCode: 'Fo01' | 'Fo02' | 'Fo03',
    readonly stufCode: string,
    description: string,
    readonly control: StufControl | null = null,
  ) {
    super(description);
  }
}

const requestCaseType = 'Overwegen kinderbeschermingsmaatregel';
const councilCaseType = 'Uitvoeren onderzoek kinderbeschermingsmaatregel';
/** Investigations in criminal cases, in the words of the Raad's own statistics: not kept, whatever case type they go under. */
const criminalKind = /^(?:straf|schoolverzuim)/i;

/** The control data, from any message of the family. @throws StufRefused `Fo02` where they are not complete. */
export function parseControl(root: XmlTree): StufControl {
  const control = findChild(root, 'JZ:stuurgegevens');
  const referenceNumber = textOf(findChild(control, 'StUF:referentienummer'));
  const time = textOf(findChild(control, 'StUF:tijdstipBericht'));
  const sentAt = time === null ? null : parseStufTime(time);
  const sender = partyOf(findChild(control, 'StUF:zender'));
  const receiver = partyOf(findChild(control, 'StUF:ontvanger'));
  if (!control || !referenceNumber || referenceNumber.length > 40 || !sentAt || !sender || !receiver) {
    throw new StufRefused('Fo02', 'StUF055', 'Stuurgegevens ontbreken of zijn onvolledig');
  }
  return { sender, receiver, referenceNumber, sentAt };
}

/** Whether this store keeps this kind of message in this direction. @throws StufRefused `Fo03` where it does not. */
export function checkKind(root: XmlTree, control: StufControl, direction: Direction): void {
  const refuse = (code: string, description: string): never => {
    throw new StufRefused('Fo03', code, description, control);
  };
  const message = findChild(root, 'JZ:stuurgegevens');
  if (root.namespace !== namespaces.JZ) refuse('StUF034', 'Bericht is onbekend');
  switch (root.name) {
    case 'vtoDi01':
      if (direction !== 'inbound') refuse('StUF040', 'Een verzoek tot onderzoek gaat naar de Raad');
      break;
    case 'notificatieDi01':
      if (direction !== 'outbound') refuse('StUF040', 'Een notificatie komt van de Raad');
      break;
    case 'notificatiejrDi01':
      refuse('StUF037', 'Jeugdreclassering en straf worden hier niet bewaard');
      break;
    default:
      refuse('StUF034', 'Bericht is onbekend');
  }
  if (textOf(findChild(message, 'StUF:berichtcode')) !== 'Di01')
    refuse('StUF022', 'Berichtcode is niet Di01');
  if (textOf(findChild(message, 'StUF:functie')) !== root.name)
    refuse('StUF034', 'Functie hoort niet bij het bericht');
}

/** The body. @throws StufRefused `Fo01` where it is not what the store can keep. */
export function parseBody(root: XmlTree, control: StufControl): StoredMessage {
  const object = findChild(root, 'JZ:object');
  if (object?.attributes[`{${namespaces.StUF}}entiteittype`] !== 'ZAK')
    throw bodyRefused(control, 'Zaak ontbreekt');
  return root.name === 'vtoDi01' ? parseRequest(object, control) : parseNotification(object, control);
}

/** Whether the message is about a case of a kind that is kept. @throws StufRefused `Fo01` where it is criminal. */
export function checkSubject({ about, control }: StoredMessage): void {
  if (about !== null && criminalKind.test(about))
    throw bodyRefused(control, 'Soort zaak wordt hier niet bewaard');
}

function parseRequest(object: XmlTree, control: StufControl): RequestMessage {
  const requestCase = textOf(findChild(object, 'ZKN:identificatie'));
  if (requestCase === null) throw bodyRefused(control, 'Identificatie van de zaak ontbreekt');
  checkCaseType(object, requestCaseType, control);
  const performer = findChild(
    object,
    'ZKN:heeftAlsUitvoerende',
    'ZKN:gerelateerde',
    'ZKN:nietNatuurlijkPersoon',
  );
  return {
    kind: 'REQUEST',
    control,
    requestCase,
    councilCase: textOf(
      findChild(object, 'ZKN:heeftBetrekkingOpAndere', 'ZKN:gerelateerde', 'ZKN:identificatie'),
    ),
    registeredOn: dayOf(findChild(object, 'ZKN:registratiedatum')),
    requestedBy: textOf(findChild(performer, 'BG:statutaireNaam')),
    about: textOf(findChild(object, 'ZKN:isVan', 'ZKN:gerelateerde', 'ZKN:omschrijving')),
    persons: [...clientsOf(object), ...partiesOf(object)],
  };
}

function parseNotification(object: XmlTree, control: StufControl): NotificationMessage {
  const councilCase = textOf(findChild(object, 'ZKN:identificatie'));
  const other = findChild(object, 'ZKN:heeftBetrekkingOpAndere', 'ZKN:gerelateerde');
  const requestCase = textOf(findChild(other, 'ZKN:identificatie'));
  if (councilCase === null && requestCase === null)
    throw bodyRefused(control, 'Identificatie van de zaak ontbreekt');
  checkCaseType(object, councilCaseType, control);
  const [client] = clientsOf(object);
  if (client === undefined) throw bodyRefused(control, 'Client ontbreekt');
  const status = findChild(object, 'ZKN:heeft');
  const setOn = textOf(findChild(status, 'ZKN:datumStatusGezet'));
  return {
    kind: 'NOTIFICATION',
    control,
    councilCase,
    requestCase,
    client,
    parties: partiesOf(object),
    about: textOf(extraElementOf(object, kindExtraElement)),
    startedOn: dayOf(extraElementOf(object, startExtraElement)),
    status: textOf(findChild(status, 'ZKN:gerelateerde', 'ZKN:omschrijving')),
    // A status may be set at a time of day; what happened on it is told by the day.
    statusSetOn: setOn === null ? null : (parseStufTime(setOn)?.day ?? dayText(setOn)),
    result: textOf(findChild(object, 'ZKN:resultaat', 'ZKN:omschrijving')),
    decisions: findChildren(object, 'ZKN', 'leidtTot').flatMap((relation) =>
      findChildren(relation, 'ZKN', 'gerelateerde').map((decision) => ({
        decidedOn: dayOf(findChild(decision, 'ZKN:datumBeslissing')),
        explanation: textOf(findChild(decision, 'ZKN:toelichting')),
        effectiveFrom: dayOf(findChild(decision, 'ZKN:ingangsdatumWerking')),
        effectiveUntil: dayOf(findChild(decision, 'ZKN:einddatumWerking')),
      })),
    ),
  };
}

function partyOf(party: XmlTree | null): StufParty | null {
  const organisation = textOf(findChild(party, 'StUF:organisatie'));
  const application = textOf(findChild(party, 'StUF:applicatie'));
  if (organisation === null || application === null) return null;
  return { organisation, application, administration: textOf(findChild(party, 'StUF:administratie')) };
}

function checkCaseType(object: XmlTree, expected: string, control: StufControl): void {
  const type = textOf(findChild(object, 'ZKN:isVan', 'ZKN:gerelateerde', 'ZKN:omschrijvingGeneriek'));
  if (type !== expected) throw bodyRefused(control, 'Soort zaak wordt hier niet bewaard');
}

function bodyRefused(control: StufControl, description: string): StufRefused {
  return new StufRefused('Fo01', 'StUF055', description, control);
}

// The day of a time that exists in no calendar, for the contract to refuse.
function dayText(time: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(time);
  return match ? `${match[1]}-${match[2]}-${match[3]}` : time;
}
