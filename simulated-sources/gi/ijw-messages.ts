/**
 * iJw 3.2 messages as a municipality and providers exchange them: JW301 (allocation), JW305 (start), JW307 (end). Only what
 * the XSDs ask for; product codes are left out, because only the categories are established.
 */

export interface IjwClient {
  readonly bsn: string;
  readonly birthDate: string;
  readonly sex: 'M' | 'V';
  readonly givenName: string;
  readonly prefix?: string;
  readonly surname: string;
}

interface IjwMessage {
  /** At most twelve characters, the sender's own. */
  readonly identification: string;
  readonly datedOn: string;
  /** Gemeentecode. */
  readonly municipality: string;
  /** AGB code of the provider. */
  readonly provider: string;
  readonly client: IjwClient;
  readonly allocationNumber: string;
  /** Productcategorie. */
  readonly category: string;
}

export interface AllocationMessage extends IjwMessage {
  readonly kind: 'JW301';
  readonly allocatedOn: string;
  readonly validFrom: string;
  readonly validUntil?: string;
}

export interface StartMessage extends IjwMessage {
  readonly kind: 'JW305';
  readonly startedOn: string;
  /** Statusaanlevering: 1 first, 3 withdrawn. */
  readonly status?: '1' | '3';
}

export interface EndMessage extends IjwMessage {
  readonly kind: 'JW307';
  readonly startedOn: string;
  readonly endedOn: string;
  readonly endReason: string;
  readonly status?: '1' | '3';
}

export type AnyMessage = AllocationMessage | StartMessage | EndMessage;

const messageCodes = { JW301: '436', JW305: '438', JW307: '440' } as const;
const baseNamespace = 'http://www.istandaarden.nl/ijw/3_2/basisschema/schema';

/** The message as XML, valid by the XSD of its kind. */
export function toIjwXml(message: AnyMessage): string {
  const root = message.kind.toLowerCase();
  const toProvider = message.kind === 'JW301';
  const [sender, receiver] = toProvider
    ? [message.municipality, message.provider]
    : [message.provider, message.municipality];
  const name = message.client;
  const body = [
    '<m:Header>',
    element('BerichtCode', messageCodes[message.kind]),
    element('BerichtVersie', '3'),
    element('BerichtSubversie', '2'),
    element('Afzender', sender),
    element('Ontvanger', receiver),
    `<m:BerichtIdentificatie>${base('Identificatie', message.identification)}${base('Dagtekening', message.datedOn)}</m:BerichtIdentificatie>`,
    `<m:XsdVersie>${base('BasisschemaXsdVersie', '0.1.0')}${base('BerichtXsdVersie', '0.1.0')}</m:XsdVersie>`,
    '</m:Header>',
    '<m:Client>',
    element('Bsn', name.bsn),
    `<m:Geboortedatum>${base('Datum', name.birthDate)}</m:Geboortedatum>`,
    element('Geslacht', name.sex === 'M' ? '1' : '2'),
    `<m:Naam><b:Geslachtsnaam>${base('Achternaam', name.surname)}${name.prefix === undefined ? '' : base('Voorvoegsel', name.prefix)}</b:Geslachtsnaam>${base('Voornamen', name.givenName)}${toProvider ? base('NaamGebruik', '1') : ''}</m:Naam>`,
    productOf(message),
    '</m:Client>',
  ].join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<m:Bericht xmlns:m="http://www.istandaarden.nl/ijw/3_2/${root}/schema" xmlns:b="${baseNamespace}">\n${body}\n</m:Bericht>\n`;
}

function productOf(message: AnyMessage): string {
  const product = `<m:Product>${base('Categorie', message.category)}</m:Product>`;
  const number = element('ToewijzingNummer', message.allocationNumber);
  switch (message.kind) {
    case 'JW301':
      return [
        `<m:Contactgegevens><m:Contact>${element('Soort', '01')}</m:Contact></m:Contactgegevens>`,
        '<m:ToegewezenProducten><m:ToegewezenProduct>',
        number,
        product,
        element('Toewijzingsdatum', message.allocatedOn),
        element('Toewijzingstijd', '10:00:00'),
        element('Ingangsdatum', message.validFrom),
        ...(message.validUntil === undefined ? [] : [element('Einddatum', message.validUntil)]),
        '</m:ToegewezenProduct></m:ToegewezenProducten>',
      ].join('\n');
    case 'JW305':
      return [
        '<m:StartProducten><m:StartProduct>',
        number,
        product,
        element('Begindatum', message.startedOn),
        element('StatusAanlevering', message.status ?? '1'),
        '</m:StartProduct></m:StartProducten>',
      ].join('\n');
    case 'JW307':
      return [
        '<m:StopProducten><m:StopProduct>',
        number,
        product,
        element('Begindatum', message.startedOn),
        element('RedenBeeindiging', message.endReason),
        element('Einddatum', message.endedOn),
        element('StatusAanlevering', message.status ?? '1'),
        '</m:StopProduct></m:StopProducten>',
      ].join('\n');
    default:
      return message satisfies never;
  }
}

function element(name: string, text: string): string {
  return `<m:${name}>${escapeXml(text)}</m:${name}>`;
}

function base(name: string, text: string): string {
  return `<b:${name}>${escapeXml(text)}</b:${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
