/**
 * Families 11 and 12: a mother who fled, a mother without a number, and one incident that names both.
 *
 * What went wrong stands here on purpose: three people under `000000000`, day and month of a birth date exchanged, and the name
 * of the place in a field that nobody outside may read.
 */
import { addresses, overvaart, voorbeeld } from '../families.js';
import {
  attachedToRequest,
  child,
  type FiledPerson,
  informed,
  type NumberedFiling,
  parent,
  person,
  type Residence,
  reporterOf,
  residence,
  unbornNumber,
  unknownNumber,
} from './filing.js';

const { stephan, jeannette, nina } = overvaart;
const { sana, lio, newborn } = voorbeeld;
const atMandelaplein = [residence(addresses.mandelaplein, '2026-07-10')];

/** Family 11: the unit wrote down where they lived that evening, and nothing since. */
const mandelapleinCase: NumberedFiling = {
  caseNumber: 'VT1/2026-0710',
  filing: {
    unit: 'VT1',
    openedOn: '2026-07-10',
    measures: [
      { from: '2026-07-17', until: '2026-10-17' },
      { from: '2026-10-12', until: '2027-10-12' },
    ],
    persons: [
      person('P1', parent, stephan, atMandelaplein),
      person('P2', parent, jeannette, atMandelaplein),
      person('P3', child, nina, atMandelaplein),
      reporterOf('P4'),
    ],
    reports: [
      {
        receivedOn: '2026-07-10T22:15:00+02:00',
        recordedAt: '2026-07-10T22:40:00+02:00',
        violenceKinds: ['01', '08'],
        occasions: ['01'],
        statements: [
          { text: 'Screaming was heard in the evening of 10 July 2026.', nature: 'fact' },
          { text: 'Jeannette left with Nina in the night of 10 to 11 July 2026.', nature: 'fact' },
        ],
        incident: {
          occurredOn: '2026-07-10',
          involved: [
            { personNumber: 'P1', role: 'suspected' },
            { personNumber: 'P2', role: 'victim' },
            { personNumber: 'P3', role: 'witness' },
          ],
        },
        safetyAssessment: { assessedOn: '2026-07-14', dueOn: '2026-07-17', outcome: 'VT-01-01' },
        informed: informed(['P1', 'P2'], '2026-07-30', '2026-08-07'),
        disclosure: attachedToRequest('2026-07-17'),
        reporter: { role: '391', capacity: 'buurtbewoner' },
      },
    ],
  },
};

const sanaAs = (birthDate: string, residences: readonly Residence[]): FiledPerson => ({
  personNumber: 'P1',
  role: parent,
  bsn: unknownNumber,
  givenName: sana.givenName,
  surname: sana.surname,
  birthDate,
  sex: sana.sex,
  residences: [...residences],
});

/** Family 12 before the birth: a report of the unit's own accord, after an advice that stays by itself. */
const beforeTheBirthCase: NumberedFiling = {
  caseNumber: 'VT2/2026-0901',
  filing: {
    unit: 'VT2',
    openedOn: '2026-09-01',
    persons: [
      sanaAs(sana.birthDate, [residence(addresses.shelter, '2026-09-01')]),
      {
        personNumber: 'P2',
        role: child,
        bsn: unbornNumber,
        surname: sana.surname,
        unborn: { motherPersonNumber: 'P1', expectedOn: '2026-10-25', children: 1 },
        residences: [residence(addresses.shelter, '2026-09-01')],
      },
    ],
    reports: [
      {
        receivedOn: '2026-09-01T16:00:00+02:00',
        recordedAt: '2026-09-01T16:30:00+02:00',
        violenceKinds: ['11'],
        occasions: ['08'],
        statements: [{ text: 'No care was arranged for the birth by 1 September 2026.', nature: 'fact' }],
        safetyAssessment: { assessedOn: '2026-09-07', dueOn: '2026-09-08', outcome: 'VT-01-01' },
        informed: informed(['P1'], '2026-09-15', '2026-09-29'),
      },
    ],
  },
};

/** Family 12 after the birth, filed as if it were new: day and month of Sana's birth date are exchanged. */
const afterTheBirthCase: NumberedFiling = {
  caseNumber: 'VT2/2026-1020',
  filing: {
    unit: 'VT2',
    openedOn: '2026-10-20',
    measures: [{ from: '2026-10-30', until: '2027-01-30' }],
    persons: [
      sanaAs('1998-07-03', [residence(addresses.shelter, '2026-10-20')]),
      {
        personNumber: 'P2',
        role: child,
        bsn: unknownNumber,
        surname: newborn.surname,
        birthDate: newborn.birthDate,
        sex: newborn.sex,
        residences: [residence(addresses.shelter, '2026-10-20')],
      },
      reporterOf('P3'),
    ],
    reports: [
      {
        receivedOn: '2026-10-20T08:50:00+02:00',
        recordedAt: '2026-10-20T09:20:00+02:00',
        violenceKinds: ['11'],
        occasions: ['08'],
        statements: [
          { text: 'A girl was born on 19 October 2026, and nothing was prepared for her.', nature: 'fact' },
        ],
        safetyAssessment: { assessedOn: '2026-10-26', dueOn: '2026-10-27', outcome: 'VT-01-01' },
        informed: informed(['P1'], '2026-10-27', '2026-11-17'),
        disclosure: attachedToRequest('2026-10-27'),
        reporter: { role: '391', capacity: 'ziekenhuis' },
      },
    ],
  },
};

/** Families 11 and 12 in one report: nobody's residence, and nothing in its text that tells one family of the other. */
const sharedIncidentCase: NumberedFiling = {
  caseNumber: 'VT2/2026-0920',
  filing: {
    unit: 'VT2',
    openedOn: '2026-09-20',
    persons: [
      sanaAs(sana.birthDate, []),
      {
        personNumber: 'P2',
        role: child,
        bsn: unknownNumber,
        givenName: lio.givenName,
        surname: lio.surname,
        birthDate: lio.birthDate,
        sex: lio.sex,
      },
      person('P3', parent, jeannette),
      person('P4', child, nina),
      reporterOf('P5'),
    ],
    reports: [
      {
        receivedOn: '2026-09-20T20:45:00+02:00',
        recordedAt: '2026-09-20T21:10:00+02:00',
        violenceKinds: ['03', '08'],
        occasions: ['09'],
        statements: [{ text: 'There was a quarrel with threats on 20 September 2026.', nature: 'fact' }],
        incident: {
          occurredOn: '2026-09-20',
          place: 'vrouwenopvang, keuken, Utrecht',
          involved: [
            { personNumber: 'P1', role: 'involved' },
            { personNumber: 'P2', role: 'witness' },
            { personNumber: 'P3', role: 'involved' },
            { personNumber: 'P4', role: 'witness' },
          ],
        },
        safetyAssessment: { assessedOn: '2026-09-24', dueOn: '2026-09-25', outcome: 'VT-01-01' },
        informed: informed(['P1', 'P3'], '2026-10-05', '2026-10-19'),
        reporter: { role: '391', capacity: 'groepsleider opvang' },
      },
    ],
  },
};

export const shelterCases: readonly NumberedFiling[] = [
  mandelapleinCase,
  beforeTheBirthCase,
  sharedIncidentCase,
  afterTheBirthCase,
];
