/** The names that StUF Jeugdzorg 1.0.9 uses, in one place. */
import type { XmlTree } from './xml-tree.js';

/** Namespaces of StUF Jeugdzorg 1.0.9 (StUF 03.01, ZKN 03.10, BG 03.10). */
export const namespaces = {
  JZ: 'http://www.stufstandaarden.nl/koppelvlak/jz0100',
  StUF: 'http://www.egem.nl/StUF/StUF0301',
  ZKN: 'http://www.egem.nl/StUF/sector/zkn/0310',
  BG: 'http://www.egem.nl/StUF/sector/bg/0310',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
} as const;

export type NamespacePrefix = keyof typeof namespaces;

/**
 * Role in a case to the code of the reference list jeugdzorgrol (INS/JZR 1.0.87), for those who belong to the family.
 * Reporters, informants, contacts and professionals are in the messages and deliberately not in this table: whoever is
 * not in it is dropped where the message is read, and exists nowhere in the read model.
 */
export const householdRoles: Readonly<Record<string, string>> = {
  'ouder, gezag niet benoemd': '111',
  'ouder met gezag': '112',
  'ouder zonder gezag': '113',
  'ouder, niet juridisch': '114',
  kind: '115',
  'broer of zus': '121',
  'halfbroer of -zus': '122',
  grootouder: '125',
  'overige verwant': '139',
  voogd: '191',
  pleegouder: '211',
  stiefouder: '212',
  'opvoeder/verzorger': '213',
  'stiefbroer of -zus': '221',
  'pleegbroer of -zus': '222',
  jeugdige: '301',
};

/** The client of a case: a child, born or not. */
export const clientRole = '115';
/** A parent of whom the message does not say whether they have parental authority: any other role says more. */
export const leastSpecificRole = '111';

/**
 * The name of the extra element in which the Raad tells the day its investigation began.
 *
 * ZAK-notificatie 1.0.9 has no place for it but `StUF:extraElementen`, which is there for data that parties agree on;
 * the agreed names stand in a document outside the schemas, so a connection that uses another name sets it here.
 */
export const startExtraElement = 'startdatumOnderzoek';

/**
 * The name of the extra element in which a notification tells what the investigation is about, e.g. `Gezag en omgang`: the
 * case type has one value only. A request has a place of its own for it (ZKT `omschrijving`). Assumed, as the start is.
 */
export const kindExtraElement = 'soortOnderzoek';

/**
 * The name of the extra element of a person in which stands whether the address is one where they live (`W`) or one for
 * letters (`B`), as the population register tells them apart (functie adres). Assumed: the group of an address has no place.
 */
export const addressFunctionExtraElement = 'functieAdres';

/** How a client is described who is not born yet. */
export const unbornClient = 'Client (ongeboren kind)';

/** The extra element (`StUF:extraElementen`) of this name, or `null`. */
export function extraElementOf(tree: XmlTree, name: string): XmlTree | null {
  const elements = findChildren(findChild(tree, 'StUF:extraElementen'), 'StUF', 'extraElement');
  return elements.find((element) => element.attributes['naam'] === name) ?? null;
}

export function findChildren(
  tree: XmlTree | null,
  prefix: NamespacePrefix,
  name: string,
): readonly XmlTree[] {
  return (
    tree?.children.filter((child) => child.name === name && child.namespace === namespaces[prefix]) ?? []
  );
}

/** The first child along a path of `ZKN:name` steps, or `null`. */
export function findChild(
  tree: XmlTree | null,
  ...path: readonly `${NamespacePrefix}:${string}`[]
): XmlTree | null {
  let found: XmlTree | null = tree;
  for (const step of path) {
    const colon = step.indexOf(':');
    // The type of `path` says that what stands before the colon is a prefix.
    const prefix = step.slice(0, colon) as NamespacePrefix;
    found = findChildren(found, prefix, step.slice(colon + 1))[0] ?? null;
  }
  return found;
}

/** The text of an element; `null` where it is absent, empty, nil, or says that it has no value. */
export function textOf(tree: XmlTree | null): string | null {
  if (tree === null || tree.attributes[`{${namespaces.xsi}}nil`] === 'true') return null;
  if (tree.attributes[`{${namespaces.StUF}}noValue`] !== undefined) return null;
  const text = tree.text.trim();
  return text === '' ? null : text;
}

/**
 * A StUF day (`yyyymmdd`) written as `yyyy-mm-dd`, without judging whether the calendar has it; text that is no eight
 * digits is given as it stands, for the contract to refuse. `null` where absent or marked incomplete.
 */
export function dayOf(tree: XmlTree | null): string | null {
  const text = textOf(tree);
  if (tree === null || text === null) return null;
  const completeness = tree.attributes[`{${namespaces.StUF}}indOnvolledigeDatum`];
  if (completeness !== undefined && completeness !== 'V') return null;
  return toDay(text);
}

export function toDay(text: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  return match ? `${match[1]}-${match[2]}-${match[3]}` : text;
}
