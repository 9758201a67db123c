/** In which function somebody looked, in words for the person who was looked at. */
import type { FunctionName } from '../../../adapter-kit/access/subject.js';

export interface FunctionWords {
  readonly dutchName: string;
  readonly englishName: string;
}

const words: Readonly<Record<FunctionName, FunctionWords>> = {
  'fixed-face': {
    dutchName: 'vast gezicht van het lokale team',
    englishName: 'fixed face of the local team',
  },
  'rvt-duo': {
    dutchName: 'lid van het vaste duo van het regionale veiligheidsteam',
    englishName: 'member of the duo of the regional safety team',
  },
  vt: { dutchName: 'medewerker van Veilig Thuis', englishName: 'worker of Veilig Thuis' },
  'raad-protection': {
    dutchName: 'raadsonderzoeker (bescherming)',
    englishName: 'council investigator (protection)',
  },
  'raad-penal': { dutchName: 'raadsonderzoeker (straf)', englishName: 'council investigator (penal)' },
  'gi-supervision': {
    dutchName: 'jeugdbeschermer (ondertoezichtstelling)',
    englishName: 'case worker of a supervision order',
  },
  'gi-guardianship': {
    dutchName: 'voogd van de gecertificeerde instelling',
    englishName: 'guardian of the certified institution',
  },
  'gi-probation': { dutchName: 'jeugdreclasseerder', englishName: 'youth probation worker' },
  'parent-with-authority': { dutchName: 'ouder met gezag', englishName: 'parent with parental authority' },
  'parent-without-authority': {
    dutchName: 'ouder zonder gezag',
    englishName: 'parent without parental authority',
  },
  'youth-12-up': { dutchName: 'jongere van 12 jaar of ouder', englishName: 'youth of 12 or older' },
  architect: { dutchName: 'architect of beleidsmaker', englishName: 'architect or policy maker' },
  auditor: { dutchName: 'toezichthouder op de inzage', englishName: 'supervisor of access' },
};

export function nameOfFunction(name: FunctionName): FunctionWords {
  return words[name];
}
