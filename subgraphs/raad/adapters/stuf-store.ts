/**
 * The Raad behind its message store: copies of the StUF Jeugdzorg 1.0.9 messages that passed its own connection.
 *
 * Store and adapter stand inside the Raad's boundary; the numbers that the store hands over become pseudonyms here and go
 * no further. One call reads any number of case files.
 */
import type { RecordAttributes } from '../../../adapter-kit/access/record-attributes.js';
import { parseContract } from '../../../adapter-kit/contract.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import { createOutwardCaller, type OutwardCallOptions } from '../../../adapter-kit/outward-call.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold, type RosterPage, type RosterReference } from '../../../adapter-kit/roster.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { RaadFile, RaadSource } from '../source.js';
import {
  caseAttributesSchema,
  caseFileSchema,
  caseFilesSchema,
  casesAttributesSchema,
  rosterSchema,
  type StoreRosterCase,
} from './case-file-contract.js';
import { withDossiers } from './dossiers.js';
import { isChildRole, toInvestigations } from './investigations.js';
import { onlyPermitted } from './permitted-part.js';
import { toRecordAttributes } from './record-attributes.js';
import { toRosterPersons } from './roster-persons.js';

export interface StufStoreOptions {
  readonly baseUrl: string;
  /** What the store asks of its readers. */
  readonly secret: string;
  /** A desk where professionals reach the Raad, or `null`: the messages do not carry one. */
  readonly contact: string | null;
  readonly pseudonymiser: Pseudonymiser;
  readonly timeoutMs: number;
  /** To tell whether a measure is in force; without it, none is known to be. */
  readonly now?: () => Date;
  readonly resilience?: OutwardCallOptions['resilience'];
  readonly onCall?: OutwardCallOptions['onCall'];
}

const organisation = 'RAAD';
const unit = { code: 'RVDK', name: 'Raad voor de Kinderbescherming' } as const;
/** More pages than any organisation fills: a feed that never ends is broken. */
const mostRosterPages = 2_000;

/** An adapter on a running store; it opens no connection before it is asked. */
export function createStufStoreSource(options: StufStoreOptions): RaadSource {
  const { baseUrl, secret, contact, pseudonymiser, timeoutMs, now, resilience, onCall } = options;
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
        isChild: isChildRole(role),
      }));
    return {
      unitName: unit.name,
      persons: persons.map(({ isChild: _isChild, ...person }) => person),
      investigations: withDossiers(toInvestigations(file, persons, organisation), file.dossiers ?? [], {
        organisation,
        unit: unit.code,
        pseudonymiser,
      }),
    };
  }

  function search(path: string, body: object, signal: AbortSignal): Promise<unknown> {
    return caller.fetchJson({
      method: 'POST',
      path,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      isRead: true,
      signal,
    });
  }

  return {
    system: 'StUF Jeugdzorg 1.0.9 message store',
    roster: { read: readRoster },
    async loadFiles(references, { signal, only }) {
      const asked = only && Object.fromEntries([...only].map(([reference, keys]) => [reference, [...keys]]));
      const answer = await search(
        '/case-files/_search',
        { references, ...(asked ? { only: asked } : {}) },
        signal,
      );
      const { caseFiles } = parseContract(caseFilesSchema, answer, { organisation, what: 'answer' });
      return byReference(references, caseFiles, (file) => {
        const whole = toFile(file);
        // What was not permitted is not passed on, whoever sends it.
        return only ? onlyPermitted(whole, only.get(file.reference) ?? new Set()) : whole;
      });
    },
    async loadAttributes(references, { signal }) {
      const answer = await search('/case-attributes/_search', { references }, signal);
      const { cases } = parseContract(casesAttributesSchema, answer, { organisation, what: 'answer' });
      const today = now ? dayInTheNetherlands(now()) : null;
      return byReference(references, cases, (one): readonly RecordAttributes[] =>
        toRecordAttributes(
          parseContract(caseAttributesSchema, one, { organisation, what: 'caseAttributes' }),
          { organisation, unit, contact, pseudonymiser, today },
        ),
      );
    },
    circuit: caller.circuit,
    close: () => caller.close(),
  };
}

function byReference<A extends { readonly reference: string }, R>(
  references: readonly string[],
  answers: readonly A[],
  read: (answer: A) => R,
): ReadonlyMap<string, R | SourceError> {
  const asked = new Set(references);
  const found = new Map<string, R | SourceError>();
  for (const answer of answers) {
    // What nobody asked for is not passed on, whoever sends it.
    if (asked.has(answer.reference))
      found.set(
        answer.reference,
        attempt(() => read(answer)),
      );
  }
  return found;
}

function attempt<R>(read: () => R): R | SourceError {
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
