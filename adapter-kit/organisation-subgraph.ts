/**
 * What the subgraphs of organisations have in common: entities arrive by the organisation's own key, records are read
 * by reference through request-scoped loaders, and every read leaves an outcome.
 */
import { createHash } from 'node:crypto';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { DocumentNode } from 'graphql';
import type { DecisionPoint } from './access/decision-point.js';
import type { OwnerControls } from './access/owner-controls.js';
import type { RecordType } from './access/record-attributes.js';
import {
  createRequestAccess,
  type RequestAccess,
  type RequestAccessOptions,
} from './access/request-access.js';
import { type ContextVerifier, signedContextHeader, UnauthenticatedError } from './access/signed-context.js';
import type { CircuitState } from './circuit.js';
import { combinedContribution } from './combined/share.js';
import { dayInTheNetherlands } from './dates.js';
import { type Deadline, deadlineHeader, parseLeftMs, startDeadline } from './deadline.js';
import type { KeySealer, OrganisationKey } from './key-token.js';
import type { Pseudonymiser } from './pseudonym.js';
import { inBothWords, inOwnWords } from './pseudonym-rotation.js';
import type { ReadContext, ReferenceLoader } from './reference-loader.js';
import type { RosterFeed } from './roster.js';
import { DateScalar, DateTimeScalar } from './scalars.js';
import { SourceError, toSourceError } from './source-error.js';
import { outcomeOfError, type SourceOutcome, withCircuit, worstOutcome } from './source-outcomes.js';
import { defineSubgraph, type Subgraph, type SubgraphRequest } from './subgraph.js';

/** How long a subgraph may take when the caller does not say. */
const defaultBudgetMs = 5_000;

/** What a subgraph keeps for itself of its time, to say in time that its source gave no answer: 50 ms, or a tenth of little. */
const ownShare = { ms: 50, part: 0.1 };

export { deadlineHeader };

export interface OrganisationContext<Loaders> {
  readonly organisation: string;
  /** The owner's decisions for this request; `null`: no access rules stand, for tests and benchmarks alone. */
  readonly access: RequestAccess | null;
  /** The kinds of records that the owner's rules are about. */
  readonly accessRecordTypes?: readonly RecordType[];
  readonly loaders: Loaders;
  readonly sealer: KeySealer;
  /** The instant of this request, for `retrievedAt`. */
  readonly retrievedAt: string;
  /** Today in the Netherlands (`YYYY-MM-DD`), for retention and running terms. */
  readonly today: string;
  readonly outcomes: SourceOutcome[];
  /** How long its sources may take. */
  readonly deadline: Deadline;
}

export interface AccessControl {
  readonly point: DecisionPoint;
  readonly verifier: ContextVerifier;
  /** Keeps the owner's decisions before anything is read. */
  readonly recordDecisions?: RequestAccessOptions['recordDecisions'];
  /** What the owner has in its own hand, beside its rules. */
  readonly controls?: OwnerControls | undefined;
}

export interface OrganisationSubgraphOptions<Loaders> {
  readonly name: string;
  readonly organisation: string;
  readonly typeDefs: DocumentNode;
  readonly resolvers: GraphQLResolverMap<OrganisationContext<Loaders>>;
  readonly sealer: KeySealer;
  readonly pseudonymiser: Pseudonymiser;
  readonly createLoaders: (context: ReadContext) => Loaders;
  readonly roster: RosterFeed;
  /** The owner's rules and by whose signature it knows who asks; absent: no access rules stand. */
  readonly accessControl?: AccessControl | undefined;
  /** How the circuit to its source stands; absent for a source that has none. */
  readonly circuit?: (() => CircuitState) | undefined;
  readonly now: () => Date;
  readonly close?: () => Promise<void>;
  readonly onDefect?: (error: unknown) => void;
}

export function defineOrganisationSubgraph<Loaders>(options: OrganisationSubgraphOptions<Loaders>): Subgraph {
  const { name, organisation, typeDefs, resolvers, createLoaders, now, close, onDefect } = options;
  const sealer = inOwnWords(options.sealer, options.pseudonymiser);
  const { accessControl } = options;
  const roster: RosterFeed = {
    async read(watermark, signal) {
      if (accessControl?.controls?.ownerSwitch?.read().isWhole) {
        const detail = 'its owner has stopped serving, and gives no feed of references';
        throw new SourceError({ organisation, reason: 'REJECTED', detail });
      }
      return inBothWords(await options.roster.read(watermark, signal), options.pseudonymiser);
    },
  };
  return defineSubgraph<OrganisationContext<Loaders>>({
    name,
    typeDefs,
    resolvers: {
      Date: DateScalar,
      DateTime: DateTimeScalar,
      CombinedContribution: combinedContribution,
      ...resolvers,
    },
    roster,
    verifier: accessControl?.verifier,
    ...(close ? { close } : {}),
    ...(onDefect ? { onDefect } : {}),
    createContext: async (request) => {
      const instant = now();
      const deadline = deadlineOf(request);
      const { signal } = deadline;
      const access = accessControl
        ? await openRequestAccess(request.headers, accessControl, {
            organisation,
            instant,
            signal,
            previousPseudonyms: options.pseudonymiser.previous,
          }).catch((thrown: unknown) => {
            deadline.end();
            throw thrown;
          })
        : null;
      return {
        organisation,
        access,
        ...(accessControl ? { accessRecordTypes: accessControl.point.recordTypes } : {}),
        deadline,
        loaders: createLoaders({ signal }),
        sealer,
        retrievedAt: instant.toISOString(),
        today: dayInTheNetherlands(instant),
        outcomes: [],
      };
    },
    extensionsOf: (context) => {
      const [first, ...rest] = context.outcomes;
      if (!first) return {};
      const outcome = rest.reduce(worstOutcome, first);
      return { source: { organisation, ...outcome, ...withCircuit(options.circuit?.()) } };
    },
    isOutdated: ({ access }) => access?.isOutdated() === true,
    endContext: ({ deadline }) => deadline.end(),
  });
}

/** Who asks, by the gateway's signature, and the rules by which they are answered. @throws UnauthenticatedError */
export async function openRequestAccess(
  headers: SubgraphRequest['headers'],
  { point, verifier, recordDecisions, controls }: AccessControl,
  {
    organisation,
    instant,
    signal,
    previousPseudonyms,
  }: { readonly organisation: string; readonly instant: Date } & Pick<
    RequestAccessOptions,
    'signal' | 'previousPseudonyms'
  >,
): Promise<RequestAccess> {
  const access = await verifier.verify(headers[signedContextHeader]);
  if (!access) throw new UnauthenticatedError();
  return createRequestAccess({
    organisation,
    access,
    point,
    now: instant,
    today: dayInTheNetherlands(instant),
    traceparent: headers['traceparent'],
    recordDecisions,
    controls,
    signal,
    previousPseudonyms,
  });
}

/** An entity as an organisation's resolvers see it: nothing but its own opened key. */
export interface KeyedEntity {
  readonly __typename: string;
  readonly key: OrganisationKey;
  /** The same in whatever is made of one entity of a request. */
  readonly origin?: object;
}

/**
 * Makes the `__resolveReference` of an entity whose key field is `keyField`. A key that does not open fails that one
 * entity; it is a promise, so that the others of the same request are not lost with it.
 */
export function resolveByKey(keyField: string) {
  return async (
    representation: { readonly __typename: string } & Readonly<Record<string, unknown>>,
    { sealer, organisation }: { readonly sealer: KeySealer; readonly organisation: string },
  ): Promise<KeyedEntity> => {
    try {
      return {
        __typename: representation.__typename,
        key: sealer.open(String(representation[keyField])),
        origin: {},
      };
    } catch (cause) {
      throw new SourceError({
        organisation,
        reason: 'REJECTED',
        detail:
          'expected a key that the register sealed: are KEY_TOKEN_SECRET of register and subgraph the same?',
        cause,
      });
    }
  };
}

/** A record with the reference it was read under, and how to name the people in it. */
export interface ReferencedRecord<R> {
  readonly reference: string;
  readonly record: R;
}

/**
 * Reads what an organisation's key refers to. `[]` only where the organisation is not known to be involved.
 *
 * All or nothing: one reference that cannot be read makes the whole list unavailable, because a list with a gap looks
 * like a complete one.
 *
 * @throws SourceError with the outcome recorded in the context.
 */
export async function loadReferenced<R>(
  entity: KeyedEntity,
  loader: Pick<ReferenceLoader<R>, 'load'>,
  context: OrganisationContext<unknown>,
): Promise<readonly ReferencedRecord<R>[]> {
  const { key } = entity;
  if (key.state === 'REFERENCES' && key.subject !== null && key.disputed?.[key.subject]) {
    // The records may be about the one or the other; shown under either they could be under the wrong one.
    const reason = 'IDENTITY_CONFLICT';
    const { organisation } = context;
    const error = new SourceError({ organisation, reason, detail: notAskedDetail(reason) });
    context.outcomes.push(outcomeOfError(error));
    throw error;
  }
  return readReferenced(entity, loader, context);
}

async function readReferenced<R>(
  entity: KeyedEntity,
  loader: Pick<ReferenceLoader<R>, 'load'>,
  context: OrganisationContext<unknown>,
): Promise<readonly ReferencedRecord<R>[]> {
  const { key } = entity;
  switch (key.state) {
    case 'NONE':
      context.outcomes.push({ outcome: 'NOT_KNOWN', reason: null, asOf: key.notKnownAsOf });
      return [];
    case 'UNREAD': {
      const error = new SourceError({
        organisation: context.organisation,
        reason: key.reason,
        detail: notAskedDetail(key.reason),
      });
      context.outcomes.push(outcomeOfError(error));
      throw error;
    }
    case 'REFERENCES':
      try {
        const records = await Promise.all(
          key.references.map(async (reference) => ({ reference, record: await loader.load(reference) })),
        );
        context.outcomes.push(answered(key, context));
        return records;
      } catch (thrown) {
        const error = toSourceError(thrown, context.organisation);
        context.outcomes.push(outcomeOfError(error));
        throw error;
      }
    default:
      return key satisfies never;
  }
}

/** The organisation's line in `Household.sources`: the outcome as data, never an error. */
export async function contributeOutcome<R>(
  entity: KeyedEntity,
  loader: ReferenceLoader<R>,
  context: OrganisationContext<unknown>,
): Promise<SourceOutcome> {
  try {
    await readReferenced(entity, loader, context);
    return entity.key.state === 'NONE'
      ? { outcome: 'NOT_KNOWN', reason: null, asOf: entity.key.notKnownAsOf }
      : answered(entity.key, context);
  } catch (thrown) {
    return outcomeOfError(toSourceError(thrown, context.organisation));
  }
}

// An answer about the cases that are known and certain: with a stale feed, or with cases that wait to be confirmed, nobody
// can say that these are all.
function answered(key: OrganisationKey, context: OrganisationContext<unknown>): SourceOutcome {
  return { outcome: 'ANSWERED', reason: doubtIn(key), asOf: context.retrievedAt };
}

function doubtIn(key: OrganisationKey): SourceOutcome['reason'] {
  if (key.state !== 'REFERENCES') return null;
  if (key.isFeedStale) return 'ROSTER_STALE';
  return key.hasUnconfirmed ? 'LINK_UNCONFIRMED' : null;
}

/** What one unit recorded of a person's name and birth date. */
export interface RecordedIdentity {
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly unit: string;
}

/** A person as a record mentions them: by pseudonym, and by the source's own key within the reference. */
export interface MentionedPerson {
  readonly pseudonym: string | null;
  readonly localKey: string;
}

/** A person as a case file records them. */
export interface RecordedPerson extends MentionedPerson {
  readonly name: string | null;
  readonly birthDate: string | null;
  /** Given names that the source marks as former (adoption, change of sex): nobody is shown by them again. */
  readonly formerGivenNames?: readonly string[];
}

export interface IdentityContribution extends SourceOutcome {
  readonly recorded: readonly RecordedIdentity[];
  /** Given names that a source marks as former: no variant that holds one is shown. */
  readonly formerGivenNames: readonly string[];
}

/** The organisation's part of `Person.name` and `Person.birthDate`: a failure is told as data, so that the rest still counts. */
export async function contributeIdentity<R>(
  entity: KeyedEntity,
  loader: ReferenceLoader<R>,
  context: OrganisationContext<unknown>,
  recordedIn: (record: R) => { readonly unit: string; readonly persons: readonly RecordedPerson[] },
): Promise<IdentityContribution> {
  const outcome = await contributeOutcome(entity, loader, context);
  const { key } = entity;
  if (outcome.outcome !== 'ANSWERED' || key.state !== 'REFERENCES' || key.subject === null) {
    return { ...outcome, recorded: [], formerGivenNames: [] };
  }
  const subject = key.subject;
  // Whose name it is may be in dispute too; then both names stand, one of them as a variant.
  const records = await readReferenced(entity, loader, context);
  const about = records.flatMap(({ record, reference }) => {
    const { unit, persons } = recordedIn(record);
    return persons
      .filter((person) => isSubject(person, reference, subject))
      .map((person) => ({ person, unit }));
  });
  return {
    ...outcome,
    recorded: about.map(({ person: { name, birthDate }, unit }) => ({ name, birthDate, unit })),
    formerGivenNames: [...new Set(about.flatMap(({ person }) => formerOnly(person)))].sort(),
  };
}

// A former name that is part of the present one is no secret.
function formerOnly({ name, formerGivenNames = [] }: RecordedPerson): readonly string[] {
  const present = new Set((name ?? '').split(/[\s,]+/));
  return formerGivenNames.flatMap((names) => names.split(/\s+/)).filter((word) => !present.has(word));
}

/**
 * The member of this household whom a record means: by pseudonym, or by the source's own key of a person without
 * identifier. `null`: somebody who is no member of this household.
 */
export function memberIdOf(key: OrganisationKey, person: MentionedPerson, reference: string): string | null {
  if (key.state !== 'REFERENCES') return null;
  return key.members[nameIn(person, reference)] ?? null;
}

/**
 * The members between whom it is in dispute whom a record means, because their numbers were exchanged in one of the
 * organisations. `[]`: not in dispute.
 *
 * @see linking.md L1
 */
export function disputedMemberIdsOf(
  key: OrganisationKey,
  person: MentionedPerson,
  reference: string,
): readonly string[] {
  if (key.state !== 'REFERENCES') return [];
  return key.disputed?.[nameIn(person, reference)] ?? [];
}

/** Whether a record means the person whose key it is (`OrganisationKey.subject`). */
export function isSubject(person: MentionedPerson, reference: string, subject: string | null): boolean {
  return subject !== null && nameIn(person, reference) === subject;
}

function nameIn(person: MentionedPerson, reference: string): string {
  return person.pseudonym ?? `${reference}#${person.localKey}`;
}

/** The opaque id of a record in the graph: the same for the same record every time, and nothing is read from it. */
export function toRecordId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 16);
}

/** Whether a record may still be returned: it is not, past the retention that its source recorded. */
export function isRetained(record: { readonly retainUntil: string | null }, today: string): boolean {
  return record.retainUntil === null || record.retainUntil >= today;
}

function deadlineOf(request: SubgraphRequest): Deadline {
  const toldMs = parseLeftMs(request.headers[deadlineHeader]) ?? defaultBudgetMs;
  return startDeadline(toldMs - Math.min(ownShare.ms, toldMs * ownShare.part), request.signal);
}

function notAskedDetail(reason: Extract<OrganisationKey, { readonly state: 'UNREAD' }>['reason']): string {
  switch (reason) {
    case 'ROSTER_STALE':
      return 'could not be asked: its feed of references was not read, or too long ago';
    case 'NO_IDENTIFIER':
      return 'could not be asked: a member of this household has no identifier';
    case 'LINK_UNCONFIRMED':
      return 'was not asked: its link to this household waits for a professional to confirm it';
    case 'IDENTITY_CONFLICT':
      return 'was not asked: it is in dispute which of the members its records mean';
    default:
      return reason satisfies never;
  }
}
