/**
 * What Veilig Thuis contributes of what it worries about, what it agreed with the family, and whom its file
 * names as involved. A worry that the police gave is given only where what the police gave is; who reported
 * stands in none of it. To a member of the family it tells no worry about others alone, and of nobody what
 * they said of one (a proposal for the DPIA).
 */
import type { PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import type { PartKind } from '../../adapter-kit/combined/parts.js';
import {
  inCase,
  keepAll,
  localKeysOf,
  openPartsOf,
  openReports,
  recordOf,
  type ShownCase,
  tellApart,
  toPart,
  unitOf,
} from './shown-case.js';
import type { VeiligThuisFile } from './source.js';
import type { Context } from './viewing.js';

/** By kind of part, from which kind of record it is made. */
export function concernParts(context: Context) {
  return {
    concerns: [
      {
        recordType: 'report',
        parts: inCase(concerns),
        isKept: (file) => keepAll(openReports({ file, context }), (report) => report.concerns),
      },
    ],
    agreements: [{ recordType: 'safety-assessment', parts: inCase(agreements) }],
    acquaintances: [
      {
        recordType: 'report',
        parts: inCase(acquaintances),
        isKept: (file) => keepAll(openReports({ file, context }), (report) => report.involvedParties),
      },
    ],
  } as const satisfies Partial<Record<PartKind, readonly PartsFrom<VeiligThuisFile, Context>[]>>;
}

/**
 * Whose words a reaction has is told in words alone, so a member of the family gets none: it may be another's.
 */
function concerns(shown: ShownCase): readonly object[] {
  const { isFamily, isShown } = shown.persons;
  return openReports(shown).flatMap((report) =>
    tellApart(report.concerns ?? [], ({ persons, observedOn, fact, label }) => [
      observedOn,
      fact,
      label,
      localKeysOf(persons),
    ])
      .filter(({ row: { persons } }) => !isFamily || persons.length === 0 || persons.some(isShown))
      .map(({ row: { persons, ...concern }, of }) => ({
        ...toPart(shown, 'CONCERN', { record: recordOf(report), concerned: persons, of }),
        ...concern,
        ...(isFamily ? { reactions: [] } : {}),
        by: unitOf(shown),
      })),
  );
}

/**
 * What stands in a safety plan and is no agreement, is none. One without days of its own was made with its
 * plan, and ended with it.
 */
function agreements(shown: ShownCase): readonly object[] {
  const plans = openPartsOf(shown, 'safety-assessment', shown.file.record.safetyPlans);
  return plans.flatMap((plan) => {
    const { validFrom, validUntil, persons: concerned = [] } = plan;
    // A last day that is still to come has not happened.
    const planEndedOn = validUntil !== null && validUntil <= shown.context.today ? validUntil : null;
    const agreed = plan.agreements
      .filter(({ statementKind }) => statementKind === 'AGREEMENT')
      .map(({ text, agreedOn = null, dueOn = null, endedOn = null }) =>
        agreedOn === null
          ? { text, agreedOn: validFrom, dueOn, endedOn: endedOn ?? planEndedOn }
          : { text, agreedOn, dueOn, endedOn },
      );
    return tellApart(agreed, ({ agreedOn, text }) => [agreedOn, text]).map(({ row, of }) => ({
      ...toPart(shown, 'AGREEMENT', { record: recordOf(plan), concerned, of }),
      ...row,
      by: unitOf(shown),
    }));
  });
}

/**
 * Not for the family: an organisation that is named may not have told this member that it is involved, and a
 * unit's code tells where it is.
 */
function acquaintances(shown: ShownCase): readonly object[] {
  if (shown.persons.isFamily) return [];
  return openReports(shown).flatMap((report) => {
    const { involvedParties = null } = report;
    if (involvedParties === null) return [];
    const { asOf, parties: knows } = involvedParties;
    return [
      {
        ...toPart(shown, 'ACQUAINTANCES', { record: recordOf(report) }),
        unit: unitOf(shown),
        knows,
        asOf,
      },
    ];
  });
}
