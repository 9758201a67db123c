/**
 * Families 3, 4 and 10: violence between adults.
 *
 * What went wrong stands here on purpose: suspected and victim who change places (3), a suspected person who is nobody of the
 * case (4), and a birth date that is another man's (10).
 */
import { addresses, jansma, smitBrouwers, verheul } from '../families.js';
import {
  handedOverToLocalTeam,
  informed,
  type NumberedFiling,
  otherRelative,
  person,
  professional,
  reporterOf,
  residence,
} from './filing.js';

const { anneMarie, albert } = verheul;
const atWilgenkade = [residence(addresses.wilgenkade, '2026-03-14')];

/** Family 3: one case, two reports, and in the second the parts are exchanged. The home ban has no register of its own here. */
const wilgenkadeCase: NumberedFiling = {
  caseNumber: 'VT1/2026-0314',
  filing: {
    unit: 'VT1',
    openedOn: '2026-03-14',
    persons: [
      person('P1', otherRelative, anneMarie, atWilgenkade),
      person('P2', otherRelative, albert, atWilgenkade),
      reporterOf('P3'),
    ],
    reports: [
      {
        receivedOn: '2026-03-14T23:20:00+01:00',
        recordedAt: '2026-03-14T23:50:00+01:00',
        violenceKinds: ['01', '03'],
        occasions: ['01'],
        statements: [
          {
            text: 'Anne-Marie had a cut above her left eye on 14 March 2026.',
            nature: 'fact',
            origin: 'police',
          },
          {
            text: 'A home ban (huisverbod) for Albert holds from 14 to 24 March 2026, and was extended to 11 April 2026.',
            nature: 'fact',
          },
          { text: 'Albert seems to regret what happened.', nature: 'opinion' },
        ],
        incident: {
          occurredOn: '2026-03-14',
          place: 'their home',
          involved: [
            { personNumber: 'P1', role: 'victim' },
            { personNumber: 'P2', role: 'suspected' },
            { personNumber: 'P3', role: 'witness' },
          ],
        },
        safetyAssessment: { assessedOn: '2026-03-19', dueOn: '2026-03-20', outcome: 'VT-01-01' },
        informed: informed(['P1', 'P2'], '2026-03-26', '2026-04-13'),
        reporter: { role: '391', capacity: 'politie' },
      },
      {
        receivedOn: '2026-08-30T14:10:00+02:00',
        recordedAt: '2026-08-30T14:40:00+02:00',
        relation: 'during-involvement',
        repeatOf: 'VT1/2026-0314/1',
        violenceKinds: ['01'],
        occasions: ['01'],
        statements: [
          { text: 'Albert had a broken finger on 30 August 2026.', nature: 'fact', origin: 'police' },
        ],
        incident: {
          occurredOn: '2026-08-30',
          involved: [
            { personNumber: 'P1', role: 'suspected' },
            { personNumber: 'P2', role: 'victim' },
          ],
        },
        safetyAssessment: { assessedOn: '2026-09-07', dueOn: '2026-09-04', outcome: 'VT-01-01' },
        informed: informed(['P1', 'P2'], '2026-09-15', '2026-09-28'),
        reporter: { role: '391', capacity: 'politie' },
      },
    ],
  },
};

const { henk, anna } = jansma;
// No last day was written down: the case was closed, and nobody moved.
const atMalmopad = [residence(addresses.malmopad, '2026-06-02')];

/** Family 4: the nephew is named in the incident alone. */
const malmopadCase: NumberedFiling = {
  caseNumber: 'VT1/2026-0602',
  filing: {
    unit: 'VT1',
    openedOn: '2026-06-02',
    closedOn: '2026-08-14',
    persons: [
      person('P1', otherRelative, henk, atMalmopad),
      person('P2', otherRelative, anna, atMalmopad),
      reporterOf('P3'),
    ],
    reports: [
      {
        receivedOn: '2026-06-02T10:30:00+02:00',
        recordedAt: '2026-06-02T11:00:00+02:00',
        violenceKinds: ['07'],
        occasions: ['03'],
        statements: [
          { text: 'Money was taken from the joint account on five days in May 2026.', nature: 'fact' },
          { text: 'Anna says that she can no longer manage the care for Henk.', nature: 'fact' },
          { text: 'Henk does not seem to follow what happens to his money.', nature: 'opinion' },
          { text: 'The local team goes on with both from 14 August 2026.', nature: 'agreement' },
        ],
        incident: {
          involved: [
            { personNumber: null, description: 'a nephew, who lives elsewhere', role: 'suspected' },
            { personNumber: 'P1', role: 'victim' },
            { personNumber: 'P2', role: 'victim' },
          ],
        },
        safetyAssessment: { assessedOn: '2026-06-09', dueOn: '2026-06-09', outcome: 'VT-01-01' },
        inquiry: {
          decidedOn: '2026-06-09',
          startedOn: '2026-06-11',
          endedOn: '2026-08-14',
          outcome: 'confirmed',
          recordedAt: '2026-08-14T15:45:00+02:00',
          personNumbers: ['P1', 'P2'],
        },
        informed: informed(['P1', 'P2'], '2026-06-16', '2026-06-30'),
        disclosure: handedOverToLocalTeam('2026-08-14'),
        reporter: { role: '391', capacity: 'thuiszorgmedewerker' },
      },
    ],
  },
};

const { otherLonneke, otherJanKees } = smitBrouwers;

/** Family 10: the birth date of Jan-Kees is that of another man with his name. No address was written down. */
const otherSmitBrouwersCase: NumberedFiling = {
  caseNumber: 'VT2/2026-0302',
  filing: {
    unit: 'VT2',
    openedOn: '2026-03-02',
    closedOn: '2026-04-24',
    persons: [
      person('P1', otherRelative, otherLonneke),
      person('P2', otherRelative, { ...otherJanKees, birthDate: '1978-03-31' }),
      reporterOf('P3'),
      professional('P4', 'J.', 'Kuiper'),
    ],
    reports: [
      {
        receivedOn: '2026-03-02T09:15:00+01:00',
        recordedAt: '2026-03-02T09:40:00+01:00',
        violenceKinds: ['01', '03'],
        occasions: ['01'],
        statements: [{ text: 'Lonneke was pushed down the stairs on 1 March 2026.', nature: 'fact' }],
        incident: {
          occurredOn: '2026-03-01',
          involved: [
            { personNumber: 'P1', role: 'victim' },
            { personNumber: 'P2', role: 'suspected' },
          ],
        },
        safetyAssessment: { assessedOn: '2026-03-09', dueOn: '2026-03-09', outcome: 'VT-01-01' },
        informed: informed(['P1', 'P2'], '2026-03-23', '2026-03-30'),
        reporter: { role: '391', capacity: 'huisarts' },
      },
    ],
  },
};

export const adultCases: readonly NumberedFiling[] = [wilgenkadeCase, malmopadCase, otherSmitBrouwersCase];
