/**
 * Declarations of youth care as providers send them to a municipality: JW323 of iJw 3.2, valid by its XSD. Amounts in euro cents. The
 * XSD asks for a product code; only the categories are established, so the codes are invented.
 */
import { type CastPerson, grootEsselink } from '../families.js';
import { careProviders } from './provisions.js';

export interface DeclaredLine {
  readonly bsn: string;
  /** The provider's own number of the line, at most twenty characters. */
  readonly reference: string;
  /** Of a credit: the line that is taken back. */
  readonly previousReference?: string;
  readonly allocationNumber: string;
  readonly category: string;
  readonly from: string;
  readonly until: string;
  readonly volume: number;
  /** Eenheid: 01 minute, 04 hour, 14 day (etmaal), 16 part of a day, 82 and 84 piece, 83 euro. */
  readonly unit: '01' | '04' | '14' | '16' | '82' | '83' | '84';
  readonly tariffCents?: number;
  readonly amountCents: number;
  readonly isCredit?: true;
}

export interface DeclarationMessage {
  readonly kind: 'JW323';
  /** At most twelve characters, as the number is. */
  readonly identification: string;
  readonly declarationNumber: string;
  readonly datedOn: string;
  readonly municipality: string;
  readonly provider: string;
  readonly from: string;
  readonly until: string;
  readonly lines: readonly DeclaredLine[];
}

const quarter = { from: '2026-07-01', until: '2026-09-30' } as const;
const { fien, maud, trix, hein } = grootEsselink;

/** The third quarter of 2026 of family 2, by the name of its file. The tariffs are invented. */
export const castDeclarations: ReadonlyMap<string, DeclarationMessage> = new Map([
  [
    'JW323-2026Q3-48.xml',
    declaration('48', careProviders.childProtection, [
      line(hein, '260330', '48', { volume: 3, unit: '82', tariffCents: 89_000 }),
    ]),
  ],
  [
    'JW323-2026Q3-44.xml',
    declaration(
      '44',
      careProviders.fosterCare,
      [fien, maud, trix].map((girl, index) =>
        line(girl, String(260_413 + index), '44', { volume: 92, unit: '14', tariffCents: 4_850 }),
      ),
    ),
  ],
  [
    'JW323-2026Q3-45.xml',
    declaration('45', careProviders.familyTreatment, [
      line(hein, '250414', '45', { volume: 36, unit: '04', tariffCents: 9_600 }),
    ]),
  ],
]);

function declaration(category: string, provider: string, lines: readonly DeclaredLine[]): DeclarationMessage {
  return {
    kind: 'JW323',
    identification: `D2026Q3${category}`,
    declarationNumber: `2026Q3${category}`,
    datedOn: '2026-10-12',
    municipality: '0599',
    provider,
    ...quarter,
    lines,
  };
}

function line(
  { bsn }: CastPerson,
  allocationNumber: string,
  category: string,
  counted: { readonly volume: number; readonly unit: DeclaredLine['unit']; readonly tariffCents: number },
): DeclaredLine {
  const amountCents = counted.volume * counted.tariffCents;
  return {
    bsn,
    reference: `P${allocationNumber}`,
    allocationNumber,
    category,
    ...quarter,
    ...counted,
    amountCents,
  };
}

const baseNamespace = 'http://www.istandaarden.nl/ijw/3_2/basisschema/schema';

/** The message as XML. */
export function toDeclarationXml(message: DeclarationMessage): string {
  const persons = [...new Set(message.lines.map(({ bsn }) => bsn))];
  const totalCents = message.lines.reduce(
    (sum, { amountCents, isCredit }) => sum + (isCredit ? -amountCents : amountCents),
    0,
  );
  const clients = persons.map(
    (bsn) =>
      `<m:Client>${element('Bsn', bsn)}<m:Prestaties>\n${message.lines
        .filter((one) => one.bsn === bsn)
        .map(lineXml)
        .join('\n')}\n</m:Prestaties></m:Client>`,
  );
  const body = [
    '<m:Header>',
    element('BerichtCode', '490'),
    element('BerichtVersie', '3'),
    element('BerichtSubversie', '2'),
    element('Afzender', message.provider),
    element('Ontvanger', message.municipality),
    `<m:BerichtIdentificatie>${base('Identificatie', message.identification)}${base('Dagtekening', message.datedOn)}</m:BerichtIdentificatie>`,
    `<m:XsdVersie>${base('BasisschemaXsdVersie', '0.1.0')}${base('BerichtXsdVersie', '0.1.0')}</m:XsdVersie>`,
    '</m:Header>',
    '<m:Declaratie>',
    element('DeclaratieNummer', message.declarationNumber),
    period('DeclaratiePeriode', message),
    element('DeclaratieDagtekening', message.datedOn),
    `<m:TotaalIngediendBedrag>${base('TotaalBedrag', String(Math.abs(totalCents)))}${base('DebetCredit', totalCents < 0 ? 'C' : 'D')}</m:TotaalIngediendBedrag>`,
    `<m:Clienten>\n${clients.join('\n')}\n</m:Clienten>`,
    '</m:Declaratie>',
  ].join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<m:Bericht xmlns:m="http://www.istandaarden.nl/ijw/3_2/jw323/schema" xmlns:b="${baseNamespace}">\n${body}\n</m:Bericht>\n`;
}

function lineXml(one: DeclaredLine): string {
  const previous =
    one.previousReference === undefined ? '' : base('VorigReferentieNummer', one.previousReference);
  return [
    '<m:Prestatie>',
    `<m:ProductReferentie>${base('ReferentieNummer', one.reference)}${previous}</m:ProductReferentie>`,
    element('ToewijzingNummer', one.allocationNumber),
    element('ProductCategorie', one.category),
    element('ProductCode', `${one.category}X99`),
    period('ProductPeriode', one),
    element('GeleverdVolume', String(one.volume)),
    element('Eenheid', one.unit),
    one.tariffCents === undefined ? '' : element('ProductTarief', String(one.tariffCents)),
    `<m:IngediendBedrag>${base('Bedrag', String(one.amountCents))}${base('DebetCredit', one.isCredit ? 'C' : 'D')}</m:IngediendBedrag>`,
    '</m:Prestatie>',
  ].join('');
}

function period(name: string, { from, until }: { readonly from: string; readonly until: string }): string {
  return `<m:${name}>${base('Begindatum', from)}${base('Einddatum', until)}</m:${name}>`;
}

/** Codes, numbers and days only: nothing that XML would have to be told apart from. */
function element(name: string, text: string): string {
  return `<m:${name}>${text}</m:${name}>`;
}

function base(name: string, text: string): string {
  return `<b:${name}>${text}</b:${name}>`;
}
