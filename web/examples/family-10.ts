import { smitBrouwers } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

/** Family 10: the same names, one day apart. */
export const family10: readonly Example[] = [
  {
    family: '10',
    askAs: 'fixed-face-of-lonneke',
    title: 'Smit – Brouwers, twice: one day apart',
    story:
      'Two couples with the same names. One has help with debts, the other a report; no record and no suspicion goes from one to the other.',
    query: graphql(`
      query SameNamesTwice($one: BSN!, $other: BSN!) {
        one: householdsOfPerson(bsn: $one) {
          ...WhoKnowsThem
        }
        other: householdsOfPerson(bsn: $other) {
          ...WhoKnowsThem
        }
      }

      fragment WhoKnowsThem on Household {
        members {
          person {
            name
            birthDate
          }
        }
        reports {
          receivedOn
          violenceKinds
        }
        sources {
          organisation
          outcome
          asOf
        }
      }
    `),
    variables: { one: smitBrouwers.lonneke.bsn, other: smitBrouwers.otherLonneke.bsn },
  },
];
