/**
 * Professionals who can ask. All columns of the access matrix that an organisation employs, but the duo's, stand at family 2, so
 * that one household shows what each of them sees.
 */
import type { PersonaAssignment, Professional } from './persona.js';

/** What professionals of one unit have in common. */
interface Employer {
  readonly organisation: string;
  readonly unit: string;
  readonly employerTask: string;
  readonly region: string | null;
}

const localTask = 'Jeugdwet art. 2.3; Wmo 2015 art. 2.3.1';
const veiligThuisTask = 'Wmo 2015 art. 4.1.1 lid 2';
const giTask = 'Jeugdwet art. 3.2';

const rotterdamCentrum = employer('00000099000000000104', 'LT1', localTask, 'rotterdam');
const rotterdamDelfshaven = employer('00000099000000000104', 'LT2', localTask, 'rotterdam');
const ede = employer('00000099000000000107', 'LT3', localTask, 'foodvalley');
const utrecht = employer('00000099000000000108', 'LT4', localTask, 'utrecht');
const theHague = employer('00000099000000000110', 'LT5', localTask, 'the-hague');
const maastricht = employer('00000099000000000106', 'LT7', localTask, 'maastricht');
const maasdelta = employer('00000099000000000102', 'VT1', veiligThuisTask, 'rotterdam');
const amstelland = employer('00000099000000000111', 'VT3', veiligThuisTask, 'amsterdam');
const raad = employer('00000099000000000112', 'RVDK', 'Jeugdwet art. 3.1', null);
const deKade = employer('00000099000000000103', 'GI1', giTask, 'rotterdam');
/** Employed by the team of Ede, at work in the regional safety team. */
const jeugdLink = employer('00000099000000000107', 'RVT1', localTask, 'foodvalley');

export const professionals: readonly Professional[] = [
  professional('fixed-face', 'fixed-face', 'the fixed face of family 2', rotterdamCentrum, {
    caseReference: 'LT1/2025-0217',
    from: '2025-09-15',
  }),
  professional('rvt-duo', 'rvt-duo', 'one of the duo of family 5, employed by the team of Ede', jeugdLink, {
    caseReference: 'RVT1/2026-0928',
    from: '2026-09-28',
  }),
  professional('vt', 'vt', 'investigator of family 2 at Veilig Thuis Maasdelta', maasdelta, {
    caseReference: 'VT1/2026-1005',
    from: '2026-10-12',
  }),
  professional('raad-protection', 'raad-protection', 'council investigator of family 2', raad, {
    caseReference: 'RVDK/2026-5120',
    from: '2026-10-19',
  }),
  professional('raad-penal', 'raad-penal', 'adviser in criminal cases, as a substitute at family 2', raad, {
    caseReference: 'RVDK/2026-5120',
    from: '2026-10-19',
    isSubstitute: true,
  }),
  professional('gi-supervision', 'gi-supervision', 'carries out the supervision of family 2', deKade, {
    caseReference: 'GI1/2026-0330',
    from: '2026-08-24',
  }),
  professional('gi-guardianship', 'gi-guardianship', 'guardian, as a substitute at family 2', deKade, {
    caseReference: 'GI1/2026-0330',
    from: '2026-08-24',
    isSubstitute: true,
  }),
  professional('gi-probation', 'gi-probation', 'youth probation, as a substitute at family 2', deKade, {
    caseReference: 'GI1/2026-0330',
    from: '2026-08-24',
    isSubstitute: true,
  }),
  withoutCase('architect', 'plans the chain in Rotterdam', '00000099000000000101', 'rotterdam'),
  withoutCase('auditor', 'checks who saw what', '00000099000000000101', 'rotterdam'),
  professional(
    'former-fixed-face',
    'fixed-face',
    'was the fixed face of family 2 until August 2025',
    rotterdamCentrum,
    {
      caseReference: 'LT1/2025-0217',
      from: '2025-03-10',
      until: '2025-08-31',
    },
  ),
  professional(
    'fixed-face-of-the-aunt',
    'fixed-face',
    'family worker of aunt Bets, family 2b',
    rotterdamDelfshaven,
    {
      caseReference: 'LT2/2026-0644',
      from: '2026-06-01',
    },
  ),
  professional('fixed-face-of-stephan', 'fixed-face', 'local team of The Hague, family 11a', theHague, {
    caseReference: 'LT5/2025-0303',
    from: '2025-03-03',
  }),
  professional(
    'fixed-face-of-jeannette',
    'fixed-face',
    'local team of Utrecht, behind the shield of family 11b',
    utrecht,
    {
      caseReference: 'LT4/2026-0715',
      from: '2026-07-15',
    },
  ),
  professional(
    'fixed-face-of-manon',
    'fixed-face',
    "local team of Maastricht, Manon's own case, family 9",
    maastricht,
    {
      caseReference: 'LT7/2026-0119',
      from: '2026-01-19',
    },
  ),
  ...ownFamiliesOfLocalTeams(),
  professional('vt-of-den-braber', 'vt', 'assessor of family 1 at Veilig Thuis Amstelland', amstelland, {
    caseReference: 'VT3/2026-1188',
    from: '2026-10-23',
  }),
  professional('gi-of-nina', 'gi-supervision', 'carries out the supervision of Nina, family 11b', deKade, {
    caseReference: 'GI1/2026-0717',
    from: '2026-07-17',
  }),
];

/** One for each family of the cast that nobody above may open, so that every family can be seen as somebody. */
function ownFamiliesOfLocalTeams(): readonly Professional[] {
  const rows: readonly (readonly [string, string, Employer, string, string])[] = [
    ['fixed-face-of-anne-marie', "Anne-Marie's own case, family 3", theHague, 'LT5/2026-0316', '2026-03-16'],
    ['fixed-face-of-anna', 'Anna and Henk, family 4', rotterdamCentrum, 'LT1/2026-0817', '2026-08-17'],
    [
      'fixed-face-of-marjolein',
      'Marjolein and her unborn child, family 5',
      ede,
      'LT3/2026-0803',
      '2026-08-03',
    ],
    ['fixed-face-of-the-twins', 'Hubertus and the twins, family 5b', ede, 'LT3/2025-1020', '2025-10-20'],
    ['fixed-face-of-paolo', 'behind the shield of family 6b', theHague, 'LT5/2026-0209', '2026-02-09'],
    ['fixed-face-of-chantal', 'behind the shield of family 7a', utrecht, 'LT4/2019-0304', '2019-03-04'],
    [
      'fixed-face-of-lonneke',
      'one of two with the same name, family 10',
      utrecht,
      'LT4/2025-0203',
      '2025-02-03',
    ],
    [
      'fixed-face-without-numbers',
      'of whom nobody has a number, family 12',
      utrecht,
      'LT4/2026-0622',
      '2026-06-22',
    ],
  ];
  return rows.map(([name, about, employedBy, caseReference, from]) =>
    professional(name, 'fixed-face', `local team: ${about}`, employedBy, { caseReference, from }),
  );
}

function employer(organisation: string, unit: string, employerTask: string, region: string | null): Employer {
  return { organisation, unit, employerTask, region };
}

function professional(
  name: string,
  functionName: string,
  about: string,
  at: Employer,
  assignment: PersonaAssignment,
): Professional {
  return { realm: 'professionals', name, about, function: functionName, ...at, assignments: [assignment] };
}

function withoutCase(name: string, about: string, organisation: string, region: string): Professional {
  return {
    realm: 'professionals',
    name,
    about,
    function: name,
    organisation,
    unit: null,
    employerTask: null,
    region,
    assignments: [],
  };
}
