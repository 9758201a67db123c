import { grootEsselink } from '../../simulated-sources/families.js';
import { type Example, graphql } from './example.js';

/** Family 2: everybody who works beside everybody else, and a child with two households. */
export const family02: readonly Example[] = [
  {
    family: '2a',
    askAs: 'fixed-face',
    title: 'Groot Esselink: the whole relay',
    story:
      'Four organisations at once: investigations, measures, plans and fixed faces, each with where it stands. `awaitingConfirmation` counts cases that are probable and not opened.',
    query: graphql(`
      query WholeRelay($bsn: BSN!) {
        householdsOfPerson(bsn: $bsn) {
          involvement {
            organisation
            unit
            since
            until
            certainty
            contact
          }
          sources {
            organisation
            outcome
            awaitingConfirmation
          }
          reports {
            receivedOn
            inquiry {
              ...When
            }
          }
          councilInvestigations {
            ...When
            status
            result
          }
          measures {
            kind
            memberId
            startedOn
            endsOn
            placements {
              authorisedOn
              carriedOutOn
            }
            caseWorkers {
              name
              since
              until
            }
          }
          familyPlans {
            madeOn
            goals {
              domain
              text
              owner
            }
          }
          stories {
            versions {
              writtenOn
              text
            }
          }
          fixedFaces {
            name
            since
            until
          }
          analyses {
            ...When
          }
        }
      }

      fragment When on Investigation {
        decidedOn
        startedOn
        endedOn
        source {
          unit
          recordId
        }
      }
    `),
    variables: { bsn: grootEsselink.teun.bsn },
  },
  {
    family: '2b',
    askAs: 'fixed-face-of-the-aunt',
    title: 'Groot Esselink: a girl who lives with her aunt',
    story: 'Fien belongs to her parents’ household and lives in another one: both are answered.',
    query: graphql(`
      query TwoHouseholdsOfOneChild($bsn: BSN!) {
        householdsOfPerson(bsn: $bsn) {
          id
          members {
            role
            residence
            since
            until
            person {
              name
            }
          }
          youthCareProvisions {
            category {
              label
            }
            filedOnMemberId
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
    variables: { bsn: grootEsselink.fien.bsn },
  },
];
