/** Veilig Thuis behind its own rules, for tests: a running source that tells what was read, and everybody who may look at it. */
import { generateKeyPair } from 'jose';
import { createContextSigner, signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import {
  type AccessContext,
  employers,
  type FunctionName,
  functionNames,
} from '../../adapter-kit/access/subject.js';
import { deadlineHeader } from '../../adapter-kit/deadline.js';
import { createKeySealer, type OrganisationKey } from '../../adapter-kit/key-token.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { CastPerson } from '../../simulated-sources/families.js';
import type { CaseRead } from '../../simulated-sources/veilig-thuis/api.js';
import { demonstrationClients, readingClient } from '../../simulated-sources/veilig-thuis/clients.js';
import type { NumberedFiling } from '../../simulated-sources/veilig-thuis/filing.js';
import { castAdvice, castCases } from '../../simulated-sources/veilig-thuis/records.js';
import { startVeiligThuisServer } from '../../simulated-sources/veilig-thuis/server.js';
import { veiligThuis } from '../../subgraphs/veilig-thuis/subgraph.js';

export const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const keyTokenSecret = 'secret-of-this-test';
const sealer = createKeySealer(keyTokenSecret, 'VEILIG_THUIS');
const clock = new Date('2026-11-02T12:00:00+01:00');
const brokenAt = '2026-11-02T11:59:50+01:00';

export interface Viewer {
  readonly function: FunctionName;
  /** A member of the family. */
  readonly who?: CastPerson;
  readonly children?: readonly CastPerson[];
  readonly caseReference?: string;
  readonly breaksGlass?: boolean;
}

export function accessOf({ function: name, who, children = [], ...viewer }: Viewer): AccessContext {
  const employer = employers[name];
  return {
    subject: {
      id: `test-${name}`,
      issuer: 'https://issuer.invalid',
      function: name,
      organisation: employer === null ? null : '00000099000000000000',
      unit: employer === null ? null : 'X1',
      employerTask: employer,
      region: null,
      assignments: [],
      person: who ? pseudonymiser.person(who.bsn) : null,
      relations: children.map((child) => ({
        person: pseudonymiser.person(child.bsn) ?? '',
        authority: 'JOINT',
        from: '2009-05-29',
        until: null,
        isDisputed: false,
        isContactBanned: false,
        ageClass: 'UNDER_12' as const,
      })),
      ageClass: who ? 'ADULT' : null,
    },
    processingActivity: 'test',
    caseReference: viewer.caseReference ?? null,
    breakGlass: viewer.breaksGlass ? { reason: 'a child is in danger now', at: brokenAt } : null,
  };
}

export async function startGuarded(extra: readonly NumberedFiling[]) {
  const reads: CaseRead[] = [];
  const calls: string[] = [];
  const server = await startVeiligThuisServer({
    port: 0,
    cases: [...castCases, ...extra],
    advice: castAdvice,
    clients: demonstrationClients,
    now: () => clock,
    tokenLifetimeSeconds: 300,
    onRead: (read) => reads.push(read),
  });
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const settings = {
    VEILIG_THUIS_URL: `${server.origin}/api/v1`,
    VEILIG_THUIS_TOKEN_URL: `${server.origin}/oauth/token`,
    VEILIG_THUIS_CLIENT_ID: readingClient.id,
    VEILIG_THUIS_CLIENT_SECRET: readingClient.secret,
  };
  const createSubgraph = (isGuarded: boolean) =>
    veiligThuis.create(settings, {
      pseudonymiser,
      keyTokenSecret,
      now: () => clock,
      sourceTimeoutMs: 30_000,
      onCall: ({ path }) => calls.push(path),
      ...(isGuarded ? { contextKeys: new Map([['test', publicKey]]) } : {}),
    });
  const guarded = createSubgraph(true);
  const open = createSubgraph(false);
  const signerAt = (instant: Date) => createContextSigner({ id: 'test', privateKey }, () => instant);
  const signer = signerAt(clock);

  const ask = async (viewer: Viewer, query: string, ...representations: readonly object[]) => {
    const token = await signer.sign(accessOf(viewer), 'veilig-thuis');
    reads.length = 0;
    calls.length = 0;
    return guarded.handle({
      query,
      variables: { representations },
      headers: { [signedContextHeader]: token, [deadlineHeader]: '30000' },
    });
  };

  return {
    reads,
    settings,
    calls,
    server,
    /** The numbers of the parts of cases that the source was asked for. */
    numbersRead: () => reads.flatMap(({ what }) => (what === 'ATTRIBUTES' ? [] : what)),
    /** A token of the right key: for another subgraph, or made too long ago. */
    tokenFor: (viewer: Viewer, audience: string, instant = clock) =>
      signerAt(instant).sign(accessOf(viewer), audience),
    sendWith: (headers: Readonly<Record<string, string>>, query: string, representation: object) =>
      guarded.handle({ query, variables: { representations: [representation] }, headers }),
    ask,
    /** What each function may ever see is worked out when it first asks; here before any test is timed. */
    async warmUp() {
      const question = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Household { veiligThuisOutcome { outcome } } } }`;
      for (const asker of functionNames) await ask({ function: asker }, question, unknownKey());
    },
    askOpen: (query: string, representation: object) =>
      open.handle({ query, variables: { representations: [representation] }, headers: {} }),
    async close() {
      await guarded.close();
      await open.close();
      await server.close();
    },
  };
}

/** The key of a household of these people, or of one of them. */
export function keyOf(
  people: readonly CastPerson[],
  references: readonly string[],
  subject: CastPerson | null = null,
): object {
  const members = Object.fromEntries(
    people.map((who, index) => [pseudonymiser.person(who.bsn) ?? '', `m${index + 1}`]),
  );
  const key: OrganisationKey = {
    state: 'REFERENCES',
    references: [...references],
    members,
    subject: subject && pseudonymiser.person(subject.bsn),
  };
  return {
    __typename: subject ? 'Person' : 'Household',
    veiligThuisKey: sealer.seal(key),
  };
}

/** The key of a household that Veilig Thuis does not know. */
export function unknownKey(typename: 'Household' | 'Person' = 'Household'): object {
  const key: OrganisationKey = { state: 'NONE', notKnownAsOf: '2026-11-02T10:58:00.000Z' };
  return { __typename: typename, veiligThuisKey: sealer.seal(key) };
}
