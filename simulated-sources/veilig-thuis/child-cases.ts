/**
 * Families 5, 6, 7 and 9: children.
 *
 * What went wrong stands here on purpose: an unborn child under a dummy number (5), a mother at an address that she left years
 * ago (6), a case in which the violent father stands beside the children (7), and a name that is no longer used (9).
 */
import { addresses, deJager, deVries, jacobs, nagelhout } from '../families.js';
import {
  attachedToRequest,
  child,
  informed,
  type NumberedFiling,
  otherRelative,
  parent,
  parentWithoutAuthority,
  person,
  professional,
  reporterOf,
  residence,
  unbornNumber,
} from './filing.js';

const { marjolein, melvin } = nagelhout;
const atGrotestraat = [residence(addresses.grotestraat2, '2026-09-14')];

/** Family 5: the unborn child. */
const unbornCase: NumberedFiling = {
  caseNumber: 'VT2/2026-0914',
  filing: {
    unit: 'VT2',
    openedOn: '2026-09-14',
    persons: [
      person('P1', parent, marjolein, atGrotestraat),
      {
        personNumber: 'P2',
        role: child,
        bsn: unbornNumber,
        surname: 'Nagelhout',
        unborn: { motherPersonNumber: 'P1', expectedOn: '2027-01-15', children: 1 },
        residences: atGrotestraat,
      },
      reporterOf('P3'),
    ],
    reports: [
      {
        receivedOn: '2026-09-14T11:20:00+02:00',
        recordedAt: '2026-09-14T11:45:00+02:00',
        relation: 'after-closing',
        violenceKinds: ['05'],
        occasions: ['08'],
        statements: [
          { text: 'Marjolein missed three appointments in August 2026.', nature: 'fact' },
          { text: 'Marjolein seems afraid to hope for this child.', nature: 'opinion' },
        ],
        safetyAssessment: { assessedOn: '2026-09-18', dueOn: '2026-09-21', outcome: 'VT-01-01' },
        informed: informed(['P1'], '2026-09-28', '2026-10-12'),
        disclosure: attachedToRequest('2026-10-12'),
        reporter: { role: '391', capacity: 'verloskundige' },
      },
    ],
  },
};

const until2019 = [residence(addresses.grotestraat2, '2019-06-02', '2019-07-15')];

/** Family 5 in 2019: the child who died the day before. */
const melvinsCase: NumberedFiling = {
  caseNumber: 'VT2/2019-0602',
  filing: {
    unit: 'VT2',
    openedOn: '2019-06-02',
    closedOn: '2019-07-15',
    persons: [
      person('P1', parent, marjolein, until2019),
      { ...person('P2', child, melvin, until2019), diedOn: '2019-06-01' },
      reporterOf('P3'),
    ],
    reports: [
      {
        receivedOn: '2019-06-02T10:05:00+02:00',
        recordedAt: '2019-06-02T10:30:00+02:00',
        violenceKinds: ['11'],
        occasions: ['08'],
        statements: [
          { text: 'Melvin died in his sleep on 1 June 2019. No injury was found.', nature: 'fact' },
        ],
        safetyAssessment: { assessedOn: '2019-06-06', dueOn: '2019-06-07', outcome: 'VT-01-03' },
        informed: informed(['P1'], '2019-06-11', '2019-07-01'),
        reporter: { role: '391', capacity: 'kinderarts' },
      },
    ],
  },
};

const { jan, paolo, estrella } = deJager;
const atThorbeckelaan = [residence(addresses.thorbeckelaan, '2026-05-18', '2026-07-03')];

/** Family 6: Estrella stands at the address at which the boys once lived together. */
const paolosCase: NumberedFiling = {
  caseNumber: 'VT1/2026-0518',
  filing: {
    unit: 'VT1',
    openedOn: '2026-05-18',
    closedOn: '2026-07-03',
    persons: [
      person('P1', parent, jan, atThorbeckelaan),
      person('P2', child, paolo, atThorbeckelaan),
      person('P3', parentWithoutAuthority, estrella, [
        residence(addresses.smitsweg, '2026-05-18', '2026-07-03'),
      ]),
      reporterOf('P4'),
    ],
    reports: [
      {
        receivedOn: '2026-05-18T13:00:00+02:00',
        recordedAt: '2026-05-18T13:25:00+02:00',
        violenceKinds: ['05'],
        occasions: ['07', '08'],
        statements: [
          { text: 'Paolo was absent without leave on eleven days in April and May 2026.', nature: 'fact' },
          { text: 'Paolo seems to be torn between his parents.', nature: 'opinion' },
        ],
        safetyAssessment: { assessedOn: '2026-05-26', dueOn: '2026-05-26', outcome: 'VT-01-01' },
        informed: informed(['P1', 'P2', 'P3'], '2026-06-01', '2026-06-15'),
        disclosure: attachedToRequest('2026-07-06'),
        reporter: { role: '391', capacity: 'leerplichtambtenaar' },
      },
    ],
  },
};

const { mark, chantal, walter, sebastiaan } = deVries;
const atWaterstraat = [residence(addresses.waterstraat, '2018-11-20', '2019-03-29')];

/** Family 7 before the mother left. */
const waterstraatCase: NumberedFiling = {
  caseNumber: 'VT2/2018-1120',
  filing: {
    unit: 'VT2',
    openedOn: '2018-11-20',
    closedOn: '2019-03-29',
    persons: [
      person('P1', parent, mark, atWaterstraat),
      person('P2', parent, chantal, atWaterstraat),
      person('P3', child, walter, atWaterstraat),
      person('P4', child, sebastiaan, atWaterstraat),
      reporterOf('P5'),
    ],
    reports: [
      {
        receivedOn: '2018-11-20T21:30:00+01:00',
        recordedAt: '2018-11-20T22:00:00+01:00',
        violenceKinds: ['01', '08'],
        occasions: ['01'],
        statements: [
          { text: 'Chantal had bruises on both arms on 20 November 2018.', nature: 'fact', origin: 'police' },
        ],
        incident: {
          occurredOn: '2018-11-20',
          involved: [
            { personNumber: 'P1', role: 'suspected' },
            { personNumber: 'P2', role: 'victim' },
            { personNumber: 'P3', role: 'witness' },
            { personNumber: 'P4', role: 'witness' },
          ],
        },
        safetyAssessment: { assessedOn: '2018-11-26', dueOn: '2018-11-27', outcome: 'VT-01-01' },
        informed: informed(['P1', 'P2'], '2018-12-06', '2018-12-18'),
        reporter: { role: '391', capacity: 'politie' },
      },
    ],
  },
};

/** Family 7 since: nobody's residence, and the place of the incident where Mark could read it. */
const januaryCase: NumberedFiling = {
  caseNumber: 'VT2/2026-0126',
  filing: {
    unit: 'VT2',
    openedOn: '2026-01-26',
    measures: [{ from: '2026-04-20', until: '2027-04-20' }],
    persons: [
      person('P1', parent, chantal),
      person('P2', child, walter),
      person('P3', child, sebastiaan),
      person('P4', parent, mark),
      reporterOf('P5'),
    ],
    reports: [
      {
        receivedOn: '2026-01-26T15:40:00+01:00',
        recordedAt: '2026-01-26T16:05:00+01:00',
        relation: 'after-closing',
        repeatOf: 'VT2/2018-1120/1',
        violenceKinds: ['03', '08'],
        occasions: ['01', '08'],
        statements: [
          { text: 'Mark waited for the children on 26 January 2026 and shouted at them.', nature: 'fact' },
          { text: 'Walter is afraid that Mark will come again.', nature: 'opinion' },
        ],
        incident: {
          occurredOn: '2026-01-26',
          place: 'basisschool De Regenboog, Utrecht',
          involved: [
            { personNumber: 'P4', role: 'suspected' },
            { personNumber: 'P2', role: 'victim' },
            { personNumber: 'P3', role: 'victim' },
          ],
        },
        safetyAssessment: { assessedOn: '2026-01-30', dueOn: '2026-02-02', outcome: 'VT-01-01' },
        informed: informed(['P1', 'P4'], '2026-02-16', '2026-02-23'),
        disclosure: attachedToRequest('2026-02-02'),
        reporter: { role: '391', capacity: 'leerkracht groep 8' },
      },
    ],
  },
};

const { emiel, vica } = jacobs;
const atKeizerKarelplein = [residence(addresses.keizerKarelplein, '2026-04-13', '2026-05-22')];

/** Family 9: by the name that Vica had until 2019. */
const keizerKarelpleinCase: NumberedFiling = {
  caseNumber: 'VT4/2026-0413',
  filing: {
    unit: 'VT4',
    openedOn: '2026-04-13',
    closedOn: '2026-05-22',
    persons: [
      person('P1', otherRelative, emiel, atKeizerKarelplein),
      person('P2', child, { ...vica, givenName: 'Celeke' }, atKeizerKarelplein),
      reporterOf('P3'),
      professional('P4', 'S.', 'Meertens'),
    ],
    reports: [
      {
        receivedOn: '2026-04-13T17:10:00+02:00',
        recordedAt: '2026-04-13T17:35:00+02:00',
        violenceKinds: ['03'],
        occasions: ['08'],
        statements: [
          { text: 'Loud voices were heard on three evenings in April 2026.', nature: 'fact' },
          { text: 'The child seems sad.', nature: 'opinion' },
        ],
        safetyAssessment: { assessedOn: '2026-04-17', dueOn: '2026-04-20', outcome: 'VT-01-03' },
        informed: informed(['P1', 'P2'], '2026-05-04', '2026-05-11'),
        reporter: { role: '391', capacity: 'buurtbewoner' },
      },
    ],
  },
};

export const childCases: readonly NumberedFiling[] = [
  melvinsCase,
  unbornCase,
  paolosCase,
  waterstraatCase,
  januaryCase,
  keizerKarelpleinCase,
];
