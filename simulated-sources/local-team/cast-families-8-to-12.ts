/** What the local teams recorded of families 8 to 12: probation, two homes, namesakes, a shelter, and people without a number. */
import {
  addresses,
  bultenaar,
  jacobs,
  overvaart,
  shelterPostcodeAndNumber,
  smitBrouwers,
  units,
  voorbeeld,
} from '../families.js';
import { addressAt, debtHelp, fixedFace, goal, livingAt, plan, support } from './family-records.js';
import { seedFamily } from './family-seed.js';
import type { Store } from './store.js';

const parent = '112 ouder met gezag';
const child = '115 kind';
const youth = '301 jeugdige';
const adult = '139 overige verwant';

/** Street and town of the shelter stand in the source, and the place is secret. */
const shelter = addressAt(
  addresses.shelter,
  'Opvangplein',
  Number(shelterPostcodeAndNumber.houseNumber),
  'Utrecht',
);

export function seedFamiliesEightToTwelve(store: Store): void {
  seedBultenaar(store);
  seedJacobs(store);
  seedSmitBrouwers(store);
  seedOvervaart(store);
  seedVoorbeeld(store);
}

/** Family 8: with the municipality's own notification of the youth probation, which says kind, period and institution. */
function seedBultenaar(store: Store): void {
  const { barbara, lennert, laertes } = bultenaar;
  const eik = addressAt(addresses.eik, 'Eik', 3, 'Hellevoetsluis');
  const young = livingAt(eik, youth, laertes);
  seedFamily(store, {
    reference: 'LT6/2024-0916',
    unit: units.LT6,
    since: '2024-09-16',
    home: eik,
    livingSince: '2024-09-16',
    persons: [...livingAt(eik, parent, barbara, lennert), ...young],
    parts: [
      fixedFace('LT6-A', 'M.', '2024-09-16'),
      support('Gezinsgesprekken', '2024-10-07', livingAt(eik, parent, barbara, lennert)),
      {
        type: 'LT-JR-NOTIFICATIE',
        number: 'JR-1',
        since: '2025-06-10',
        registeredOn: '2025-06-11',
        plannedUntil: '2026-12-09',
        properties: { maatregelcode: '41', gecert_instelling: units.GI1.name },
        persons: young,
        access: { meerderjarig_op: '2026-01-26', uitvoerder: units.GI1.code },
      },
    ],
  });
}

/** Family 9: one child in two homes, with a plan in each, and an adult child with a file of her own. */
function seedJacobs(store: Store): void {
  const { reinier, christina, vica, bella, manon, emiel } = jacobs;
  const parents = addressAt(addresses.franciscusRomanusweg, 'Franciscus Romanusweg', 60, 'Maastricht');
  const father = addressAt(addresses.keizerKarelplein, 'Keizer Karelplein', 27, 'Maastricht');
  seedFamily(store, {
    reference: 'LT7/2025-0616',
    unit: units.LT7,
    since: '2025-06-16',
    home: parents,
    livingSince: '2025-06-16',
    persons: [...livingAt(parents, parent, reinier, christina), ...livingAt(parents, child, vica, bella)],
    parts: [
      fixedFace('LT7-A', 'N.', '2025-06-16'),
      {
        type: 'LT-PERSOON',
        number: 'PERSOON-1',
        since: '2025-06-16',
        properties: { vroegere_voornamen: 'Celeke Lodivica' },
        persons: livingAt(parents, child, vica),
      },
      plan('2025-07-14'),
      goal('LT7/2025-0616', 1, '2025-07-14', '07', 'Vica beslist zelf of zij naar haar vader gaat.'),
      goal('LT7/2025-0616', 2, '2025-07-14', '04', 'Vica slaapt op schooldagen thuis.'),
    ],
  });
  seedFamily(store, {
    reference: 'LT7/2025-0901',
    unit: units.LT7,
    since: '2025-09-01',
    home: father,
    livingSince: '2025-09-01',
    persons: [...livingAt(father, adult, emiel), ...livingAt(father, child, vica)],
    parts: [
      fixedFace('LT7-B', 'O.', '2025-09-01'),
      {
        type: 'LT-PERSOON',
        number: 'PERSOON-1',
        since: '2025-09-01',
        properties: { vroegere_voornamen: 'Celeke Lodivica' },
        persons: livingAt(father, child, vica),
      },
      plan('2025-09-22'),
      goal(
        'LT7/2025-0901',
        1,
        '2025-09-22',
        '07',
        'Vica is elke week van donderdag tot zondag bij haar vader.',
      ),
    ],
  });
  // Of age, and at her own request: the same address, and nobody of the other file.
  const alone = livingAt(parents, youth, manon);
  seedFamily(store, {
    reference: 'LT7/2026-0119',
    unit: units.LT7,
    since: '2026-01-19',
    home: parents,
    livingSince: '2026-01-19',
    persons: alone,
    parts: [support('Gesprekken op eigen verzoek', '2026-01-26', alone)],
  });
}

/** Family 10a; the local team does not know 10b. */
function seedSmitBrouwers(store: Store): void {
  const { lonneke, janKees } = smitBrouwers;
  const home = addressAt(addresses.belcampostraat, 'Belcampostraat', 10, 'Utrecht');
  const couple = livingAt(home, adult, lonneke, janKees);
  seedFamily(store, {
    reference: 'LT4/2025-0203',
    unit: units.LT4,
    since: '2025-02-03',
    home,
    livingSince: '2025-02-03',
    persons: couple,
    parts: [debtHelp('2025-02-17', couple)],
  });
}

/** Family 11: The Hague still thinks that they live together; the team at the shelter knows better, and keeps it secret. */
function seedOvervaart(store: Store): void {
  const { stephan, jeannette, nina, roos, annemieke } = overvaart;
  const mandelaplein = addressAt(addresses.mandelaplein, 'Mandelaplein', 2, 'Den Haag');
  const colensostraat = addressAt(addresses.colensostraat, 'Colensostraat', 2, 'Den Haag');
  seedFamily(store, {
    reference: 'LT5/2025-0303',
    unit: units.LT5,
    since: '2025-03-03',
    home: mandelaplein,
    livingSince: '2025-03-03',
    persons: [...livingAt(mandelaplein, parent, stephan, jeannette), ...livingAt(mandelaplein, child, nina)],
    parts: [
      fixedFace('LT5-D', 'P.', '2025-03-03'),
      support('Gezinsondersteuning', '2025-03-17', livingAt(mandelaplein, parent, stephan, jeannette)),
    ],
  });
  const fled = [...livingAt(shelter, parent, jeannette), ...livingAt(shelter, child, nina)];
  seedFamily(store, {
    reference: 'LT4/2026-0715',
    unit: units.LT4,
    since: '2026-07-15',
    home: null,
    livingSince: '2026-07-11',
    shield: 'EVERYBODY',
    persons: fled,
    properties: { notitie: 'Huisbezoek in Utrecht, Nina gaat naar school De Klimboom.' },
    outsiders: [{ role: '411 hulpverlener', name: 'Begeleider-van-opvang', ownNumber: 'OPVANG-1' }],
    parts: [
      fixedFace('LT4-B', 'R.', '2026-07-15'),
      support('Begeleiding van moeder en kind', '2026-07-20', fled),
    ],
  });
  const roosAtHome = livingAt(colensostraat, child, roos);
  seedFamily(store, {
    reference: 'LT5/2023-0911',
    unit: units.LT5,
    since: '2023-09-11',
    home: colensostraat,
    livingSince: '2023-09-11',
    persons: [...roosAtHome, ...livingAt(colensostraat, parent, annemieke)],
    parts: [support('Hulp bij de opleiding', '2023-09-25', roosAtHome)],
  });
}

/** Family 12: nobody has a number, and this team writes the same digits for both. */
function seedVoorbeeld(store: Store): void {
  const { sana, lio } = voorbeeld;
  const livesAt = { ...shelter, postcode: shelterPostcodeAndNumber.postcode };
  const unknown = '000000000';
  const persons = [
    { person: sana, role: parent, livesAt, numberWritten: unknown, ownNumber: 'NP-4-0622-1' },
    { person: lio, role: child, livesAt, numberWritten: unknown, ownNumber: 'NP-4-0622-2' },
  ];
  seedFamily(store, {
    reference: 'LT4/2026-0622',
    unit: units.LT4,
    since: '2026-06-22',
    home: null,
    livingSince: '2026-06-22',
    persons,
    outsiders: [{ role: '391 melder', name: 'Melder-van-ziekenhuis', ownNumber: 'MELDER-2' }],
    parts: [support('Opvang van moeder en kind', '2026-06-22', persons)],
  });
}
