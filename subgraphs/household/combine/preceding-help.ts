/**
 * What voluntary help preceded a measure: a measure is the last resort, so one should be able to see what was tried before (proportionality
 * and subsidiarity). Help that had been asked for and had not begun is told apart: it was tried and did not come.
 */
import type {
  ActivityPart,
  Contribution,
  HelpPart,
  MeasurePart,
  MissingContribution,
} from './contribution.js';
import { compareText, daysBetween } from './days.js';
import { gather, sharesMembers } from './gathered.js';
import { missingOfAll } from './missing.js';
import { readingOfActivities, readingOfHelp, readingOfMeasures } from './readings.js';

export interface PrecedingHelp {
  readonly id: string;
  readonly name: string;
  readonly provider: string | null;
  readonly startedOn: string;
  /** Null: it went on, as far as recorded. */
  readonly until: string | null;
  /** Between its start and the measure's. */
  readonly daysBefore: number;
}

export interface MeasureWithHelp {
  readonly measureId: string;
  readonly kind: string;
  readonly startedOn: string;
  readonly memberIds: readonly string[];
  /** In order of start. `[]` means "none" only where nothing is missing and nothing may have been filtered. */
  readonly precededBy: readonly PrecedingHelp[];
  /** Voluntary help that was asked for before the measure and began after it, or never. */
  readonly askedInVain: readonly { readonly name: string; readonly askedOn: string }[];
}

export interface MeasuresWithHelp {
  readonly measures: readonly MeasureWithHelp[];
  readonly missing: readonly MissingContribution[];
  readonly mayBeIncomplete: boolean;
}

/** Plans that a family makes with the local team of its own will; a safety plan or a GI's plan is none. */
const voluntaryPlans: ReadonlySet<string> = new Set(['FAMILY_PLAN']);

export function precedingHelp(question: {
  readonly measures: readonly Contribution<MeasurePart>[];
  readonly help: readonly Contribution<HelpPart>[];
  readonly plans: readonly Contribution<ActivityPart>[];
}): MeasuresWithHelp {
  const [measures, help, plans] = [
    gather(question.measures, readingOfMeasures),
    gather(question.help, readingOfHelp),
    gather(question.plans, readingOfActivities),
  ];
  const voluntary = help.parts.filter(({ frame }) => frame === 'VOLUNTARY');
  const offered = [
    ...voluntary,
    ...plans.parts
      .filter(({ kind, name }) => kind === 'PLAN' && voluntaryPlans.has(name))
      .map(({ id, name, unit, from, until, memberIds }) => ({
        id,
        name,
        provider: unit,
        startedOn: from,
        until,
        memberIds,
      })),
  ];
  return {
    measures: [...measures.parts]
      .sort((left, right) => compareText(left.startedOn, right.startedOn) || compareText(left.id, right.id))
      .map(({ id, kind, startedOn, memberIds }) => ({
        measureId: id,
        kind,
        startedOn,
        memberIds,
        precededBy: offered
          .filter((one) => sharesMembers(one.memberIds, memberIds))
          .flatMap((one) =>
            one.startedOn !== null && one.startedOn < startedOn ? [{ ...one, startedOn: one.startedOn }] : [],
          )
          .map((one) => ({
            id: one.id,
            name: one.name,
            provider: one.provider,
            startedOn: one.startedOn,
            until: one.until,
            daysBefore: daysBetween(one.startedOn, startedOn),
          }))
          .sort(
            (left, right) => compareText(left.startedOn, right.startedOn) || compareText(left.id, right.id),
          ),
        askedInVain: voluntary
          .filter((one) => sharesMembers(one.memberIds, memberIds))
          .flatMap((one) => askedInVain(one, startedOn)),
      })),
    missing: missingOfAll([measures.missing, help.missing, plans.missing]),
    mayBeIncomplete: [measures, help, plans].some(({ mayBeIncomplete }) => mayBeIncomplete),
  };
}

function askedInVain(
  { name, askedOn, startedOn }: HelpPart,
  measureStartedOn: string,
): MeasureWithHelp['askedInVain'] {
  if (askedOn === null || askedOn >= measureStartedOn) return [];
  return startedOn === null || startedOn >= measureStartedOn ? [{ name, askedOn }] : [];
}
