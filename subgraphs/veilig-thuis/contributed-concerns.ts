/**
 * What Veilig Thuis contributes of what it worries about, what it agreed with the family, and whom its file
 * names as involved. A worry that the police gave is given only where what the police gave is; who reported
 * stands in none of it.
 */
import type { PartKind, PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import { inCase, openPartsOf, openReports, recordOf, type ShownCase, toPart, unitOf } from './shown-case.js';
import type { VeiligThuisFile } from './source.js';
import type { Context } from './viewing.js';

/** By kind of part, from which kind of record it is made. */
export const concernParts = {
  concerns: [{ recordType: 'report', parts: inCase(concerns) }],
  agreements: [{ recordType: 'safety-assessment', parts: inCase(agreements) }],
  acquaintances: [{ recordType: 'report', parts: inCase(acquaintances) }],
} as const satisfies Partial<Record<PartKind, readonly PartsFrom<VeiligThuisFile, Context>[]>>;

function concerns(shown: ShownCase): readonly object[] {
  return openReports(shown).flatMap((report) =>
    (report.concerns ?? []).map(({ persons, ...concern }) => ({
      ...toPart(shown, 'CONCERN', {
        record: recordOf(report),
        concerned: persons,
        of: JSON.stringify([concern.observedOn, concern.fact, concern.label]),
      }),
      ...concern,
      by: unitOf(shown),
    })),
  );
}

/**
 * What stands in a safety plan without the day on which it was agreed, or is no agreement, is none that can
 * be followed.
 */
function agreements(shown: ShownCase): readonly object[] {
  const plans = openPartsOf(shown, 'safety-assessment', shown.file.record.safetyPlans);
  return plans.flatMap((plan) =>
    plan.agreements.flatMap(({ text, statementKind, agreedOn = null, dueOn = null, endedOn = null }) =>
      statementKind !== 'AGREEMENT' || agreedOn === null
        ? []
        : [
            {
              ...toPart(shown, 'AGREEMENT', {
                record: recordOf(plan),
                concerned: plan.persons ?? [],
                of: JSON.stringify([agreedOn, text]),
              }),
              text,
              agreedOn,
              by: unitOf(shown),
              dueOn,
              endedOn,
            },
          ],
    ),
  );
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
