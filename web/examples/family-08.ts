import { bultenaar } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

/** Family 8: that there is youth probation, and nothing more of it. */
export const family08: readonly Example[] = [
  {
    family: '8',
    askAs: 'laertes',
    title: 'Bultenaar: youth probation, just eighteen',
    story:
      'A header only, from the municipality’s own notification: kind, period and institution. Nothing of an offence is in the graph.',
    query: graphql(`
      query ProbationHeaderOnly($bsn: BSN!) {
        householdsOfPerson(bsn: $bsn) {
          members {
            id
            role
            person {
              name
              birthDate
            }
          }
          probationHeaders {
            memberId
            kindCode {
              code
              label
            }
            startedOn
            endsOn
            institution
          }
          measures {
            kind
          }
          sources {
            organisation
            outcome
            asOf
          }
        }
      }
    `),
    variables: { bsn: bultenaar.laertes.bsn },
  },
];
