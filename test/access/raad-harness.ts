/** The Raad's subgraph on its running source, with who asks told by a signature, and the source's own record of what was read. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair } from 'jose';
import type { OwnerControls } from '../../adapter-kit/access/owner-controls.js';
import type { LoggedDecision } from '../../adapter-kit/access/request-access.js';
import { createContextSigner, signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import { type AccessContext, employers, type FunctionName } from '../../adapter-kit/access/subject.js';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import type { SubgraphTools } from '../../adapter-kit/organisation-source.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { notification, type PassingMessage } from '../../simulated-sources/raad/passing-messages.js';
import { type RaadSourceOptions, startRaadSource } from '../../simulated-sources/raad/source.js';
import type { CaseRead } from '../../subgraphs/raad/message-store/server.js';
import { raad } from '../../subgraphs/raad/subgraph.js';

export const clock = '2026-11-02T11:00:00.000Z';
export const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
export const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'RAAD');

/** A case that the Raad began of its own accord, and in which the court ordered nothing: the cast has none. */
export const ownAccord = 'RVDK/2026-8001';
export const childOfItsOwnAccord = '999970112';
export const ofItsOwnAccord: PassingMessage = notification({
  referenceNumber: 'RVDK-2026-8001-1',
  sentAt: '20261001090000',
  to: { oin: '00000099000000000101', name: 'Gemeente Rotterdam' },
  councilCase: 'RVDK-2026-8001',
  client: { bsn: childOfItsOwnAccord, surname: 'Test', givenName: 'Anna', birthDate: '2015-05-01', sex: 'V' },
  startedOn: '2026-08-03',
  status: { text: 'Zaak afgerond', setOn: '2026-10-01' },
  result: 'Geen maatregel opgelegd',
  decision: { decidedOn: '2026-10-01', explanation: 'Verzoek afgewezen', effectiveFrom: '2026-10-01' },
});

/** Who asks; what is not said is that of nobody in particular. */
export type Asker = Partial<Pick<AccessContext, 'caseReference' | 'breakGlass'>> & {
  readonly relations?: AccessContext['subject']['relations'];
  readonly person?: string | null;
};

export function accessOf(asker: FunctionName, about: Asker = {}): AccessContext {
  const { caseReference = null, breakGlass = null, relations = [], person = null } = about;
  const isFamily = employers[asker] === null && asker !== 'rvt-duo';
  return {
    subject: {
      id: `subject of ${asker}`,
      issuer: 'https://issuer.invalid',
      function: asker,
      organisation: isFamily ? null : '00000099000000000001',
      unit: isFamily ? null : 'TEST',
      employerTask: null,
      region: null,
      assignments: [],
      person,
      relations: [...relations],
      ageClass: null,
    },
    processingActivity: 'child-protection',
    caseReference,
    breakGlass,
  };
}

/** The relation of a parent to a child, or of anybody to anybody, by number (BSN). */
export function relationTo(bsn: string, authority: 'JOINT' | 'NONE' = 'JOINT') {
  return {
    person: pseudonymiser.person(bsn) ?? '',
    authority,
    from: '2015-01-01',
    until: null,
    isDisputed: false,
    isContactBanned: false,
    ageClass: 'UNDER_12' as const,
  };
}

export const householdQuery = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household {
  councilInvestigations { requestedBy status startedOn memberIds result decision { explanation } source { recordId } }
  councilReports { result memberIds source { recordId } }
  courtDecisions { decidedOn explanation effectiveFrom effectiveUntil memberIds source { recordId } }
  raadWithheld { recordType access unit contact since until explanation { rule law nl en ask } }
  raadOutcome { outcome reason asOf visibility { recordType visibility } } } } }`;
export const personQuery = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  raadIdentity { outcome reason recorded { name birthDate unit } } } } }`;

/** What a household's answer holds; `null` where it was refused or could not be given. */
export interface HouseholdShown {
  readonly councilInvestigations: readonly Readonly<Record<string, unknown>>[] | null;
  readonly councilReports: readonly Readonly<Record<string, unknown>>[] | null;
  readonly courtDecisions: readonly Readonly<Record<string, unknown>>[] | null;
  readonly raadWithheld: readonly Readonly<Record<string, unknown>>[] | null;
  readonly raadOutcome: { readonly outcome: string } | null;
}

export type RaadHarness = Awaited<ReturnType<typeof startRaad>>;

/** Starts the source with the messages of the cast, and its subgraph with access rules. */
export async function startRaad(
  options: {
    readonly withRules?: boolean;
    /** What the owner has in its own hand. */
    readonly controls?: OwnerControls;
    /** What decides in the place of the rules. */
    readonly decisionPointOf?: SubgraphTools['decisionPointOf'];
    /** Told of decisions before they are kept; what it throws is a log that cannot be written. */
    readonly onRecord?: () => void;
    /** Puts something before the store's reads. */
    readonly configure?: RaadSourceOptions['configure'];
  } = {},
) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-access-'));
  const reads: CaseRead[] = [];
  const calls: string[] = [];
  const decisions: LoggedDecision[] = [];
  const running = await startRaadSource({
    port: 0,
    dataFolder,
    onRead: (read) => reads.push(read),
    ...(options.configure ? { configure: options.configure } : {}),
  });
  const keys = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const signer = createContextSigner({ id: 'k1', privateKey: keys.privateKey }, () => new Date(clock));
  const subgraph = raad.create(running.settings, {
    pseudonymiser,
    keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
    ...(options.withRules === false ? {} : { contextKeys: new Map([['k1', keys.publicKey]]) }),
    recordDecisions: async ({ decisions: made }) => {
      options.onRecord?.();
      decisions.push(...made);
    },
    controlsOf: () => options.controls,
    ...(options.decisionPointOf ? { decisionPointOf: options.decisionPointOf } : {}),
    now: () => new Date(clock),
    sourceTimeoutMs: 2_000,
    onCall: ({ method, path }) => calls.push(`${method} ${path}`),
  });
  const clear = (): void => {
    for (const list of [reads, calls, decisions]) list.length = 0;
  };
  const send = (query: string, typename: string, key: OrganisationKey, headers: Record<string, string>) => {
    clear();
    const r = [{ __typename: typename, raadKey: sealer.seal(key) }];
    return subgraph.handle({ query, variables: { r }, headers });
  };
  const headersOf = async (access: AccessContext, audience = 'raad') => ({
    [signedContextHeader]: await signer.sign(access, audience),
  });
  const keyOf = (references: readonly string[], subject: string | null, members = {}): OrganisationKey => ({
    state: 'REFERENCES',
    references: [...references],
    members,
    subject,
  });
  return {
    running,
    subgraph,
    signer,
    privateKey: keys.privateKey,
    send,
    headersOf,
    keyOf,
    /** The calls, reads and decisions of the last question. */
    calls,
    reads,
    decisions,
    /** What of content left the source for the last question. */
    contentRead: () => reads.flatMap(({ what }) => (what === 'ATTRIBUTES' ? [] : what)),
    async household(
      access: AccessContext,
      references: readonly string[],
      members: Readonly<Record<string, string>> = {},
    ): Promise<{ readonly shown: HouseholdShown; readonly answer: SubgraphAnswer }> {
      const answer = await send(
        householdQuery,
        'Household',
        keyOf(references, null, members),
        await headersOf(access),
      );
      return { shown: shownIn(answer), answer };
    },
    /** What is shown of a person by number (BSN). */
    async person(access: AccessContext, references: readonly string[], bsn: string) {
      const key = keyOf(references, pseudonymiser.person(bsn));
      const answer = await send(personQuery, 'Person', key, await headersOf(access));
      return JSON.parse(JSON.stringify(answer.data))._entities[0].raadIdentity;
    },
    async stop() {
      await subgraph.close();
      await running.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The first household of an answer. */
export function shownIn(answer: SubgraphAnswer): HouseholdShown {
  return JSON.parse(JSON.stringify(answer.data))._entities[0];
}
