/**
 * What terms are counted from at the GI. When a term ends, and whether it was kept, the rules of the law say; here stands what was
 * recorded.
 *
 * The start and the end of some terms are records of two kinds. That something was not done is told only to whom every record of its
 * end would be shown; to anybody else the term is left out, for "not done" would be said of what is merely not shown.
 */
import type { PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import { toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import type { GiContext } from './opened-cases.js';
import { dayAfter, placementDays, runsOf } from './placement-runs.js';
import { isPlanOpen } from './record-parts.js';
import { measuresBeside, openBeside, type ShownMeasure, seesAll, shownMeasures } from './shown-measures.js';
import type { AuthorisationRecord, GiFile, MeasureRecord } from './source.js';
import { compare, toSource } from './to-graph.js';

type Parts = PartsFrom<GiFile, GiContext>['parts'];

/** First contact and end of each measure, and the plan where none was made. */
export const measureTerms: Parts = (opened, household, context) => {
  const shown = shownMeasures(opened, household, context);
  const ofCase = shown.map(({ measure }) => measure);
  return shown.flatMap((one) => [
    ...firstContact(one, ofCase, context),
    ...(one.measure.planNumber === null && one.isUnshielded && seesAll('gi-plan', context)
      ? planTerm(one, null, context)
      : []),
    ...measureEnd(one, ofCase, context),
  ]);
};

/** The plan where one was made. */
export const planTerms: Parts = async (opened, household, context) => {
  const measures = await measuresBeside(opened, household, context);
  return measures.flatMap((one) => {
    const plan = opened.record.plans.find(({ number }) => number === one.measure.planNumber);
    return plan && isPlanOpen(opened, plan.number) ? planTerm(one, plan.madeOn, context) : [];
  });
};

/** Authorisations that were not used. Where the measure has ended there is nothing left to use. */
export const courtDecisionTerms: Parts = async (opened, household, context) => {
  if (!seesAll('placement-address', context)) return [];
  const measures = await measuresBeside(opened, household, context);
  const placed = await openBeside(opened, 'placement-address', household, context);
  const placedOn = placementDays(placed);
  return measures
    .filter(({ measure, isUnshielded }) => isUnshielded && measure.endedOn === null)
    .flatMap((one) =>
      runsOf(opened, one.measure).flatMap((run) =>
        run
          .filter((_, index) => !run.slice(0, index + 1).some(({ number }) => placedOn.has(number)))
          .flatMap((authorisation) => unusedTerm(one, authorisation, null, context)),
      ),
    );
};

/** Authorisations that were used, and until when the last of them holds. */
export const placementTerms: Parts = async (opened, household, context) => {
  const decided = await openBeside(opened, 'court-decision', household, context);
  if (!decided) return [];
  const measures = await measuresBeside(opened, household, context);
  const placedOn = placementDays(opened);
  return measures.flatMap((one) => {
    const runs = runsOf(decided, one.measure);
    // An extension prolongs what was used already.
    const used = runs.flatMap((run) => run.find(({ number }) => placedOn.has(number)) ?? []);
    const last = runs.at(-1) ?? [];
    const isPlaced = one.measure.endedOn === null && last.some(({ number }) => placedOn.has(number));
    return [
      ...used.flatMap((authorisation) =>
        unusedTerm(one, authorisation, placedOn.get(authorisation.number) ?? null, context),
      ),
      ...(isPlaced ? placementEnd(one, last, context) : []),
    ];
  });
};

/**
 * The GI was told of a measure on the day that it started, as far as recorded. A measure that follows on another one of the same child
 * brings no new first contact.
 *
 * @see Besluit Jeugdwet art. 4.2.1
 */
function firstContact(
  shown: ShownMeasure,
  ofCase: readonly MeasureRecord[],
  context: GiContext,
): readonly object[] {
  const { startedOn, firstContactOn } = shown.measure;
  const isOwn = firstContactOn !== null && firstContactOn >= startedOn;
  if (!isOwn && ofCase.some((earlier) => isFollowedBy(earlier, shown.measure))) return [];
  return termOf(shown, { kind: 'FIRST_CONTACT', from: startedOn, doneOn: firstContactOn }, context);
}

/** @see Jeugdwet art. 4.1.3 lid 5: it runs from the day on which the family waived its own plan. */
function planTerm(shown: ShownMeasure, doneOn: string | null, context: GiContext): readonly object[] {
  const from = shown.measure.familyPlanWaivedOn;
  return from === null ? [] : termOf(shown, { kind: 'PROTECTION_PLAN', from, doneOn }, context);
}

/** The last day of supervision, or of guardianship, of a child: of measures that follow on each other the latest end counts. */
function measureEnd(
  shown: ShownMeasure,
  ofCase: readonly MeasureRecord[],
  context: GiContext,
): readonly object[] {
  const { measure } = shown;
  const [latest] = ofCase
    .filter(({ child, kindCode }) => isSameChild(child, measure.child) && kindCode[0] === measure.kindCode[0])
    .toSorted(byLatestEnd);
  if (latest !== measure || measure.endedOn !== null || measure.endsOn === null) return [];
  return termOf(shown, { kind: 'MEASURE_END', from: measure.endsOn, doneOn: null }, context);
}

/** @see BW 1:265c */
function unusedTerm(
  shown: ShownMeasure,
  { number, authorisedOn }: AuthorisationRecord,
  doneOn: string | null,
  context: GiContext,
): readonly object[] {
  return termOf(shown, { kind: 'PLACEMENT_UNUSED', from: authorisedOn, doneOn, record: number }, context);
}

function placementEnd(
  shown: ShownMeasure,
  run: readonly AuthorisationRecord[],
  context: GiContext,
): readonly object[] {
  return run
    .toSorted((left, right) => compare(right.validUntil, left.validUntil))
    .slice(0, 1)
    .flatMap(({ number, validUntil }) =>
      termOf(shown, { kind: 'PLACEMENT_END', from: validUntil, doneOn: null, record: number }, context),
    );
}

interface RecordedTerm {
  readonly kind: string;
  readonly from: string;
  readonly doneOn: string | null;
  /** The number of the authorisation, where it stands there and not with the measure. */
  readonly record?: string;
}

function termOf(
  { measure, filed: { unit }, memberIds }: ShownMeasure,
  { kind, from, doneOn, record }: RecordedTerm,
  context: GiContext,
): readonly object[] {
  const source =
    record === undefined
      ? toSource(unit, measure.number, measure.recordedAt, context)
      : toSource(unit, record, null, context);
  const id = toRecordId(context.organisation, unit, measure.number, record ?? '', 'term', kind);
  return [{ id, kind, from, alsoFrom: null, doneOn, memberIds, source }];
}

function isFollowedBy(earlier: MeasureRecord, later: MeasureRecord): boolean {
  const end = earlier.endedOn ?? earlier.endsOn;
  return (
    isSameChild(earlier.child, later.child) &&
    earlier.startedOn < later.startedOn &&
    (end === null || dayAfter(end) >= later.startedOn)
  );
}

/** Within one case file. */
function isSameChild(one: MeasureRecord['child'], other: MeasureRecord['child']): boolean {
  return one.localKey === other.localKey;
}

/** Without an end is the latest; of one end the measure that was not recorded as ended. */
function byLatestEnd(left: MeasureRecord, right: MeasureRecord): number {
  return (
    compare(endOf(right), endOf(left)) ||
    Number(left.endedOn !== null) - Number(right.endedOn !== null) ||
    compare(right.startedOn, left.startedOn) ||
    compare(left.number, right.number)
  );
}

function endOf({ endedOn, endsOn }: MeasureRecord): string {
  return endedOn ?? endsOn ?? '9999-12-31';
}
