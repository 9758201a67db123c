/**
 * The cases of Veilig Thuis, in memory, in the order in which they last changed.
 *
 * Every change takes the next number of one sequence, so that "what changed since" needs no clock: no change can fall
 * between two reads. A case has one place in the sequence, its latest; a removed case keeps only its number.
 */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type CaseFiling,
  caseFilingSchema,
  type FiledCase,
  type ReportFiling,
  reportFilingSchema,
} from './case-messages.js';

export interface CaseChange {
  readonly sequence: number;
  readonly caseNumber: string;
  /** `null`: the case was removed. */
  readonly filed: FiledCase | null;
}

export interface ChangePage {
  readonly changes: readonly CaseChange[];
  /** The sequence number up to which this page tells everything. */
  readonly upTo: number;
  readonly hasMore: boolean;
}

export interface CaseRegister {
  /** Tells this run of the register from every other: a watermark of another run means nothing here. */
  readonly runId: string;
  /** Files a case under the given number, or under the next free one. */
  file(filing: CaseFiling, caseNumber?: string): FiledCase;
  /** Adds a report to a case; `null` when there is no such case. */
  addReport(caseNumber: string, filing: ReportFiling): FiledCase | null;
  /** Puts a corrected case in the place of the one with its number; one that is the same is no change. */
  correct(corrected: FiledCase): void;
  /** Removes a case at the end of its retention; `false` when there is no such case. */
  remove(caseNumber: string): boolean;
  find(caseNumber: string): FiledCase | null;
  changesSince(sequence: number, limit: number): ChangePage;
  /** The sequence number of the latest change. */
  latest(): number;
}

/** Numbers given out while running start here, well away from those of the cast. */
const firstFreeNumber = 2001;

export function createCaseRegister(now: () => Date): CaseRegister {
  // A Map keeps the order of insertion, so a case that changes is taken out and put back at the end.
  const changes = new Map<string, CaseChange>();
  let latest = 0;
  let nextNumber = firstFreeNumber;

  function record(caseNumber: string, filed: FiledCase | null): void {
    latest += 1;
    changes.delete(caseNumber);
    changes.set(caseNumber, { sequence: latest, caseNumber, filed });
  }

  function withNumber(
    caseNumber: string,
    position: number,
    filing: ReportFiling,
  ): FiledCase['reports'][number] {
    const report = reportFilingSchema.parse(filing);
    const recordedAt = report.recordedAt ?? now().toISOString();
    return { ...report, recordedAt, reportNumber: `${caseNumber}/${position}` };
  }

  return {
    runId: randomBytes(4).toString('hex'),
    file(filing, givenNumber) {
      const { reports, ...rest } = caseFilingSchema.parse(filing);
      const caseNumber = givenNumber ?? `${rest.unit}/${rest.openedOn.slice(0, 4)}-${nextNumber++}`;
      const filed: FiledCase = {
        caseNumber,
        ...rest,
        reports: reports.map((report, index) => withNumber(caseNumber, index + 1, report)),
      };
      record(caseNumber, filed);
      return filed;
    },
    addReport(caseNumber, filing) {
      const known = changes.get(caseNumber)?.filed;
      if (!known) return null;
      const filed = {
        ...known,
        reports: [...known.reports, withNumber(caseNumber, known.reports.length + 1, filing)],
      };
      record(caseNumber, filed);
      return filed;
    },
    correct(corrected) {
      const known = changes.get(corrected.caseNumber)?.filed;
      if (known && !isDeepStrictEqual(known, corrected)) record(corrected.caseNumber, corrected);
    },
    remove(caseNumber) {
      if (!changes.get(caseNumber)?.filed) return false;
      record(caseNumber, null);
      return true;
    },
    find: (caseNumber) => changes.get(caseNumber)?.filed ?? null,
    changesSince(sequence, limit) {
      const newer = [...changes.values()].filter((change) => change.sequence > sequence);
      const page = newer.slice(0, limit);
      const hasMore = newer.length > page.length;
      return { changes: page, upTo: hasMore ? (page.at(-1)?.sequence ?? latest) : latest, hasMore };
    },
    latest: () => latest,
  };
}
