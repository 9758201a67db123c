import { type Example, graphql } from './example.js';

/** Family 12: nobody has a number, so nobody can be asked for. */
export const family12: readonly Example[] = [
  {
    family: '12',
    askAs: 'fixed-face-without-numbers',
    title: 'Voorbeeld: nobody has a number',
    story:
      'Without a number nobody can be looked up, and no household is made by itself. What agrees in name, birth date and address is put to the owner of a case as a question.',
    query: graphql(`
      query NobodyHasANumber {
        linkQuestions {
          id
          kind
          personInCase
          organisation
          unit
          canBeConfirmed
        }
        feeds {
          organisation
          isFresh
          asOf
        }
      }
    `),
    variables: {},
    caseReference: 'LT4/2026-0622',
  },
];
