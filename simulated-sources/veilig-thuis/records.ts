/**
 * What the four Veilig Thuis units recorded of the cast: families 1 and 2 and the sentinel families here, the others beside.
 *
 * The numbers, days and roles are the cast's. Names stand as the unit wrote them: VT1 writes "Groot-Esselink", and VT2
 * wrote a wrong birth date for Maud.
 */
import { addresses, type CastPerson, denBraber, grootEsselink, sentinelFamilies } from '../families.js';
import { adultCases } from './adult-cases.js';
import type { AdviceLine } from './case-messages.js';
import { childCases } from './child-cases.js';
import {
  attachedToRequest,
  child,
  handedOverToLocalTeam,
  informed,
  type NumberedFiling,
  parent,
  person,
  reporterOf,
  residence,
  withAllLists,
} from './filing.js';
import { heinWork, hofdijkWork, molendijkWork } from './relay-work.js';
import { shelterCases } from './shelter-cases.js';

const { gerrit, wilma: wilmaVanZon, alexander, zoey } = denBraber;
const atSchakelstraat = [residence(addresses.schakelstraat, '2026-10-23')];

/** Family 1: the first report. The teacher stands among the persons, without a name or a number. */
const denBraberCase: NumberedFiling = {
  caseNumber: 'VT3/2026-1188',
  filing: {
    unit: 'VT3',
    openedOn: '2026-10-23',
    persons: [
      person('P1', parent, gerrit, atSchakelstraat),
      person('P2', parent, wilmaVanZon, atSchakelstraat),
      person('P3', child, alexander, atSchakelstraat),
      person('P4', child, zoey, atSchakelstraat),
      reporterOf('P5'),
    ],
    reports: [
      {
        receivedOn: '2026-10-23T16:50:00+02:00',
        recordedAt: '2026-10-23T17:20:00+02:00',
        violenceKinds: ['03', '08'],
        occasions: ['08', '09'],
        statements: [
          { text: 'Shouting and threats at home were heard.', nature: 'fact' },
          { text: 'Zoey said that she would not go home.', nature: 'fact' },
          { text: 'Zoey is afraid of her father.', nature: 'opinion' },
        ],
        incident: {
          involved: [
            { personNumber: 'P1', role: 'suspected' },
            { personNumber: 'P2', role: 'victim' },
            { personNumber: 'P4', role: 'witness' },
            { personNumber: 'P5', role: 'witness' },
          ],
        },
        safetyAssessment: { assessedOn: '2026-10-29', dueOn: '2026-10-30', outcome: 'VT-01-01' },
        inquiry: {
          decidedOn: '2026-10-29',
          recordedAt: '2026-10-29T15:10:00+01:00',
          personNumbers: ['P1', 'P2', 'P3', 'P4'],
        },
        informed: [
          { personNumber: 'P1', on: null, dueOn: '2026-11-20' },
          { personNumber: 'P2', on: '2026-10-30', dueOn: '2026-11-20' },
          { personNumber: 'P3', on: '2026-10-30', dueOn: '2026-11-20' },
        ],
        reporter: { role: '391', capacity: 'leerkracht groep 4' },
      },
    ],
  },
};

const { johan, wilma, teun, daan, fien, maud, trix, hein } = grootEsselink;

/** Family 2 in 2017, in another region: known to nobody else since. */
const molendijkCase: NumberedFiling = {
  caseNumber: 'VT2/2017-0930',
  filing: {
    unit: 'VT2',
    openedOn: '2017-10-09',
    closedOn: '2018-02-01',
    persons: [johan, wilma, teun, daan, fien, { ...maud, birthDate: '2017-03-30' }].map((who, index) =>
      person(`P${index + 1}`, index < 2 ? parent : child, who, [
        residence(addresses.molendijk, '2017-10-09', '2018-02-01'),
      ]),
    ),
    reports: [
      {
        receivedOn: '2017-10-09T11:15:00+02:00',
        recordedAt: '2017-10-09T11:40:00+02:00',
        violenceKinds: ['05'],
        occasions: ['08'],
        statements: [
          { text: 'The bills are unpaid and the gas was cut off on 2 October 2017.', nature: 'fact' },
          { text: 'The parents seem exhausted.', nature: 'opinion' },
        ],
        safetyAssessment: { assessedOn: '2017-10-13', dueOn: '2017-10-16', outcome: 'VT-02' },
        informed: [
          { personNumber: 'P1', on: '2017-10-30', dueOn: '2017-11-06' },
          { personNumber: 'P2', on: '2017-10-30', dueOn: '2017-11-06' },
        ],
        disclosure: handedOverToLocalTeam('2018-02-01'),
        ...molendijkWork.report,
        reporter: { role: '391', capacity: 'wijkverpleegkundige' },
      },
    ],
  },
};

const asVt1Writes = (who: CastPerson): CastPerson => ({
  ...who,
  surname: who.surname === 'Groot Esselink' ? 'Groot-Esselink' : who.surname,
});

/** Family 2: the report by the police, and one more during the involvement. */
const hofdijkCase: NumberedFiling = {
  caseNumber: 'VT1/2025-0905',
  filing: {
    unit: 'VT1',
    openedOn: '2025-09-05',
    closedOn: '2025-12-01',
    measures: [{ from: '2026-03-30', until: '2027-03-30' }],
    persons: [
      ...[johan, wilma, teun, daan, fien, maud, trix, hein].map((who, index) =>
        person(`P${index + 1}`, index < 2 ? parent : child, asVt1Writes(who), [
          residence(addresses.hofdijk, '2025-09-05', '2025-12-01'),
        ]),
      ),
      reporterOf('P9'),
    ],
    reports: [
      {
        receivedOn: '2025-09-05T08:40:00+02:00',
        recordedAt: '2025-09-05T09:05:00+02:00',
        violenceKinds: ['03', '08'],
        occasions: ['09'],
        statements: [
          {
            text: 'The children heard shouting on 4 September 2025 until the police came.',
            nature: 'fact',
            origin: 'police',
          },
          { text: 'The father says that it was once.', nature: 'opinion' },
        ],
        incident: {
          occurredOn: '2025-09-04',
          involved: [
            { personNumber: 'P1', role: 'involved' },
            { personNumber: 'P2', role: 'involved' },
            { personNumber: 'P3', role: 'witness' },
            { personNumber: 'P4', role: 'witness' },
            { personNumber: 'P8', role: 'witness' },
          ],
        },
        safetyAssessment: {
          assessedOn: '2025-09-12',
          dueOn: '2025-09-12',
          outcome: 'VT-01-01',
          ...hofdijkWork.assessment,
        },
        inquiry: {
          decidedOn: '2025-09-12',
          startedOn: '2025-09-22',
          endedOn: '2025-12-01',
          outcome: 'confirmed',
          recordedAt: '2025-12-01T16:30:00+01:00',
          personNumbers: ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'],
          ...hofdijkWork.inquiry,
        },
        safetyPlans: [
          {
            validFrom: '2025-09-26',
            validUntil: '2026-04-08',
            ...hofdijkWork.plan,
          },
        ],
        informed: [
          { personNumber: 'P1', on: '2025-09-24', dueOn: '2025-10-03' },
          { personNumber: 'P2', on: '2025-09-24', dueOn: '2025-10-03' },
          { personNumber: 'P3', on: '2025-09-24', dueOn: '2025-10-03' },
        ],
        ...hofdijkWork.report,
        // The safety conditions went to the local team on the same day.
        disclosure: { ...attachedToRequest('2025-12-01'), ...handedOverToLocalTeam('2025-12-01') },
        reporter: { role: '391', capacity: 'politie' },
      },
      {
        receivedOn: '2025-11-10T14:05:00+01:00',
        recordedAt: '2025-11-10T14:30:00+01:00',
        relation: 'during-involvement',
        violenceKinds: ['05'],
        occasions: ['08'],
        statements: [
          {
            text: 'Teun, Daan and Hein were at home alone on two evenings in November 2025.',
            nature: 'fact',
          },
          { text: 'The mother does not seem able to get up on some days.', nature: 'opinion' },
        ],
        involvedParties: null,
        safetyAssessment: { assessedOn: '2025-11-14', dueOn: '2025-11-17', outcome: 'VT-01-01' },
        informed: [
          { personNumber: 'P1', on: '2025-11-24', dueOn: '2025-12-08' },
          { personNumber: 'P2', on: '2025-11-24', dueOn: '2025-12-08' },
          { personNumber: 'P3', on: '2025-11-24', dueOn: '2025-12-08' },
        ],
        reporter: { role: '391', capacity: 'buurtbewoner' },
      },
    ],
  },
};

/** Family 2: the report about Hein, after the earlier involvement had ended. No address was written down. */
const heinCase: NumberedFiling = {
  caseNumber: 'VT1/2026-1005',
  filing: {
    unit: 'VT1',
    openedOn: '2026-10-05',
    measures: [{ from: '2026-03-30', until: '2027-03-30' }],
    persons: [
      ...[johan, wilma, teun, daan, hein].map((who, index) =>
        person(`P${index + 1}`, index < 2 ? parent : child, asVt1Writes(who), []),
      ),
      reporterOf('P6'),
      { personNumber: 'P7', role: '411', givenName: 'M.', surname: 'Bos' },
    ],
    reports: [
      {
        receivedOn: '2026-10-05T09:30:00+02:00',
        recordedAt: '2026-10-05T10:00:00+02:00',
        relation: 'after-closing',
        repeatOf: 'VT1/2025-0905/1',
        violenceKinds: ['01'],
        occasions: ['08'],
        statements: [{ text: 'A bruise on Hein’s left arm, 3 cm.', nature: 'fact' }],
        incident: { involved: [{ personNumber: 'P5', role: 'victim' }] },
        safetyAssessment: { assessedOn: '2026-10-09', dueOn: '2026-10-12', outcome: 'VT-01-01' },
        inquiry: {
          decidedOn: '2026-10-09',
          startedOn: '2026-10-12',
          recordedAt: '2026-10-12T09:00:00+02:00',
          personNumbers: ['P1', 'P2', 'P3', 'P4', 'P5'],
          ...heinWork.inquiry,
        },
        ...heinWork.report,
        informed: informed(['P1', 'P2', 'P3', 'P4'], null, '2026-11-02'),
        reporter: { role: '391', capacity: 'huisarts' },
      },
    ],
  },
};

const sentinelCases: readonly NumberedFiling[] = sentinelFamilies.map((family) => ({
  caseNumber: `VT1/${family.caseNumber}`,
  filing: {
    unit: 'VT1',
    openedOn: family.since,
    persons: [
      person('P1', parent, family.parent, [residence(family.address, family.since)]),
      person('P2', child, family.child, [residence(family.address, family.since)]),
    ],
    reports: [
      {
        receivedOn: `${family.since}T09:00:00+02:00`,
        recordedAt: `${family.since}T09:30:00+02:00`,
        violenceKinds: ['11'],
        occasions: ['08'],
        statements: [{ text: 'A worry was reported.', nature: 'opinion' }],
        nature: 'opinion',
        safetyAssessment: { assessedOn: '2026-09-04', dueOn: '2026-09-08', outcome: 'VT-01-03' },
        informed: informed(['P1'], '2026-09-10', '2026-09-29'),
      },
    ],
  },
}));

export const castCases: readonly NumberedFiling[] = [
  molendijkCase,
  hofdijkCase,
  heinCase,
  denBraberCase,
  ...adultCases,
  ...childCases,
  ...shelterCases,
  ...sentinelCases,
].map(withAllLists);

/**
 * Nothing leads from an advice to a person, here or later. In the order of the families: 1, eleven days before its report;
 * 8; 12, after which the unit made a report of its own accord.
 */
export const castAdvice: readonly AdviceLine[] = [
  { unit: 'VT3', givenOn: '2026-10-12', askedBy: 'a neighbour' },
  { unit: 'VT1', givenOn: '2026-09-03', askedBy: 'a brother' },
  { unit: 'VT2', givenOn: '2026-09-01', askedBy: 'a hospital' },
];
