/**
 * L2 and L4: which references live under one roof.
 *
 * A dwelling, a shared resident and overlapping periods make a link certain; and there are no chains: every pair of
 * references in a household shares a resident. The result does not depend on the order in which references arrived.
 */
import {
  addTo,
  compareText,
  hasEnded,
  type KnownReference,
  overlap,
  type Period,
  periodOf,
  referenceKey,
  spanOf,
} from './references.js';

/** References that live at one dwelling as one household. */
export interface DwellingGroup {
  /** Pseudonym of the dwelling. */
  readonly address: string;
  readonly references: readonly KnownReference[];
  /** Keys of those among them that share no resident with the rest and belong by the organisation's own word. */
  readonly bySource: ReadonlySet<string>;
  /** Identities of everybody who lives or lived there by these references. */
  readonly residents: ReadonlySet<string>;
  /** The first and the last day on which any of them is recorded there. */
  readonly period: Period;
  /** Whether every recorded stay has ended. */
  readonly isFormer: boolean;
}

/** More unrelated residents than this, and an address is no dwelling, whatever its source calls it. */
const mostUnrelatedResidents = 8;

interface ResidentReference {
  readonly reference: KnownReference;
  /** Identity to the periods of residence at this dwelling. */
  readonly stays: Map<string, Period[]>;
  readonly periods: Period[];
}

export function groupByDwelling(
  references: readonly KnownReference[],
  today: string,
): readonly DwellingGroup[] {
  const byAddress = new Map<string, ResidentReference[]>();
  for (const reference of references) addResidents(byAddress, reference);
  return [...byAddress]
    .sort(([left], [right]) => compareText(left, right))
    .filter(([, present]) => mostUnrelatedAtOnce(present) <= mostUnrelatedResidents)
    .flatMap(([address, present]) =>
      joinBySource(splitWithoutChains(present)).map((group) => toGroup(address, group, today)),
    );
}

/** Notes at every dwelling who of the reference lives or lived there. */
function addResidents(byAddress: Map<string, ResidentReference[]>, reference: KnownReference): void {
  for (const { identity, stays } of reference.persons) {
    for (const stay of stays) {
      if (stay.addressType !== 'DWELLING') continue;
      const present = byAddress.get(stay.address) ?? [];
      if (present.length === 0) byAddress.set(stay.address, present);
      let here = present.at(-1);
      if (here?.reference !== reference) {
        here = { reference, stays: new Map(), periods: [] };
        present.push(here);
      }
      const period = periodOf(stay);
      here.periods.push(period);
      if (identity !== null) addTo(here.stays, identity, period);
    }
  }
}

// Tenants who follow each other are no crowd: residents count together only on a day on which they all live there.
function mostUnrelatedAtOnce(present: readonly ResidentReference[]): number {
  if (present.length <= mostUnrelatedResidents) return present.length;
  const days = new Set(present.flatMap(({ periods }) => periods.map(({ since }) => since)));
  const counts = [...days].map((day) =>
    countUnrelated(
      present.filter(({ periods }) =>
        periods.some((period) =>
          day === null ? period.since === null : overlap(period, { since: day, until: day }),
        ),
      ),
    ),
  );
  return Math.max(...counts);
}

// Related is: named together in one reference, directly or through others.
function countUnrelated(present: readonly ResidentReference[]): number {
  const groupOf = new Map<string, string>();
  const find = (identity: string): string => {
    const parent = groupOf.get(identity) ?? identity;
    return parent === identity ? identity : find(parent);
  };
  for (const { stays } of present) {
    const [first, ...others] = stays.keys();
    if (first === undefined) continue;
    if (!groupOf.has(first)) groupOf.set(first, first);
    for (const other of others) groupOf.set(find(other), find(first));
  }
  return new Set([...groupOf.keys()].map(find)).size;
}

/** Those who live at one dwelling: held together by residents, and others beside them by an organisation's own word. */
interface Grouping {
  readonly held: readonly ResidentReference[];
  readonly bySource: readonly ResidentReference[];
}

// L4's one exception: an organisation that recorded one household for two of its cases says itself that they are one, though
// the cases share nobody (several families in one household). The larger group is the household that the others join.
function joinBySource(groups: readonly (readonly ResidentReference[])[]): readonly Grouping[] {
  const joined: { held: readonly ResidentReference[]; bySource: ResidentReference[] }[] = [];
  for (const group of groups) {
    const host = joined.find(({ held }) =>
      held.some((one) => group.some((other) => isOneBySource(one, other))),
    );
    if (host) host.bySource.push(...group);
    else joined.push({ held: group, bySource: [] });
  }
  return joined;
}

function isOneBySource(left: ResidentReference, right: ResidentReference): boolean {
  const { organisation, household } = left.reference;
  return (
    household !== undefined &&
    household === right.reference.household &&
    organisation === right.reference.organisation &&
    left.periods.some((period) => right.periods.some((other) => overlap(period, other)))
  );
}

function splitWithoutChains(
  present: readonly ResidentReference[],
): readonly (readonly ResidentReference[])[] {
  const waiting = [...present].sort(bySizeThenAge);
  const groups: ResidentReference[][] = [];
  while (waiting.length > 0) {
    const group = waiting.splice(0, 1);
    // A newcomer shares a resident with everybody in the group, and with one of them at the same time.
    for (let index = 0; index < waiting.length; ) {
      const candidate = waiting[index];
      if (
        candidate &&
        group.every((member) => sharesResident(member, candidate)) &&
        group.some((member) => livedTogether(member, candidate))
      ) {
        waiting.splice(index, 1);
        group.push(candidate);
        index = 0;
      } else {
        index += 1;
      }
    }
    groups.push(group);
  }
  return groups.sort((left, right) => right.length - left.length);
}

function sharesResident(left: ResidentReference, right: ResidentReference): boolean {
  for (const identity of left.stays.keys()) if (right.stays.has(identity)) return true;
  return false;
}

function livedTogether(left: ResidentReference, right: ResidentReference): boolean {
  for (const [identity, periods] of left.stays) {
    const others = right.stays.get(identity) ?? [];
    if (periods.some((period) => others.some((other) => overlap(period, other)))) return true;
  }
  return false;
}

function toGroup(address: string, { held, bySource }: Grouping, today: string): DwellingGroup {
  const group = bySource.length === 0 ? held : [...held, ...bySource];
  const residents = new Set<string>();
  for (const { stays } of group) for (const identity of stays.keys()) residents.add(identity);
  const periods = group.flatMap(({ periods: all }) => all);
  return {
    address,
    references: group.map(({ reference }) => reference),
    bySource: new Set(bySource.map(({ reference }) => referenceKey(reference))),
    residents,
    period: spanOf(periods),
    isFormer: periods.every((period) => hasEnded(period, today)),
  };
}

function bySizeThenAge(left: ResidentReference, right: ResidentReference): number {
  return (
    right.stays.size - left.stays.size ||
    compareText(left.reference.since, right.reference.since) ||
    compareText(referenceKey(left.reference), referenceKey(right.reference))
  );
}
