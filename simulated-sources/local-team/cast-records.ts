/** What the local teams recorded of the cast: family 2 here, the later families beside it, and every sentinel family. They do not know family 1. */
import {
  addresses,
  grootEsselink,
  type SentinelFamily,
  sentinelFamilies,
  sentinelFaultOf,
  units,
} from '../families.js';
import { caseworkAtAunt, caseworkAtHome } from './cast-casework.js';
import { seedFamiliesThreeToSeven } from './cast-families-3-to-7.js';
import { seedFamiliesEightToTwelve } from './cast-families-8-to-12.js';
import { type SeedPart, seedFamily, seedOtherCase } from './family-seed.js';
import type { SeedAddress, SeedPerson } from './person-fields.js';
import type { Store } from './store.js';

const hofdijk: SeedAddress = {
  ...addresses.hofdijk,
  street: 'Hofdijk',
  number: 651,
  city: 'Rotterdam',
};
const spaanseweg: SeedAddress = {
  ...addresses.spaanseweg,
  street: 'Spaanseweg',
  number: 4,
  city: 'Rotterdam',
};

const { johan, wilma, teun, daan, fien, maud, trix, hein, bets, edwin } = grootEsselink;
/** How LT1 writes the family. */
const surname = 'fam. Haverkamp/Groot Esselink';

const atHome: readonly SeedPerson[] = [
  { person: johan, role: '112 ouder met gezag', livesAt: hofdijk, surname },
  { person: wilma, role: '112 ouder met gezag', livesAt: hofdijk, surname },
  { person: teun, role: '115 kind', livesAt: hofdijk, surname },
  { person: daan, role: '115 kind', livesAt: hofdijk, surname },
  { person: hein, role: '115 kind', livesAt: hofdijk, surname },
];
const elsewhere: readonly SeedPerson[] = [fien, maud, trix].map((person) => ({
  person,
  role: '115 kind',
  surname,
}));

const atAunt: readonly SeedPerson[] = [
  { person: bets, role: '211 pleegouder', livesAt: spaanseweg },
  { person: edwin, role: '211 pleegouder', livesAt: spaanseweg },
  { person: fien, role: '115 kind', livesAt: spaanseweg },
  { person: maud, role: '115 kind', livesAt: spaanseweg },
  { person: trix, role: '115 kind', livesAt: spaanseweg },
];

export function seedCast(store: Store): void {
  seedFamily(store, {
    reference: 'LT1/2025-0217',
    unit: units.LT1,
    since: '2025-03-10',
    home: hofdijk,
    persons: [...atHome, ...elsewhere],
    workers: [{ code: 'LT1-L3', initials: 'C.', surname: 'Voorbeeld', role: 'Jeugdconsulent' }],
    outsiders: [{ role: '391 melder', name: 'Melder-van-school', ownNumber: 'MELDER-1' }],
    parts: [
      {
        type: 'LT-VAST-GEZICHT',
        number: 'GEZICHT-1',
        since: '2025-03-10',
        until: '2025-08-31',
        worker: { code: 'LT1-L1', initials: 'A.', surname: 'Voorbeeld', role: 'Vast gezicht' },
        properties: { intake: '2025-03-17' },
      },
      {
        type: 'LT-VAST-GEZICHT',
        number: 'GEZICHT-2',
        since: '2025-09-15',
        worker: { code: 'LT1-L2', initials: 'B.', surname: 'Voorbeeld', role: 'Vast gezicht' },
        // The second: of the safety conditions of Veilig Thuis, which asked the team on 2025-12-01.
        properties: { intake: '2025-09-18', contact_na_verzoek: '2025-12-08' },
      },
      {
        type: 'LT-VERHAAL',
        number: 'VERHAAL-1',
        since: '2025-03-17',
        properties: {
          tekst: 'Wij houden van elkaar, maar het geld is op en thuis is het te vaak ruzie.',
          gelezen_door: 'fixed face; LT1; 2025-09-18\njeugdbeschermer; GI1; 2026-04-10',
        },
      },
      {
        type: 'LT-VERHAAL',
        number: 'VERHAAL-2',
        since: '2026-02-16',
        properties: {
          tekst:
            'De schulden worden minder. Wij zijn het er niet mee eens dat Hein niet veilig zou zijn, en wel dat mama rust nodig heeft. De meisjes zien wij te weinig.',
        },
      },
      {
        type: 'LT-GEZINSPLAN',
        number: 'PLAN-1',
        since: '2025-04-14',
        properties: {
          wensen: 'Rust in huis.\nDe meisjes vaker zien.',
          goed_genoeg: 'Er is elke dag eten en een jas.\nGeen ruzie waar de kinderen bij zijn.',
          netwerk: 'Een tante zorgt voor de meisjes.',
        },
      },
      {
        type: 'LT-DOEL',
        number: 'DOEL-1',
        since: '2025-04-14',
        properties: {
          gezinsplan: 'LT1/2025-0217-PLAN-1',
          leefgebied: '01',
          doel: 'Wij weten elke maand wat er binnenkomt en uitgaat.',
          eigenaar: 'Johan en de schuldhulp',
          streefdatum: '2026-04-14',
          behaald: 'nee',
          zienswijze_gezin: 'Het gaat de goede kant op.',
        },
      },
      {
        type: 'LT-DOEL',
        number: 'DOEL-2',
        since: '2025-04-14',
        properties: {
          gezinsplan: 'LT1/2025-0217-PLAN-1',
          leefgebied: '07',
          doel: 'Ruzies gaan niet meer waar de kinderen bij zijn.',
          eigenaar: 'Johan en Wilma',
          streefdatum: '2025-10-14',
        },
      },
      {
        type: 'LT-DOEL',
        number: 'DOEL-3',
        since: '2025-04-14',
        properties: {
          gezinsplan: 'LT1/2025-0217-PLAN-1',
          leefgebied: '08',
          doel: 'Mama komt overdag uit bed en eet mee.',
          eigenaar: 'Wilma',
          behaald: 'ja',
        },
      },
      {
        type: 'LT-BREDE-ANALYSE',
        number: 'ANALYSE-1',
        since: '2025-10-06',
        until: '2025-11-14',
        persons: atHome,
      },
      ...caseworkAtHome,
    ],
  });

  seedFamily(store, {
    reference: 'LT2/2026-0644',
    unit: units.LT2,
    since: '2026-06-01',
    home: spaanseweg,
    persons: atAunt,
    // In the source on purpose: no adapter has any business with it.
    properties: { notitie: 'Edwin heeft schulden uit een eerder bedrijf.' },
    workers: [{ code: 'LT2-L4', initials: 'D.', surname: 'Voorbeeld', role: 'Gezinswerker' }],
    parts: [
      {
        type: 'LT-VOORZIENING',
        number: 'VOORZIENING-1',
        since: '2026-06-01',
        properties: { soort: 'Ondersteuning van het netwerkpleeggezin' },
        persons: atAunt,
      },
      ...caseworkAtAunt,
    ],
  });

  seedFamiliesThreeToSeven(store);
  seedFamiliesEightToTwelve(store);
  for (const family of sentinelFamilies) seedSentinel(store, family);

  seedOtherCase(store, 'PV-2026-0001', 'PARKEERVERGUNNING', '2026-05-04');
  seedOtherCase(store, 'PV-2026-0002', 'PARKEERVERGUNNING', '2026-05-04', 'LT2/2026-0644');
}

function seedSentinel(store: Store, family: SentinelFamily): void {
  const reference = `LT1/${family.caseNumber}`;
  const home: SeedAddress = {
    ...family.address,
    street: 'Sentinelplein',
    number: 1,
    city: 'Rotterdam',
  };
  const persons: readonly SeedPerson[] = [
    { person: family.parent, role: '112 ouder met gezag', livesAt: home },
    { person: family.child, role: '115 kind', livesAt: home },
  ];
  const malformed: readonly SeedPart[] =
    sentinelFaultOf('local-team', reference) === 'malformed'
      ? [
          {
            type: 'LT-BREDE-ANALYSE',
            number: 'ANALYSE-1',
            since: family.since,
            // The standard takes any text here, and a day it is not.
            properties: { besluitdatum: 'volgende week' },
            persons,
          },
        ]
      : [];
  seedFamily(store, {
    reference,
    unit: units.LT1,
    since: family.since,
    home,
    persons,
    parts: [
      {
        type: 'LT-VOORZIENING',
        number: 'VOORZIENING-1',
        since: family.since,
        properties: { soort: 'Gezinsondersteuning' },
        persons,
      },
      ...malformed,
    ],
  });
}
