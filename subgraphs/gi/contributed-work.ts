/**
 * Who works with the family, and whom it told its story, as the GI recorded it. The GI's own people stand on measures, and where a child
 * is hidden they are kept back as in the graph; professionals of others stand in the file beside the plan.
 */
import type { PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import { toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import { unitOf } from './case-course.js';
import { roleOf } from './code-lists.js';
import type { GiContext } from './opened-cases.js';
import { type ShownMeasure, shownMeasures } from './shown-measures.js';
import { shownPlans } from './shown-plans.js';
import type { CaseWorkerRecord, GiFile } from './source.js';
import { compare, toSource } from './to-graph.js';

type Parts = PartsFrom<GiFile, GiContext>['parts'];

/** Nobody at a GI is the family's fixed face or half of a fixed duo: these are the local team's. */
const ofNoTeam = { isFixedFace: false, duo: null } as const;

/** Once for each worker and first day, however many children of the case it is about. */
export const ownWork: Parts = (opened, household, context) => {
  const { reference, record } = opened;
  const shown = shownMeasures(opened, household, context).filter(({ isUnshielded }) => isUnshielded);
  const works = shown.flatMap((on) => on.measure.caseWorkers.map((worker) => ({ worker, on })));
  const unit = unitOf(reference);
  return groupsOf(works, ({ worker: { worker, role, since } }) => JSON.stringify([worker, role, since])).map(
    (group) => {
      const [first] = group;
      const { worker, name, role, domain, carriesCase, since } = first.worker;
      return {
        id: toRecordId(context.organisation, record.unit, 'work', reference, worker, role, since),
        worker,
        name,
        role: roleOf(role),
        employer: unit,
        employerKind: context.organisation,
        domain,
        ...ofNoTeam,
        carriesCase,
        recordedBy: unit,
        shownUnder: null,
        since,
        until: lastDayOf(group.map((one) => one.worker)),
        memberIds: membersOf(group.map(({ on }) => on)),
        source: toSource(record.unit, first.on.measure.number, first.on.measure.recordedAt, context),
      };
    },
  );
};

/** Professionals of others, of whom their employer released that they are told. */
export const partyWork: Parts = (opened, household, context) => {
  const { reference, record } = opened;
  if (shownPlans(opened, household, context).length === 0) return [];
  return record.course.partyWork.map(
    ({ number, worker, name, role, party, domain, carriesCase, since, until }) => ({
      id: toRecordId(context.organisation, record.unit, 'party work', number),
      worker,
      name,
      role: roleOf(role),
      employer: party,
      employerKind: null,
      domain,
      ...ofNoTeam,
      carriesCase,
      recordedBy: unitOf(reference),
      shownUnder: 'RELEASE',
      since,
      until,
      memberIds: [],
      source: toSource(record.unit, number, null, context),
    }),
  );
};

/** First contacts of the measures, once for each day, and the intakes of the GI's own people. */
export const ownContacts: Parts = (opened, household, context) => {
  const { reference, record } = opened;
  const shown = shownMeasures(opened, household, context);
  if (shown.length === 0) return [];
  const unit = unitOf(reference);
  const isUnshielded = shown.some((one) => one.isUnshielded);
  const met = shown.filter(({ measure }) => measure.firstContactOn !== null);
  const firstContacts = groupsOf(met, ({ measure }) => measure.firstContactOn ?? '').map((group) => {
    const { measure } = group[0];
    const by = group.find((one) => one.isUnshielded && one.measure.firstContactBy !== null);
    return {
      id: toRecordId(
        context.organisation,
        record.unit,
        'first contact',
        reference,
        measure.firstContactOn ?? '',
      ),
      kind: 'FIRST_CONTACT',
      unit,
      on: measure.firstContactOn,
      worker: by?.measure.firstContactBy ?? null,
      memberIds: membersOf(group),
      source: toSource(record.unit, measure.number, measure.recordedAt, context),
    };
  });
  const intakes = record.course.intakes
    .filter(({ party }) => party === null)
    .map(({ number, heldOn, worker }) => ({
      id: toRecordId(context.organisation, record.unit, 'intake', number),
      kind: 'INTAKE',
      unit,
      on: heldOn,
      worker: isUnshielded ? worker : null,
      memberIds: membersOf(shown),
      source: toSource(record.unit, number, null, context),
    }));
  return [...firstContacts, ...intakes];
};

/** Intakes of professionals of others: where these are given, and by the same plan. */
export const partyContacts: Parts = (opened, household, context) => {
  const { record } = opened;
  const plans = shownPlans(opened, household, context);
  if (plans.length === 0) return [];
  return record.course.intakes
    .filter(({ party }) => party !== null)
    .map(({ number, heldOn, worker, party }) => ({
      id: toRecordId(context.organisation, record.unit, 'intake', number),
      kind: 'INTAKE',
      // Of that party, and not of the GI, which has met nobody by it.
      unit: party,
      on: heldOn,
      worker,
      memberIds: [...new Set(plans.flatMap(({ memberIds }) => memberIds))].sort(compare),
      source: toSource(record.unit, number, null, context),
    }));
};

function groupsOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** `null`: still at work for one of the children. */
function lastDayOf(works: readonly Pick<CaseWorkerRecord, 'until'>[]): string | null {
  const days = works.flatMap(({ until }) => until ?? []);
  return days.length < works.length ? null : (days.sort(compare).at(-1) ?? null);
}

function membersOf(shown: readonly Pick<ShownMeasure, 'memberIds'>[]): readonly string[] {
  return [...new Set(shown.flatMap(({ memberIds }) => memberIds))].sort(compare);
}
