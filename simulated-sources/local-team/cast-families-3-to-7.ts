/** What the local teams recorded of families 3 to 7: adults, elders, twins, half-brothers and a stepfamily. */
import { addresses, deJager, deVries, jansma, nagelhout, units, verheul } from '../families.js';
import { addressAt, debtHelp, fixedFace, goal, livingAt, plan, support } from './family-records.js';
import { seedFamily } from './family-seed.js';
import type { Store } from './store.js';

const parent = '112 ouder met gezag';
const child = '115 kind';
const adult = '139 overige verwant';

export function seedFamiliesThreeToSeven(store: Store): void {
  seedVerheul(store);
  seedJansma(store);
  seedGrotestraat(store);
  seedKnuttelweg(store);
  seedDeJager(store);
  seedDeVries(store);
}

/** Family 3: each partner has an own file and an own worker; the namesake is somebody else. */
function seedVerheul(store: Store): void {
  const { anneMarie, albert, namesake } = verheul;
  const wilgenkade = addressAt(addresses.wilgenkade, 'Wilgenkade', 18, 'Den Haag');
  const brothers = addressAt(addresses.albertsBrother, 'Voorbeeldkade', 3, 'Den Haag');
  const her = livingAt(wilgenkade, adult, anneMarie);
  const him = livingAt(brothers, adult, albert);
  seedFamily(store, {
    reference: 'LT5/2026-0316',
    unit: units.LT5,
    since: '2026-03-16',
    home: wilgenkade,
    livingSince: '2026-03-16',
    persons: her,
    outsiders: [{ role: '392 informant', name: 'Informant-van-politie', ownNumber: 'INFORMANT-1' }],
    parts: [
      fixedFace('LT5-A', 'E.', '2026-03-16'),
      support('Begeleiding na een huisverbod', '2026-03-18', her),
    ],
  });
  seedFamily(store, {
    reference: 'LT5/2026-0420',
    unit: units.LT5,
    since: '2026-04-20',
    home: brothers,
    livingSince: '2026-04-20',
    persons: him,
    parts: [fixedFace('LT5-B', 'F.', '2026-04-20'), support('Agressieregulatietraining', '2026-05-04', him)],
  });
  const her2 = [{ person: namesake, role: adult }];
  seedFamily(store, {
    reference: 'LT5/2025-1102',
    unit: units.LT5,
    since: '2025-11-03',
    home: null,
    persons: her2,
    properties: { notitie: 'Schulden bij drie webwinkels.' },
    parts: [debtHelp('2025-11-03', her2)],
  });
}

/** Family 4, and two who have the same given names and birth dates and nothing to do with it. */
function seedJansma(store: Store): void {
  const { anna, henk, annasLookAlike, henksLookAlike } = jansma;
  const malmopad = addressAt(addresses.malmopad, 'Malmöpad', 24, 'Rotterdam');
  const couple = [
    { person: henk, role: adult, livesAt: malmopad },
    { person: anna, role: adult, livesAt: malmopad, surname: 'mevr. Vermeulen-Jansma', givenNames: '' },
  ];
  seedFamily(store, {
    reference: 'LT1/2026-0817',
    unit: units.LT1,
    since: '2026-08-17',
    home: malmopad,
    livingSince: '2026-08-17',
    persons: couple,
    outsiders: [
      { role: '491 overige professional', name: 'Mentor-van-kantoor', ownNumber: 'MENTOR-1' },
      { role: '411 hulpverlener', name: 'Hulp-van-thuiszorg', ownNumber: 'THUISZORG-1' },
    ],
    parts: [
      fixedFace('LT1-L5', 'G.', '2026-08-17', '2026-08-19'),
      plan('2026-09-01'),
      goal('LT1/2026-0817', 1, '2026-09-01', '01', 'De bankzaken gaan via de mentor en zijn te volgen.'),
      goal('LT1/2026-0817', 2, '2026-09-01', '09', 'Elke dag is er iemand voor de verzorging.'),
    ],
  });
  for (const [reference, since, person, home] of [
    [
      'LT1/2019-0044',
      '2019-02-11',
      annasLookAlike,
      addressAt(addresses.wesselings, 'Voorbeeldhof', 1, 'Rotterdam'),
    ],
    [
      'LT1/2021-0310',
      '2021-06-07',
      henksLookAlike,
      addressAt(addresses.vermolens, 'Voorbeeldhof', 3, 'Rotterdam'),
    ],
  ] as const) {
    const alone = livingAt(home, adult, person);
    seedFamily(store, {
      reference,
      unit: units.LT1,
      since,
      home,
      livingSince: since,
      persons: alone,
      parts: [support('Huishoudelijke hulp', since, alone)],
    });
  }
}

/** Family 5, Grotestraat: two files of one household, by the team's own word. */
function seedGrotestraat(store: Store): void {
  const { hendrika, marjolein, saskia, jeroen, patricia, patrick } = nagelhout;
  const home = addressAt(addresses.grotestraat2, 'Grotestraat', 2, 'Ede');
  const householdNumber = 'EDE-00771';
  const young = [
    { person: saskia, role: parent, livesAt: home },
    // His twin brother's number: born on one day, so no check on birth date and sex sees it.
    { person: jeroen, role: parent, livesAt: home, numberWritten: patrick.bsn },
    { person: patricia, role: child, livesAt: home },
  ];
  seedFamily(store, {
    reference: 'LT3/2025-0113',
    unit: units.LT3,
    since: '2025-01-13',
    home,
    householdNumber,
    livingSince: '2025-01-13',
    persons: young,
    parts: [support('Opvoedondersteuning', '2025-01-20', young)],
  });
  const mother = { person: marjolein, role: parent, livesAt: home };
  const unborn = { ownNumber: 'NP-3-0803-1', role: child, livesAt: home };
  seedFamily(store, {
    reference: 'LT3/2026-0803',
    unit: units.LT3,
    since: '2026-08-03',
    home,
    householdNumber,
    livingSince: '2026-08-03',
    persons: [mother, unborn, { person: hendrika, role: '125 grootouder', livesAt: home }],
    outsiders: [
      { role: '412 arts of verpleegkundige', name: 'Verloskundige-van-praktijk', ownNumber: 'VERLOSKUNDE-1' },
    ],
    parts: [
      fixedFace('LT3-A', 'H.', '2026-08-03'),
      {
        type: 'LT-ZWANGERSCHAP',
        number: 'ZWANGERSCHAP-1',
        since: '2026-08-03',
        properties: { uitgerekende_datum: '2027-01-18' },
        persons: [mother, unborn],
      },
      plan('2026-08-24'),
      goal('LT3/2026-0803', 1, '2026-08-24', '06', 'Voor de bevalling is er een eigen kamer klaar.'),
      goal('LT3/2026-0803', 2, '2026-08-24', '08', 'Marjolein praat elke week met iemand over 2019.'),
    ],
  });
}

/** Family 5, Knuttelweg: the twins, each on his own number. */
function seedKnuttelweg(store: Store): void {
  const { hubertus, denise, django, jordy } = nagelhout;
  const home = addressAt(addresses.knuttelweg, 'Knuttelweg', 9, 'Ede');
  const twins = livingAt(home, child, django, jordy);
  seedFamily(store, {
    reference: 'LT3/2025-1020',
    unit: units.LT3,
    since: '2025-10-20',
    home,
    livingSince: '2025-10-20',
    persons: [...livingAt(home, parent, hubertus, denise), ...twins],
    parts: [support('Begeleiding van de tweeling', '2025-11-10', twins)],
  });
}

/** Family 6: half-brothers; the address of Jan and Paolo is secret. */
function seedDeJager(store: Store): void {
  const { estrella, mirik, jan, paolo } = deJager;
  const home = addressAt(addresses.deVilleneuvestraat, 'De Villeneuvestraat', 24, 'Rotterdam');
  const secret = addressAt(addresses.thorbeckelaan, 'Thorbeckelaan', 731, 'Den Haag');
  seedFamily(store, {
    reference: 'LT1/2025-1103',
    unit: units.LT1,
    since: '2025-11-03',
    home,
    livingSince: '2025-11-03',
    persons: [...livingAt(home, parent, estrella), ...livingAt(home, child, mirik)],
    parts: [
      fixedFace('LT1-L6', 'J.', '2025-11-03'),
      debtHelp('2025-11-17', livingAt(home, parent, estrella)),
      plan('2025-12-01'),
      goal('LT1/2025-1103', 1, '2025-12-01', '01', 'De huur is elke maand op tijd betaald.'),
    ],
  });
  seedFamily(store, {
    reference: 'LT5/2026-0209',
    unit: units.LT5,
    since: '2026-02-09',
    home: secret,
    livingSince: '2018-02-08',
    shield: 'EVERYBODY',
    persons: [...livingAt(secret, parent, jan), ...livingAt(secret, child, paolo)],
    properties: { notitie: 'Paolo gaat naar school in Den Haag, halte Thorbeckelaan.' },
    outsiders: [{ role: '413 onderwijsgevende', name: 'Mentor-van-school', ownNumber: 'SCHOOL-1' }],
    parts: [
      fixedFace('LT5-C', 'K.', '2026-02-09'),
      plan('2026-03-09'),
      goal('LT5/2026-0209', 1, '2026-03-09', '04', 'Paolo is elke dag op zijn opleiding.'),
    ],
  });
}

/** Family 7: the former household, whose file nobody closed; Mark's own; and the new one, kept from Mark. */
function seedDeVries(store: Store): void {
  const { chantal, wieger, walter, sebastiaan, william, mark } = deVries;
  const former = addressAt(addresses.waterstraat, 'Waterstraat', 10, 'Tiel');
  const now = addressAt(addresses.mesonweg, 'Mesonweg', 2, 'Utrecht');
  const formerBoys = [
    { person: sebastiaan, role: child, livesAt: former },
    { person: walter, role: child, livesAt: former, surname: 'Messeritz' },
  ];
  seedFamily(store, {
    reference: 'LT8/2017-0208',
    unit: units.LT8,
    since: '2017-02-08',
    home: former,
    livingSince: '2017-02-08',
    persons: [...livingAt(former, parent, mark, chantal), ...formerBoys],
    parts: [support('Opvoedondersteuning', '2017-02-20', formerBoys)],
  });
  const alone = livingAt(former, adult, mark);
  seedFamily(store, {
    reference: 'LT8/2024-0513',
    unit: units.LT8,
    since: '2024-05-13',
    home: former,
    livingSince: '2024-05-13',
    persons: alone,
    parts: [support('Agressieregulatietraining', '2024-06-03', alone, 1), debtHelp('2024-09-02', alone, 2)],
  });
  seedFamily(store, {
    reference: 'LT4/2019-0304',
    unit: units.LT4,
    since: '2019-03-04',
    home: now,
    livingSince: '2019-01-05',
    shield: [mark],
    persons: [
      ...livingAt(now, parent, chantal),
      ...livingAt(now, '212 stiefouder', wieger),
      ...livingAt(now, child, walter, sebastiaan, william),
    ],
    parts: [
      fixedFace('LT4-A', 'L.', '2019-03-04'),
      support('Begeleiding na geweld', '2019-03-18', livingAt(now, child, walter, sebastiaan)),
    ],
  });
}
