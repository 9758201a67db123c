import { denBraber } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

/** Family 1: who was told of the first report, and who was not. */
export const family01: readonly Example[] = [
  {
    family: '1',
    askAs: 'wilma',
    title: 'Den Braber – Van Zon: the first report',
    story:
      'One organisation knows them. Who was told of the report stands per person: the father was not told yet. The others are "not known as of …", which is not the same as "none".',
    query: graphql(`
      query FirstReport($bsn: BSN!) {
        householdsOfPerson(bsn: $bsn) {
          members {
            id
            role
            person {
              name
              birthDate
            }
          }
          reports {
            receivedOn
            relation
            violenceKinds
            statements {
              text
              statementKind
            }
            safetyAssessment {
              assessedOn
              dueOn
              outcome
            }
            informed {
              memberId
              on
              dueOn
            }
          }
          sources {
            organisation
            outcome
            reason
            asOf
          }
        }
      }
    `),
    variables: { bsn: denBraber.zoey.bsn },
  },
];
