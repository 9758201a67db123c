/** Cases at Veilig Thuis that the cast has not: what was released of one, nobody's notice, retention, a secret address. */
import { smitBrouwers } from '../../simulated-sources/families.js';
import type { CaseFiling, ReportFiling } from '../../simulated-sources/veilig-thuis/case-messages.js';
import {
  child,
  informed,
  type NumberedFiling,
  parent,
  person,
} from '../../simulated-sources/veilig-thuis/filing.js';

const { lonneke, janKees } = smitBrouwers;

/** A case of this test: a report with every part of it, of which both were told. */
function filed(
  number: string,
  report: Partial<ReportFiling>,
  besides: Partial<CaseFiling> = {},
): NumberedFiling {
  return {
    caseNumber: `VT4/${number}`,
    filing: {
      unit: 'VT4',
      openedOn: '2026-09-01',
      persons: [person('P1', parent, lonneke), person('P2', child, janKees)],
      reports: [
        {
          receivedOn: '2026-09-01T23:30:00+02:00',
          statements: [{ text: 'The police saw it.', nature: 'fact', origin: 'police' }],
          safetyAssessment: { assessedOn: '2026-09-07', outcome: 'VT-01-01' },
          safetyPlans: [{ validFrom: '2026-09-08', validUntil: '2026-11-03', agreements: [] }],
          inquiry: { decidedOn: '2026-09-08', personNumbers: ['P1'] },
          informed: informed(['P1', 'P2'], '2026-09-14', '2026-09-28'),
          ...report,
        },
      ],
      ...besides,
    },
  };
}

const released = (part: 'report' | 'inquiry', to: string) => ({ released: [{ part, to, on: '2026-10-01' }] });
export const noAuthority = 'parent-without-authority';
export const filedCases: readonly NumberedFiling[] = [
  filed('2026-7001', { disclosure: released('inquiry', 'X9/2026-1') }),
  filed(
    '2026-7002',
    { disclosure: released('report', noAuthority) },
    { consents: [{ to: noAuthority, from: '2026-10-01' }] },
  ),
  filed('2026-7003', { informed: [], safetyAssessment: null, inquiry: null }),
  filed('2026-7004', { retainUntil: '2026-11-01' }),
  filed('2026-7005', { retainUntil: '2026-11-02' }),
  filed('2026-7006', {}, { secretAddress: {} }),
];
