/**
 * Cases at Veilig Thuis with work in them that the cast has not: a professional register, words of the
 * police, retention, a secret address.
 */
import { smitBrouwers } from '../../simulated-sources/families.js';
import type { CaseFiling, ReportFiling } from '../../simulated-sources/veilig-thuis/case-messages.js';
import {
  attachedToRequest,
  child,
  informed,
  type NumberedFiling,
  parent,
  person,
  reporterOf,
} from '../../simulated-sources/veilig-thuis/filing.js';

const { lonneke, janKees } = smitBrouwers;
const workers = [
  { workerNumber: 'W-9', skjNumber: 'TEST-0007', role: 'investigator', from: '2026-09-09' },
  { workerNumber: 'W-10', role: 'trainee', from: '2026-09-09' },
];

/** A report with all of a unit's work on it, of which both were told. */
function filed(
  number: string,
  report: Partial<ReportFiling> = {},
  besides: Partial<CaseFiling> = {},
): NumberedFiling {
  return {
    caseNumber: `VT4/${number}`,
    filing: {
      unit: 'VT4',
      openedOn: '2026-09-01',
      persons: [person('P1', parent, lonneke), person('P2', child, janKees), reporterOf('P3')],
      reports: [
        {
          receivedOn: '2026-09-01T23:30:00+02:00',
          safetyAssessment: { assessedOn: '2026-09-07', outcome: 'VT-01-01', workers },
          inquiry: {
            decidedOn: '2026-09-08',
            startedOn: '2026-09-09',
            personNumbers: ['P1', 'P2'],
            workers,
            contacts: [{ kind: 'first-contact', on: '2026-09-10' }],
            sightings: [
              { personNumber: 'P2', on: '2026-09-10', how: 'spoken-alone' },
              { personNumber: 'P3', on: '2026-09-10', how: 'phoned' },
            ],
            takeOvers: [{ to: 'gi', on: '2026-10-01', reason: 'a request', personNumbers: ['P2'] }],
          },
          safetyPlans: [
            {
              validFrom: '2026-09-08',
              agreements: [
                {
                  text: 'One that is dated.',
                  nature: 'agreement',
                  agreedOn: '2026-09-08',
                  dueOn: '2026-12-01',
                },
                { text: 'One without a day.', nature: 'agreement' },
                { text: 'What was seen that day.', nature: 'fact', agreedOn: '2026-09-08' },
              ],
            },
          ],
          concerns: [
            {
              fact: 'what the police saw',
              observedOn: '2026-09-01',
              nature: 'fact',
              origin: 'police',
            },
            {
              label: 'zorgelijk',
              description: 'in the words of the unit',
              observedOn: '2026-09-02',
              nature: 'opinion',
              personNumbers: ['P2', 'P3'],
              reactions: [
                { by: 'mother', on: '2026-09-15', text: 'second' },
                { by: 'mother', on: '2026-09-14', text: 'first' },
              ],
            },
          ],
          involvedParties: { asOf: '2026-10-01', parties: ['LT4', 'a school'] },
          informed: informed(['P1', 'P2'], '2026-09-14', '2026-09-28'),
          ...report,
        },
      ],
      ...besides,
    },
  };
}

const decided = { decidedOn: '2026-09-08', personNumbers: ['P1'] };

const sameWords = { fact: 'alone at night', observedOn: '2026-09-01', nature: 'fact' } as const;
const sameDay = { to: 'gi', on: '2026-10-01' } as const;
const sameWorker = { workerNumber: 'W-11', role: 'investigator', from: '2026-09-09' };
const sameCall = { personNumber: 'P2', on: '2026-09-10', how: 'phoned' } as const;
/** Rows of each list that differ in one thing only, or in nothing. */
const alike: Partial<ReportFiling> = {
  concerns: [
    { ...sameWords, personNumbers: ['P1'] },
    { ...sameWords, personNumbers: ['P2'] },
    { ...sameWords, personNumbers: ['P2'] },
  ],
  inquiry: {
    ...decided,
    workers: [sameWorker, sameWorker],
    contacts: [
      { kind: 'intake', on: '2026-09-10' },
      { kind: 'intake', on: '2026-09-10' },
    ],
    sightings: [sameCall, sameCall],
    takeOvers: [
      { ...sameDay, reason: 'one reason', personNumbers: ['P1'] },
      { ...sameDay, reason: 'one reason', personNumbers: ['P2'] },
      { ...sameDay, reason: 'another', personNumbers: ['P2'] },
    ],
  },
  safetyPlans: [
    {
      validFrom: '2026-09-08',
      validUntil: '2026-10-08',
      agreements: [
        { text: 'A promise.', nature: 'agreement' },
        { text: 'A promise.', nature: 'agreement' },
        { text: 'One with days.', nature: 'agreement', agreedOn: '2026-09-07' },
      ],
    },
  ],
  informed: [...informed(['P1', 'P2'], '2026-09-14', '2026-09-28'), { personNumber: 'P1', on: '2026-09-15' }],
};

export const filedWork: readonly NumberedFiling[] = [
  filed('2026-7101', { disclosure: attachedToRequest('2026-10-01') }),
  filed('2026-7102', { retainUntil: '2026-11-01' }),
  filed('2026-7103', {}, { secretAddress: {} }),
  filed('2026-7104', { inquiry: decided, safetyPlans: [], safetyAssessment: null }),
  filed('2026-7105', alike),
  filed('2026-7106', {
    concerns: [
      { fact: 'about the child', observedOn: '2026-09-02', nature: 'fact', personNumbers: ['P2'] },
      { fact: 'about both', observedOn: '2026-09-02', nature: 'fact', personNumbers: ['P1', 'P2'] },
      {
        fact: 'about the family',
        observedOn: '2026-09-02',
        nature: 'fact',
        reactions: [{ by: 'child', on: '2026-09-15', text: 'I am afraid' }],
      },
    ],
    inquiry: {
      ...decided,
      startedOn: '2026-09-09',
      personNumbers: ['P1', 'P2'],
      sightings: [
        { personNumber: 'P1', on: '2026-09-10', how: 'spoken-alone' },
        { personNumber: 'P2', on: '2026-09-11', how: 'spoken-alone' },
        { personNumber: 'P2', on: '2026-09-12', how: 'seen' },
      ],
      takeOvers: [{ to: 'gi', on: '2026-10-01', reason: 'a request' }],
    },
  }),
];
