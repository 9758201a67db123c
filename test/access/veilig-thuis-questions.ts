/** What is asked of Veilig Thuis behind its rules, and what of it was shown, in one word for each row of the matrix. */
import { z } from 'zod';
import type { CastPerson } from '../../simulated-sources/families.js';
import { keyOf, type startGuarded, type Viewer } from './veilig-thuis-viewers.js';

export type Guarded = Awaited<ReturnType<typeof startGuarded>>;

export const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Household {
    reports {
      id relation repeatOf statements { text } incident { involved { memberId role } } informed { memberId on dueOn }
      safetyAssessment { assessedOn } safetyPlans { validFrom } inquiry { id memberIds } source { recordId }
    }
    safetyAssessments { assessedOn } safetyPlans { validFrom } inquiries { id }
    veiligThuisWithheld { recordType access unit contact since explanation { rule law nl en ask } }
    veiligThuisOutcome { outcome visibility { recordType visibility } }
  }
  ... on Person { veiligThuisIdentity { outcome recorded { name } } }
} }`;

const list = z.array(z.looseObject({})).nullable();
const householdSchema = z.object({
  reports: z
    .array(
      z.looseObject({
        relation: z.string().nullable(),
        repeatOf: z.string().nullable(),
        statements: z.array(z.object({ text: z.string() })),
        safetyAssessment: z.looseObject({}).nullable(),
        safetyPlans: list,
        inquiry: z.looseObject({ memberIds: z.array(z.string()) }).nullable(),
      }),
    )
    .nullable(),
  safetyAssessments: list,
  safetyPlans: list,
  inquiries: list,
  veiligThuisWithheld: z.array(z.looseObject({ recordType: z.string(), access: z.string() })),
  veiligThuisOutcome: z.looseObject({ outcome: z.string() }),
});
export type Household = z.infer<typeof householdSchema>;

export async function viewHousehold(
  running: Guarded,
  viewer: Viewer,
  people: readonly CastPerson[],
  ...references: readonly string[]
) {
  const answer = await running.ask(viewer, query, keyOf(people, references));
  const [household] = z.tuple([householdSchema]).parse(answer.data?.['_entities']);
  return { household, answer };
}

/** In one word for each row: what is shown of it, and of what else there is something to ask for. */
export function told(household: Household): string {
  const shownOf = (shown: readonly object[] | null, recordType: string): string => {
    const besides = household.veiligThuisWithheld
      .filter((record) => record.recordType === recordType)
      .map(({ access }) => ({ HEADER_ONLY: 'mask', ASK: 'ask' })[access] ?? access);
    return [...((shown ?? []).length > 0 ? ['allow'] : []), ...besides].join('+') || '-';
  };
  return [
    household.veiligThuisOutcome.outcome,
    shownOf(household.reports, 'REPORT'),
    shownOf(household.safetyAssessments, 'SAFETY_ASSESSMENT'),
    shownOf(household.inquiries, 'VT_INQUIRY'),
  ].join(' ');
}
