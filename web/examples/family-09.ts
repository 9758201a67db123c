import { jacobs } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

/** Family 9: one child in two homes, and an adult child with a file of her own. */
export const family09: readonly Example[] = [
  {
    family: '9',
    askAs: 'emiel',
    title: 'Jacobs – Castermans: one child, two homes',
    story:
      'Vica is a member of both households, and each team has a plan for her: the goals contradict each other.',
    query: graphql(`
      query OneChildTwoHomes($bsn: BSN!) {
        householdsOfPerson(bsn: $bsn) {
          id
          members {
            id
            role
            residence
            person {
              name
              variants {
                name
                unit
              }
            }
          }
          familyPlans {
            madeOn
            goals {
              domain
              text
              owner
            }
            source {
              recordId
            }
          }
          councilInvestigations {
            kind
            requestedOn
            startedOn
          }
          sources {
            organisation
            outcome
            reason
          }
        }
      }
    `),
    variables: { bsn: jacobs.vica.bsn },
  },
];
