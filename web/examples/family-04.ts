import { jansma } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

/** Family 4: elder abuse, and two neighbours who look like them in a register. */
export const family04: readonly Example[] = [
  {
    family: '4',
    askAs: 'fixed-face-of-anna',
    title: 'Jansma – Vermeulen: elder abuse, and two look-alikes',
    story:
      'The same given names and birth dates live elsewhere: the second household has nothing to do with the first, and nothing crosses.',
    query: graphql(`
      query TwoWhoLookAlike($bsn: BSN!, $lookAlike: BSN!) {
        reported: householdsOfPerson(bsn: $bsn) {
          ...WhoKnowsThem
          reports {
            receivedOn
            violenceKinds
            inquiry {
              startedOn
              endedOn
              outcome
            }
          }
          familyPlans {
            madeOn
            goals {
              domain
              text
            }
          }
        }
        lookAlike: householdsOfPerson(bsn: $lookAlike) {
          ...WhoKnowsThem
        }
      }

      fragment WhoKnowsThem on Household {
        members {
          person {
            name
            birthDate
            variants {
              name
              unit
            }
          }
        }
        sources {
          organisation
          outcome
          asOf
        }
      }
    `),
    variables: { bsn: jansma.anna.bsn, lookAlike: jansma.annasLookAlike.bsn },
  },
];
