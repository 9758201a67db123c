import { deVries } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

const formerAndPresent = graphql(`
  query FormerAndPresent($bsn: BSN!) {
    householdsOfPerson(bsn: $bsn) {
      members {
        id
        role
        residence
        since
        until
        person {
          name
          variants {
            name
            unit
          }
        }
      }
      involvement {
        organisation
        unit
        since
        until
        certainty
      }
      measures {
        kind
        memberId
        startedOn
        firstContactOn
      }
      sources {
        organisation
        outcome
        reason
      }
    }
  }
`);

/** Family 7: a stepfamily, and a violent ex-partner with parental authority elsewhere. */
export const family07: readonly Example[] = [
  {
    family: '7a',
    askAs: 'fixed-face-of-chantal',
    title: 'De Vries – Postma: the stepfamily, kept from the ex-partner',
    story: 'Shielded against the former partner: asked under the own case of the team in Utrecht.',
    query: formerAndPresent,
    variables: { bsn: deVries.chantal.bsn },
    caseReference: 'LT4/2019-0304',
  },
  {
    family: '7b',
    askAs: 'mark',
    title: 'De Boer: the ex-partner',
    story: 'He has children elsewhere and parental authority over them; where they are is not in the answer.',
    query: formerAndPresent,
    variables: { bsn: deVries.mark.bsn },
  },
];
