import { verheul } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

/** Family 3: two adults, and roles that change from one incident to the next. */
export const family03: readonly Example[] = [
  {
    family: '3',
    askAs: 'fixed-face-of-anne-marie',
    title: 'Verheul – Van der Laar: roles that change',
    story:
      'Who was hurt and who was suspected stands per incident, never per person. The other partner’s own help is another household.',
    query: graphql(`
      query RolesPerIncident($bsn: BSN!) {
        householdsOfPerson(bsn: $bsn) {
          members {
            id
            role
            residence
            person {
              name
            }
          }
          reports {
            receivedOn
            relation
            repeatOf
            incident {
              occurredOn
              involved {
                memberId
                role
              }
            }
            safetyAssessment {
              assessedOn
              dueOn
            }
          }
          provisions {
            kind
            startedOn
            endedOn
          }
          sources {
            organisation
            outcome
            reason
          }
        }
      }
    `),
    variables: { bsn: verheul.anneMarie.bsn },
  },
];
