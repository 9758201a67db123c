/**
 * The Raad behind its message store: copies of the StUF Jeugdzorg 1.0.9 messages that passed its own connection.
 *
 * Store and adapter stand inside the Raad's boundary; the numbers that the store hands over become pseudonyms here and go
 * no further. One call reads any number of case files.
 */
import { parseContract } from '../../../adapter-kit/contract.js';
import { createOutwardCaller, type OutwardCallOptions } from '../../../adapter-kit/outward-call.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold, type RosterPage, type RosterReference } from '../../../adapter-kit/roster.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { RaadFile, RaadSource } from '../source.js';
import { caseFileSchema, caseFilesSchema, rosterSchema, type StoreRosterCase } from './case-file-contract.js';
import { toInvestigations } from './investigations.js';
import { toRosterPersons } from './roster-persons.js';

export interface StufStoreOptions {
  readonly baseUrl: string;
  /** What the store asks of its readers. */
  readonly secret: string;
  /** A desk where professionals reach the Raad, or `null`: the messages do not carry one. */
  readonly contact: string | null;
  readonly pseudonymiser: Pseudonymiser;
  readonly timeoutMs: number;
  readonly resilience?: OutwardCallOptions['resilience'];
  readonly onCall?: OutwardCallOptions['onCall'];
}

const organisation = 'RAAD';
const unit = { code: 'RVDK', name: 'Raad voor de Kinderbescherming' } as const;
/** CORV jeugdzorgrol: child, siblings of any kind, youth. */
const childRoles: ReadonlySet<string> = new Set(['115', '121', '122', '221', '222', '301']);
/** More pages than any organisation fills: a feed that never ends is broken. */
const mostRosterPages = 2_000;

/** An adapter on a running store; it opens no connection before it is asked. */
export function createStufStoreSource(options: StufStoreOptions): RaadSource {
  const { baseUrl, secret, contact, pseudonymiser, timeoutMs, resilience, onCall } = options;
  const caller = createOutwardCaller({
    organisation,
    baseUrl,
    timeoutMs,
    resilience,
    ...(onCall ? { onCall } : {}),
  });
  const headers = { authorization: `Bearer ${secret}` };

  async function readRoster(watermark: string | null, signal: AbortSignal): Promise<RosterPage> {
    const references: RosterReference[] = [];
    let first: {
      readonly mode: 'FULL' | 'DELTA';
      asOf: string;
      watermark: string;
      removed: string[];
    } | null = null;
    let cursor: string | null = null;
    for (let page = 0; page < mostRosterPages; page += 1) {
      const query = new URLSearchParams({
        ...(watermark === null ? {} : { after: watermark }),
        ...(cursor === null ? {} : { cursor }),
      });
      const answer = await caller.fetchJson({ method: 'GET', path: `/roster?${query}`, headers, signal });
      const roster = parseContract(rosterSchema, answer, { organisation, what: 'roster' });
      // What changes while pages are turned comes again: the watermark is that of the first page.
      first ??= roster;
      if (roster.mode !== first.mode || logOf(roster.watermark) !== logOf(first.watermark)) throw restarted();
      references.push(...roster.cases.map(toRosterReference));
      if (roster.next !== null && roster.next === cursor) break;
      cursor = roster.next;
      if (cursor === null) {
        const { mode, asOf, removed } = first;
        return { mode, asOf, watermark: first.watermark, references, removed };
      }
    }
    throw new SourceError({
      organisation,
      reason: 'CONTRACT_BROKEN',
      detail: `expected a feed that ends within ${mostRosterPages} pages, received none`,
    });
  }

  function toRosterReference(file: StoreRosterCase): RosterReference {
    return {
      reference: file.reference,
      unit: unit.code,
      unitName: unit.name,
      since: file.since,
      until: file.until,
      contact,
      persons: toRosterPersons(file, pseudonymiser),
    };
  }

  function toFile(answer: unknown): RaadFile {
    const file = parseContract(caseFileSchema, answer, { organisation, what: 'caseFile' });
    const persons = file.persons
      .filter((person) => isRoleOfHousehold(person.role))
      .map(({ rawBsn, localKey, name, birthDate, role }) => ({
        pseudonym: pseudonymiser.person(rawBsn),
        localKey,
        name,
        birthDate,
        isChild: childRoles.has(role),
      }));
    return {
      unitName: unit.name,
      persons: persons.map(({ isChild: _isChild, ...person }) => person),
      investigations: toInvestigations(file, persons, organisation),
    };
  }

  return {
    system: 'StUF Jeugdzorg 1.0.9 message store',
    roster: { read: readRoster },
    async loadFiles(references, { signal }) {
      const answer = await caller.fetchJson({
        method: 'POST',
        path: '/case-files/_search',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ references }),
        isRead: true,
        signal,
      });
      const { caseFiles } = parseContract(caseFilesSchema, answer, { organisation, what: 'answer' });
      const asked = new Set(references);
      const files = new Map<string, RaadFile | SourceError>();
      for (const file of caseFiles) {
        // What nobody asked for is not passed on, whoever sends it.
        if (asked.has(file.reference))
          files.set(
            file.reference,
            attempt(() => toFile(file)),
          );
      }
      return files;
    },
    circuit: caller.circuit,
    close: () => caller.close(),
  };
}

function attempt(read: () => RaadFile): RaadFile | SourceError {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown;
    throw thrown;
  }
}

/** The store puts the name of its log before the position: pages of two logs are not one feed. */
function logOf(watermark: string): string {
  return watermark.split(':')[0] ?? '';
}

function restarted(): SourceError {
  return new SourceError({
    organisation,
    reason: 'DOWN',
    detail: 'the source started anew while its feed was read',
  });
}
