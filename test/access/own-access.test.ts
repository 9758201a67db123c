/** A subgraph, and a register, in a process of its own with access rules: what they ask for at their start, and how they know each other. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { createContextVerifier } from '../../adapter-kit/access/signed-context.js';
import { runLogCommand } from '../../gateway/accountability/log-command.js';
import { openOwnAccess } from '../../subgraphs/own-access.js';
import { accessOf } from './raad-harness.js';

const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-own-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A key pair in files, as whoever runs the processes hands them over. */
async function keyFiles(kid: string): Promise<{ readonly own: string; readonly open: string }> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const [own, open] = [join(folder, `${kid}.json`), join(folder, `${kid}-public.json`)];
  writeFileSync(own, JSON.stringify({ ...(await exportJWK(privateKey)), kid }));
  writeFileSync(open, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid }] }));
  return { own, open };
}

const raad = {
  name: 'raad',
  organisation: 'RAAD',
  readsFeedsElsewhere: false,
  pseudonymKey: 'a key of the region',
  report: () => {},
} as const;
const register = { ...raad, name: 'household', organisation: 'REGISTER', readsFeedsElsewhere: true } as const;

describe('a subgraph in a process of its own', () => {
  it('has no access rules without the keys of the gateway', async () => {
    expect(await openOwnAccess({}, raad)).toBeNull();
  });

  it('does not start with the keys and without a place for its decisions', async () => {
    const { open } = await keyFiles('gateway-1');
    await expect(openOwnAccess({ ACCESS_CONTEXT_KEYS_FILE: open }, raad)).rejects.toThrow(
      'DECISION_LOG_FOLDER: expected',
    );
  });

  it.each([
    ['a place that is a file', { DECISION_LOG_FOLDER: join(folder, 'a-file') }, 'DECISION_LOG_FOLDER'],
    ['keys that are none', { ACCESS_CONTEXT_KEYS_FILE: join(folder, 'a-file') }, 'ACCESS_CONTEXT_KEYS_FILE'],
    [
      'feed keys that are not there',
      { ACCESS_FEED_KEYS_FILE: join(folder, 'none') },
      'ACCESS_FEED_KEYS_FILE',
    ],
    ['a budget of nothing', { READ_BUDGET_PER_SUBJECT: '0' }, 'READ_BUDGET_PER_SUBJECT'],
    ['a budget that is neither on nor off', { READ_BUDGET: 'no' }, 'READ_BUDGET'],
  ])(
    'does not start with %s, and says what was expected without where it was',
    async (_, given, variable) => {
      const { open } = await keyFiles('gateway-2');
      writeFileSync(join(folder, 'a-file'), 'not a folder, and no key');
      const settings = {
        ACCESS_CONTEXT_KEYS_FILE: open,
        DECISION_LOG_FOLDER: join(folder, 'decisions-2'),
        ...given,
      };
      const refused = openOwnAccess(settings, raad);
      await expect(refused).rejects.toThrow(`${variable}: `);
      await expect(refused).rejects.not.toThrow(folder);
    },
  );

  it('keeps its decisions in its own folder, where its owner finds who has read', async () => {
    const { open } = await keyFiles('gateway-3');
    const own = join(folder, 'own');
    const access = await openOwnAccess({ ACCESS_CONTEXT_KEYS_FILE: open, DECISION_LOG_FOLDER: own }, raad);
    await access?.tools.recordDecisions?.({
      owner: 'RAAD',
      access: accessOf('vt'),
      traceparent: undefined,
      decisions: [
        {
          recordType: 'raad-status',
          recordId: '1',
          reference: 'RVDK/2025-7781',
          answer: 'ALLOW',
          rule: 'status-to-vt',
        },
      ],
    });
    expect(access?.tools.controlsOf?.('raad')?.canRecord?.()).toBe(true);
    expect(access?.tools.controlsOf?.('gi')).toBeUndefined();
    await access?.close();
    expect(access?.tools.controlsOf?.('raad')?.canRecord?.()).toBe(false);
    const out: string[] = [];
    const output = { out: (line: string) => out.push(line), problem: (line: string) => out.push(line) };
    expect(await runLogCommand(['readers', '--owner', 'raad', '--dir', own], output)).toBe(0);
    expect(out.map((line) => JSON.parse(line))).toMatchObject([
      { function: 'vt', records: [{ id: 'RVDK/2025-7781 1', answer: 'ALLOW' }] },
    ]);
    expect(await runLogCommand(['verify', '--dir', own], output)).toBe(0);
  });
});

describe('a register in a process of its own that reads feeds elsewhere', () => {
  it('does not start without a key to sign with', async () => {
    const { open } = await keyFiles('gateway-4');
    await expect(
      openOwnAccess(
        { ACCESS_CONTEXT_KEYS_FILE: open, DECISION_LOG_FOLDER: join(folder, 'decisions-4') },
        register,
      ),
    ).rejects.toThrow('FEED_SIGNING_KEY_FILE: expected');
  });

  it('is known by its own key to a subgraph that was given it, for feeds alone', async () => {
    const [gateway, own] = [await keyFiles('gateway-5'), await keyFiles('register-5')];
    const reading = await openOwnAccess(
      {
        ACCESS_CONTEXT_KEYS_FILE: gateway.open,
        FEED_SIGNING_KEY_FILE: own.own,
        DECISION_LOG_FOLDER: join(folder, 'register-5'),
      },
      register,
    );
    const giving = await openOwnAccess(
      {
        ACCESS_CONTEXT_KEYS_FILE: gateway.open,
        ACCESS_FEED_KEYS_FILE: own.open,
        DECISION_LOG_FOLDER: join(folder, 'raad-5'),
      },
      raad,
    );
    const { contextKeys = new Map(), feedKeys } = giving?.tools ?? {};
    const verifier = createContextVerifier({
      audience: 'raad',
      keys: contextKeys,
      feedKeys,
      now: () => new Date(),
    });
    const token = await reading?.feedTokenFor?.('raad');
    expect(await verifier.verifyFeed(token)).toBe(true);
    expect(await verifier.verify(token)).toBeNull();
    await Promise.all([reading?.close(), giving?.close()]);
  });
});
