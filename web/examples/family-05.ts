import { nagelhout } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

/** Family 5: an unborn child, and twins whose numbers were exchanged. */
export const family05: readonly Example[] = [
  {
    family: '5a',
    askAs: 'fixed-face-of-marjolein',
    title: 'Nagelhout: an unborn child, three generations',
    story:
      'An unborn child has no number, so an organisation may know it without being recognised: `NOT_ESTABLISHED`, `NO_IDENTIFIER`. Never shown as "none".',
    query: graphql(`
      query UnbornChild($bsn: BSN!) {
        householdsOfPerson(bsn: $bsn) {
          members {
            id
            role
            residence
            certainty
            person {
              name
              birthDate
            }
          }
          involvement {
            organisation
            unit
            since
            certainty
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
            awaitingConfirmation
          }
        }
      }
    `),
    variables: { bsn: nagelhout.marjolein.bsn },
  },
  {
    family: '5b',
    askAs: 'fixed-face-of-the-twins',
    title: 'Nagelhout: twins, and which of them',
    story:
      'The measures stand on the household. Two organisations exchanged the twins’ numbers, so which twin is meant may be in dispute.',
    query: graphql(`
      query WhichTwin($bsn: BSN!) {
        householdsOfPerson(bsn: $bsn) {
          members {
            id
            role
            person {
              name
              birthDate
              missing {
                organisation
                reason
              }
            }
          }
          measures {
            kind
            memberId
            startedOn
            endsOn
          }
          sources {
            organisation
            outcome
            reason
          }
        }
      }
    `),
    variables: { bsn: nagelhout.hubertus.bsn },
  },
];
