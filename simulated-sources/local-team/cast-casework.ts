/**
 * What the two teams recorded of their work with family 2 beside plans and support: who works with it, inside the team and outside, whom
 * they saw, what they worry about, what was agreed, whom they know of and what it cost.
 */
import { type CastPerson, grootEsselink } from '../families.js';
import type { SeedPart } from './family-seed.js';
import type { SeedPerson } from './person-fields.js';

const { johan, wilma, teun, daan, hein } = grootEsselink;
const parent = (person: CastPerson): SeedPerson => ({ person, role: '112 ouder met gezag' });
const child = (person: CastPerson): SeedPerson => ({ person, role: '115 kind' });

/** Somebody of another party, as LT1 recorded that party. */
function party(
  number: number,
  since: string,
  told: {
    readonly initials: string;
    readonly role: string;
    readonly type?: string;
    readonly until?: string;
    readonly properties: Readonly<Record<string, string>>;
  } & Pick<SeedPart, 'persons' | 'access'>,
): SeedPart {
  const { initials, role, ...rest } = told;
  return {
    type: 'LT-BETROKKENE',
    number: `BETROKKENE-${number}`,
    since,
    professional: { role, initials, name: 'Voorbeeld', ownNumber: `LT1-O${number}` },
    ...rest,
  };
}

const parties: readonly SeedPart[] = [
  party(1, '2025-05-12', {
    initials: 'E.',
    role: '411 hulpverlener',
    properties: {
      functie: 'family therapist',
      organisatie: 'Rijnoever',
      domein: 'jeugdhulp',
      skj_nummer: 'TEST-0007',
      grond: 'vrijgave',
      intake: '2025-05-14',
    },
  }),
  party(3, '2025-06-16', {
    type: 'LT-BETROKKENE-SCHULDEN',
    initials: 'G.',
    role: '411 hulpverlener',
    properties: {
      functie: 'debt counsellor',
      organisatie: 'Schuldhulp Rotterdam',
      grond: 'vrijgave',
      intake: '2025-06-16',
    },
    persons: [parent(johan), parent(wilma)],
  }),
  party(4, '2025-03-24', {
    initials: 'H.',
    role: '413 onderwijsgevende',
    properties: {
      functie: 'internal supervisor',
      organisatie: 'primary school',
      domein: 'onderwijs',
      grond: 'vrijgave',
    },
  }),
  party(5, '2026-02-02', {
    type: 'LT-BETROKKENE-GGZ',
    initials: 'I.',
    role: '411 hulpverlener',
    properties: {
      functie: 'adult mental health therapist',
      organisatie: 'GGZ',
      grond: 'toestemming',
      intake: '2026-02-02',
    },
    persons: [parent(wilma)],
    access: { toestemming_voor: 'LT1/2025-0217 t/m 2026-12-31' },
  }),
  party(6, '2025-11-03', {
    initials: 'J.',
    role: '491 overige professional',
    until: '2026-01-26',
    properties: {
      functie: 'resilience trainer',
      organisatie: 'Kursus BV',
      domein: 'jeugdhulp',
      grond: 'vrijgave',
    },
  }),
];

const worries: readonly SeedPart[] = [
  {
    type: 'LT-ZORG',
    number: 'ZORG-1',
    since: '2025-03-10',
    properties: {
      feit: 'Hein came to school without coat or food on 4 days in February 2025',
      soort: 'feit',
      ernst: 'matig',
      waargenomen_op: '2025-03-10',
      door: 'school via LT1',
      reactie: 'true, money was gone',
      reactie_van: 'parents',
    },
    persons: [child(hein)],
  },
  {
    type: 'LT-ZORG',
    number: 'ZORG-2',
    since: '2025-04-14',
    properties: {
      feit: 'mother seems depressed',
      soort: 'mening',
      waargenomen_op: '2025-04-14',
      reactie: 'mother agrees',
      reactie_van: 'mother',
      reactie_op: '2026-02-02',
    },
    persons: [parent(wilma)],
  },
];

const outside = ['Rijnoever', 'De Haven', 'primary school', 'Kursus BV'];

function knows(...names: readonly string[]): SeedPart {
  return {
    type: 'LT-BETROKKENENLIJST',
    number: 'BETROKKENENLIJST-1',
    since: '2026-11-01',
    properties: { betrokken: names.join('\n') },
  };
}

/** Of LT1, at the Hofdijk. */
export const caseworkAtHome: readonly SeedPart[] = [
  {
    type: 'LT-MEDEWERKER',
    number: 'MEDEWERKER-1',
    since: '2025-04-01',
    worker: { code: 'LT1-L3', initials: 'C.', surname: 'Voorbeeld', role: 'Jeugdconsulent' },
    properties: { domein: 'jeugdhulp', draagt_casus: 'nee' },
  },
  ...parties,
  ...worries,
  {
    type: 'LT-CONTACTMOMENT',
    number: 'CONTACTMOMENT-1',
    since: '2026-10-15',
    properties: { wijze: 'gezien' },
    persons: [child(daan)],
  },
  {
    type: 'LT-AFSPRAAK',
    number: 'AFSPRAAK-1',
    since: '2025-06-16',
    properties: { afspraak: 'weekly money talk' },
  },
  knows('VT1', 'RVDK', 'GI1', 'LT2', 'Schuldhulp Rotterdam', ...outside),
  {
    type: 'LT-KOSTEN',
    number: 'KOSTEN-1',
    since: '2026-07-01',
    until: '2026-09-30',
    properties: {
      categorie: 'local team',
      kader: 'vrijwillig',
      aantal: '22',
      eenheid: 'uur',
      tarief_centen: '8100',
      voor_gezin: 'ja',
    },
    // Filed under nobody's number; whose help it was is known without opening it.
    about: [parent(johan), parent(wilma), child(teun), child(daan), child(hein)],
  },
];

/** Of LT2, at the aunt's. */
export const caseworkAtAunt: readonly SeedPart[] = [
  {
    type: 'LT-MEDEWERKER',
    number: 'MEDEWERKER-1',
    since: '2026-06-01',
    worker: { code: 'LT2-L4', initials: 'D.', surname: 'Voorbeeld', role: 'Gezinswerker' },
    properties: { domein: 'ondersteuning', draagt_casus: 'ja', intake: '2026-06-03' },
  },
  knows('RVDK', 'GI1', 'LT1', 'Schuldhulp Rotterdam', ...outside),
];
