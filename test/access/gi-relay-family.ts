/** The relay family, how it asks the GI, and an answer of the GI in numbers. */
import type { FunctionName } from '../../adapter-kit/access/subject.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import { type Asker, keyOf, pseudonym } from './gi-asking.js';

const { johan, wilma, teun, daan, fien, maud, trix, hein } = grootEsselink;
export const relay = 'GI1/2026-0330';
export const hofdijk = {
  type: 'Household' as const,
  key: keyOf(
    [relay],
    Object.fromEntries(
      [johan, wilma, teun, daan, fien, maud, trix, hein].map(({ bsn }, index) => [
        pseudonym(bsn),
        `m${index + 1}`,
      ]),
    ),
  ),
};

export const everything = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household {
  measures { memberId kind caseWorkers { name } placements { authorisedOn carriedOutOn } plan { goals } }
  protectionPlans { memberIds goals } placements { memberId carriedOutOn } youthCareProvisions { filedOnMemberId provider }
  giOutcome { outcome visibility { recordType visibility } }
  giWithheld { recordType access unit contact since until explanation { rule } } } } }`;

interface ShownMeasure {
  readonly memberId: string;
  readonly caseWorkers: readonly unknown[];
  readonly placements: readonly { readonly carriedOutOn: string | null }[] | null;
  readonly plan: { readonly goals: readonly string[] } | null;
}

interface Shown {
  readonly measures: readonly ShownMeasure[] | null;
  readonly protectionPlans: readonly { readonly goals: readonly string[] }[] | null;
  readonly placements: readonly unknown[] | null;
  readonly youthCareProvisions: readonly unknown[] | null;
  readonly giOutcome: { readonly outcome: string };
  readonly giWithheld: readonly { readonly recordType: string; readonly access: string }[];
}

export function shownIn(answer: SubgraphAnswer): Shown {
  // The shape of the query above; the schema holds the answer to it.
  return (answer.data as { readonly _entities: readonly Shown[] })._entities[0] as Shown;
}

/** In numbers: measures, workers, authorisations, those carried out, goals with measures, plans, goals, placements, provisions. */
export function summaryOf(answer: SubgraphAnswer) {
  const shown = shownIn(answer);
  const measures = shown.measures ?? [];
  const authorisations = measures.flatMap(({ placements }) => placements ?? []);
  const withheld = new Map<string, number>();
  for (const { recordType, access } of shown.giWithheld)
    withheld.set(`${recordType} ${access}`, (withheld.get(`${recordType} ${access}`) ?? 0) + 1);
  return {
    outcome: shown.giOutcome.outcome,
    measures: shown.measures?.length ?? null,
    workers: measures.flatMap(({ caseWorkers }) => caseWorkers).length,
    authorisations: authorisations.length,
    carriedOut: authorisations.filter(({ carriedOutOn }) => carriedOutOn !== null).length,
    goalsOfFirst: measures[0]?.plan?.goals.length ?? null,
    goals: shown.protectionPlans?.map(({ goals }) => goals.length) ?? null,
    placements: shown.placements?.length ?? null,
    provisions: shown.youthCareProvisions?.length ?? null,
    refused: [...new Set((answer.errors ?? []).map(({ extensions }) => extensions['recordType']))].sort(),
    withheld: Object.fromEntries(withheld),
  };
}

/** As the family itself asks: Johan, who has authority; somebody who has none; Teun, who is 14. */
export function askerOf(name: FunctionName): Asker {
  switch (name) {
    case 'parent-with-authority':
      return {
        function: name,
        person: pseudonym(johan.bsn),
        relations: [teun, daan, fien, maud, trix, hein].map(({ bsn }) => ({
          person: pseudonym(bsn),
          authority: 'JOINT',
        })),
      };
    case 'parent-without-authority':
      return {
        function: name,
        person: pseudonym(johan.bsn),
        relations: [{ person: pseudonym(teun.bsn), authority: 'NONE' }],
      };
    case 'youth-12-up':
      return { function: name, person: pseudonym(teun.bsn) };
    default:
      return { function: name, caseReference: 'LT1/2025-0217' };
  }
}
