/** Contributions as the organisations' subgraphs give them, for the tests of the combined rules. */
import type {
  ActivityPart,
  ConcernPart,
  Contribution,
  EventPart,
  OrganisationKind,
  Part,
  PartSource,
  SightingPart,
  TermPart,
} from '../../subgraphs/household/combine/contribution.js';

export const organisations = ['GI', 'LOCAL_TEAM', 'RAAD', 'VEILIG_THUIS'] as const;

/** Which organisation a unit of the cast belongs to. */
export function organisationOf(unit: string): OrganisationKind {
  if (unit.startsWith('VT')) return 'VEILIG_THUIS';
  if (unit.startsWith('GI')) return 'GI';
  return unit.startsWith('LT') ? 'LOCAL_TEAM' : 'RAAD';
}

export function sourceOf(unit: string, recordId: string): PartSource {
  return {
    organisation: organisationOf(unit),
    unit,
    system: 'case system',
    recordId,
    recordedAt: '2026-10-30T10:00:00+01:00',
    retrievedAt: '2026-11-02T12:00:00+01:00',
  };
}

/** Every organisation answered; each gives the parts whose records are its own. */
export function answered<Item extends Part>(parts: readonly Item[]): readonly Contribution<Item>[] {
  return organisations.map((organisation) => ({
    organisation,
    outcome: 'ANSWERED',
    reason: null,
    parts: parts.filter(({ source }) => source.organisation === organisation),
  }));
}

/** The same, but one organisation could not be heard. */
export function without<Item extends Part>(
  contributions: readonly Contribution<Item>[],
  organisation: OrganisationKind,
  lost: Partial<Contribution<Item>> = {},
): readonly Contribution<Item>[] {
  return contributions.map((one) =>
    one.organisation === organisation
      ? { ...one, outcome: 'UNAVAILABLE', reason: 'TIMED_OUT', parts: [], ...lost }
      : one,
  );
}

export function term(given: Partial<TermPart> & Pick<TermPart, 'kind' | 'from'>, unit = 'VT1'): TermPart {
  const id = given.id ?? `term ${given.kind} ${given.from}`;
  return { memberIds: [], source: sourceOf(unit, id), alsoFrom: null, doneOn: null, ...given, id };
}

export function sighting(
  given: Partial<SightingPart> & Pick<SightingPart, 'memberId' | 'on' | 'how'>,
  unit = 'GI1',
): SightingPart {
  const id = given.id ?? `${given.how} ${given.memberId} ${given.on} ${unit}`;
  return { memberIds: [given.memberId], source: sourceOf(unit, id), by: unit, ...given, id };
}

export function event(given: Partial<EventPart> & Pick<EventPart, 'id' | 'when'>, unit = 'VT1'): EventPart {
  return {
    memberIds: [],
    source: sourceOf(unit, `record of ${given.id}`),
    kind: 'REPORT_RECEIVED',
    precision: 'DAY',
    text: null,
    statementKind: 'FACT',
    ...given,
  };
}

export function concern(
  given: Partial<ConcernPart> & Pick<ConcernPart, 'observedOn'>,
  unit = 'VT1',
): ConcernPart {
  const id = given.id ?? `concern ${given.observedOn}`;
  return {
    memberIds: [],
    source: sourceOf(unit, id),
    fact: 'what was seen',
    label: null,
    nature: null,
    severity: 'SERIOUS',
    by: unit,
    statementKind: 'FACT',
    reactions: [],
    ...given,
    id,
  };
}

export function activity(given: Pick<ActivityPart, 'name' | 'from'>, unit: string): ActivityPart {
  const id = `${given.name} ${given.from}`;
  return { id, memberIds: [], source: sourceOf(unit, id), kind: 'PLAN', unit, until: null, ...given };
}
