import { overvaart } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

const secretAddress = graphql(`
  query SecretAddress($bsn: BSN!) {
    householdsOfPerson(bsn: $bsn) {
      members {
        id
        role
        residence
        person {
          name
        }
      }
      involvement {
        organisation
        unit
        since
        certainty
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
`);

/** Family 11: a secret address. */
export const family11: readonly Example[] = [
  {
    family: '11a',
    askAs: 'stephan',
    title: 'Janssen: who stayed behind',
    story:
      'The answer is that of a household of one: it does not say that there is another, nor where, nor how many organisations serve it.',
    query: secretAddress,
    variables: { bsn: overvaart.stephan.bsn },
  },
  {
    family: '11b',
    askAs: 'fixed-face-of-jeannette',
    title: 'Overvaart: at a secret address',
    story: 'Shielded: asked under the own case of the team that serves mother and child.',
    query: secretAddress,
    variables: { bsn: overvaart.jeannette.bsn },
    caseReference: 'LT4/2026-0715',
  },
];
