/** What the matrix says of the Raad's rows 2, 8, 9 and 23 on records of the cast, function by function. */
import type { FunctionName } from '../../adapter-kit/access/subject.js';

export type Answer = 'ALLOW' | 'MASK' | 'ASK' | 'CONSENT' | 'DENY';
type Row = Readonly<Record<FunctionName, readonly Answer[]>>;

const all = (answer: Answer, times: number): readonly Answer[] => Array(times).fill(answer);

/** Row 8, on: by Veilig Thuis, by the institution, by the municipality, of its own accord. */
export const status: Row = {
  'fixed-face': ['DENY', 'DENY', 'ALLOW', 'ALLOW'],
  'rvt-duo': all('ALLOW', 4),
  vt: ['ALLOW', 'DENY', 'DENY', 'DENY'],
  'raad-protection': all('ALLOW', 4),
  'raad-penal': all('DENY', 4),
  'gi-supervision': ['ALLOW', 'ALLOW', 'DENY', 'DENY'],
  'gi-guardianship': ['ALLOW', 'ALLOW', 'DENY', 'DENY'],
  'gi-probation': all('DENY', 4),
  'parent-with-authority': all('ALLOW', 4),
  'parent-without-authority': all('MASK', 4),
  'youth-12-up': all('ALLOW', 4),
  architect: all('DENY', 4),
  auditor: all('DENY', 4),
};
/** Row 9, on: with a measure in force, without a measure. */
export const report: Row = {
  'fixed-face': all('CONSENT', 2),
  'rvt-duo': all('CONSENT', 2),
  vt: all('ASK', 2),
  'raad-protection': all('ALLOW', 2),
  'raad-penal': all('DENY', 2),
  'gi-supervision': ['ALLOW', 'DENY'],
  'gi-guardianship': ['ALLOW', 'DENY'],
  'gi-probation': all('DENY', 2),
  'parent-with-authority': all('ALLOW', 2),
  'parent-without-authority': all('ASK', 2),
  'youth-12-up': all('ALLOW', 2),
  architect: all('DENY', 2),
  auditor: all('DENY', 2),
};
/** Row 23, on the same two. */
export const decision: Row = {
  'fixed-face': all('MASK', 2),
  'rvt-duo': all('MASK', 2),
  vt: all('MASK', 2),
  'raad-protection': all('ALLOW', 2),
  'raad-penal': all('DENY', 2),
  'gi-supervision': all('ALLOW', 2),
  'gi-guardianship': all('ALLOW', 2),
  'gi-probation': all('DENY', 2),
  'parent-with-authority': all('ALLOW', 2),
  'parent-without-authority': all('MASK', 2),
  'youth-12-up': all('ALLOW', 2),
  architect: all('DENY', 2),
  auditor: all('DENY', 2),
};
/** Row 2: the same whatever the case. */
export const involvement: Readonly<Record<FunctionName, Answer>> = {
  'fixed-face': 'ALLOW',
  'rvt-duo': 'ALLOW',
  vt: 'ALLOW',
  'raad-protection': 'ALLOW',
  'raad-penal': 'MASK',
  'gi-supervision': 'ALLOW',
  'gi-guardianship': 'ALLOW',
  'gi-probation': 'MASK',
  'parent-with-authority': 'ALLOW',
  'parent-without-authority': 'CONSENT',
  'youth-12-up': 'ALLOW',
  architect: 'DENY',
  auditor: 'DENY',
};
