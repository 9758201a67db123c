/** What Veilig Thuis decided to answer one question of one viewer, for tests of how often it decides. */
import { generateKeyPair } from 'jose';
import type { LoggedDecision } from '../../adapter-kit/access/request-access.js';
import { createContextSigner, signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import { veiligThuis } from '../../subgraphs/veilig-thuis/subgraph.js';
import { accessOf, pseudonymiser, type Viewer } from '../access/veilig-thuis-viewers.js';

/** Asks a subgraph of its own before the running source with these settings. */
export async function decisionsOf(
  settings: Readonly<Record<string, string>>,
  viewer: Viewer,
  query: string,
  representation: object,
): Promise<readonly LoggedDecision[]> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const now = () => new Date('2026-11-02T12:00:00+01:00');
  const made: LoggedDecision[] = [];
  const subgraph = veiligThuis.create(settings, {
    pseudonymiser,
    keyTokenSecret: 'secret-of-this-test',
    now,
    sourceTimeoutMs: 30_000,
    contextKeys: new Map([['test', publicKey]]),
    recordDecisions: async ({ decisions }) => void made.push(...decisions),
  });
  const signer = createContextSigner({ id: 'test', privateKey }, now);
  await subgraph.handle({
    query,
    variables: { representations: [representation] },
    headers: { [signedContextHeader]: await signer.sign(accessOf(viewer), 'veilig-thuis') },
  });
  await subgraph.close();
  return made;
}
