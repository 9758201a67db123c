import { deJager } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

const caseAboutTwoHouseholds = graphql(`
  query CaseAboutTwoHouseholds($bsn: BSN!) {
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
`);

/** Family 6: half-brothers, one case about two homes, and a father whose address is secret. */
export const family06: readonly Example[] = [
  {
    family: '6a',
    askAs: 'parent-without-authority',
    title: 'De Jager: the mother’s household',
    story:
      'The case on custody is about two households. From here nothing of the other one shows: no place, no team, no count.',
    query: caseAboutTwoHouseholds,
    variables: { bsn: deJager.estrella.bsn },
  },
  {
    family: '6b',
    askAs: 'fixed-face-of-paolo',
    title: 'De Cuykelaer: the father’s household, address secret',
    story: 'Shielded: asked under the own case of the team that serves this household.',
    query: caseAboutTwoHouseholds,
    variables: { bsn: deJager.paolo.bsn },
    caseReference: 'LT5/2026-0209',
  },
];
