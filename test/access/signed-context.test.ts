/** What the gateway tells a subgraph about who asks, and what a subgraph accepts. */
import { describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  type ContextKeys,
  generateContextKeys,
  readSigningKey,
  readVerifyingKeys,
} from '../../adapter-kit/access/context-keys.js';
import { createContextSigner, createContextVerifier } from '../../adapter-kit/access/signed-context.js';
import type { AccessContext } from '../../adapter-kit/access/subject.js';

const at = new Date('2026-11-02T12:00:00+01:00');

const fixedFace: AccessContext = {
  subject: {
    id: 'l2',
    issuer: 'https://issuer.invalid',
    function: 'fixed-face',
    organisation: '00000001001564349000',
    unit: 'LT1',
    employerTask: 'Jeugdwet art. 2.3',
    region: 'rotterdam',
    assignments: [{ caseReference: 'LT1/2025-0217', from: '2025-09-15', until: null, isSubstitute: false }],
    person: null,
    relations: [],
    ageClass: null,
  },
  processingActivity: 'https://gezinsbeeld.invalid/processing-activities/support-family',
  caseReference: 'LT1/2025-0217',
  breakGlass: null,
};

async function world(now: () => Date = () => at, keys?: ContextKeys) {
  const used = keys ?? (await generateContextKeys());
  return {
    keys: used,
    signer: createContextSigner(used.signing, now),
    verifierOf: (audience: string) => createContextVerifier({ audience, keys: used.verifying, now }),
  };
}

describe('the context that the gateway signs', () => {
  it('is read back as it was by the subgraph that it is for', async () => {
    const { signer, verifierOf } = await world();
    expect(await verifierOf('raad').verify(await signer.sign(fixedFace, 'raad'))).toEqual(fixedFace);
  });

  it('is nothing to another subgraph', async () => {
    const { signer, verifierOf } = await world();
    expect(await verifierOf('gi').verify(await signer.sign(fixedFace, 'raad'))).toBeNull();
  });

  it('is over after a minute, also where it was accepted before', async () => {
    const clock = { now: at };
    const { signer, verifierOf } = await world(() => clock.now);
    const token = await signer.sign(fixedFace, 'raad');
    const verifier = verifierOf('raad');
    expect(await verifier.verify(token)).toEqual(fixedFace);
    clock.now = new Date(at.getTime() + 59_000);
    expect(await verifier.verify(token)).toEqual(fixedFace);
    clock.now = new Date(at.getTime() + 61_000);
    expect(await verifier.verify(token)).toBeNull();
    expect(await verifierOf('raad').verify(token)).toBeNull();
  });

  it('holds nothing of one request, and reads as any JSON Web Token does', async () => {
    const { signer } = await world();
    const [header = '', payload = ''] = (await signer.sign(fixedFace, 'raad')).split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    expect(Object.keys(read(header) as object).sort()).toEqual(['alg', 'kid', 'typ']);
    expect(read(payload)).toEqual({
      access: fixedFace,
      iss: 'gezinsbeeld-gateway',
      aud: 'raad',
      iat: at.getTime() / 1_000,
      exp: at.getTime() / 1_000 + 60,
    });
  });

  it('is signed anew for another asker, purpose or case, and used again for the same', async () => {
    const { signer } = await world();
    const first = await signer.sign(fixedFace, 'raad');
    expect(await signer.sign({ ...fixedFace }, 'raad')).toBe(first);
    expect(await signer.sign({ ...fixedFace, caseReference: null }, 'raad')).not.toBe(first);
  });

  it.each([
    ['no token', undefined],
    ['an empty one', ''],
    ['what is no token', 'Bearer x.y.z'],
    ['one that is too long', 'a'.repeat(70_000)],
  ])('is refused: %s', async (_, token) => {
    const { verifierOf } = await world();
    expect(await verifierOf('raad').verify(token)).toBeNull();
  });

  it('is refused when it was signed by another key under the same name', async () => {
    const { keys, verifierOf } = await world();
    const stranger = await generateContextKeys();
    const signer = createContextSigner({ ...stranger.signing, id: keys.signing.id }, () => at);
    expect(await verifierOf('raad').verify(await signer.sign(fixedFace, 'raad'))).toBeNull();
  });

  it('is refused when it is signed with the public key as a secret, or not at all', async () => {
    const { keys, verifierOf } = await world();
    const [[id, key] = ['', undefined]] = [...keys.verifying];
    if (!key || !('type' in key)) throw new Error('expected a key');
    const { x = '' } = await exportJWK(key);
    const claims = { access: fixedFace };
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: id, typ: 'gezinsbeeld-access+jwt' })
      .setIssuer('gezinsbeeld-gateway')
      .setAudience('raad')
      .setIssuedAt(at)
      .setExpirationTime(Math.floor(at.getTime() / 1_000) + 60)
      .sign(Buffer.from(x, 'base64url'));
    const text = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${text({ alg: 'none', kid: id, typ: 'gezinsbeeld-access+jwt' })}.${text({
      ...claims,
      iss: 'gezinsbeeld-gateway',
      aud: 'raad',
      iat: at.getTime() / 1_000,
      exp: at.getTime() / 1_000 + 60,
    })}.`;
    const verifier = verifierOf('raad');
    expect(await verifier.verify(forged)).toBeNull();
    expect(await verifier.verify(unsigned)).toBeNull();
  });

  it('opens no feed, and the token of a feed opens no record', async () => {
    const { signer, verifierOf } = await world();
    const verifier = verifierOf('raad');
    expect(await verifier.verifyFeed(await signer.sign(fixedFace, 'raad'))).toBe(false);
    expect(await verifier.verify(await signer.signFeed('raad'))).toBeNull();
    expect(await verifier.verifyFeed(await signer.signFeed('raad'))).toBe(true);
    expect(await verifierOf('gi').verifyFeed(await signer.signFeed('raad'))).toBe(false);
  });
});

describe('a subgraph in the process of the gateway', () => {
  async function sharedWorld() {
    const clock = { now: at };
    const keys = await generateContextKeys();
    const signer = createContextSigner(keys.signing, () => clock.now, keys.verifying);
    const verifierOf = (audience: string, verifying = keys.verifying) =>
      createContextVerifier({ audience, keys: verifying, now: () => clock.now });
    return { clock, keys, signer, verifierOf };
  }

  it('knows what was signed here, for itself alone, and for a minute', async () => {
    const { clock, signer, verifierOf } = await sharedWorld();
    const token = await signer.sign(fixedFace, 'raad');
    expect(await verifierOf('raad').verify(token)).toEqual(fixedFace);
    expect(await verifierOf('gi').verify(token)).toBeNull();
    clock.now = new Date(at.getTime() + 61_000);
    expect(await verifierOf('raad').verify(token)).toBeNull();
    clock.now = new Date(at.getTime() - 5_000);
    expect(await verifierOf('raad').verify(token)).toBeNull();
  });

  it.each([
    ['with another asker in it', (payload: string) => payload.replace('"id":"l2"', '"id":"l3"')],
    ['for longer', (payload: string) => payload.replace(/"exp":\d+/, '"exp":9999999999')],
  ])('refuses what was signed here and changed on the way: %s', async (_, change) => {
    const { signer, verifierOf } = await sharedWorld();
    const [header, payload = '', signature] = (await signer.sign(fixedFace, 'raad')).split('.');
    const changed = change(Buffer.from(payload, 'base64url').toString('utf8'));
    expect(changed).not.toBe(Buffer.from(payload, 'base64url').toString('utf8'));
    const forged = `${header}.${Buffer.from(changed).toString('base64url')}.${signature}`;
    expect(await verifierOf('raad').verify(forged)).toBeNull();
  });

  it('refuses a signature of which the last letter was changed', async () => {
    const { signer, verifierOf } = await sharedWorld();
    const token = await signer.sign(fixedFace, 'raad');
    const at5 = token.at(-5) === 'A' ? 'B' : 'A';
    expect(await verifierOf('raad').verify(`${token.slice(0, -5)}${at5}${token.slice(-4)}`)).toBeNull();
  });

  it('refuses what a stranger in the same process signed under the name of its key', async () => {
    const { keys, verifierOf } = await sharedWorld();
    const stranger = await generateContextKeys();
    const renamed = { ...stranger.signing, id: keys.signing.id };
    const signer = createContextSigner(renamed, () => at, stranger.verifying);
    expect(await verifierOf('raad').verify(await signer.sign(fixedFace, 'raad'))).toBeNull();
  });

  it('forgets what was signed by a key that it is given no more', async () => {
    const pair = await generateContextKeys();
    const verifying = new Map(pair.verifying);
    const signer = createContextSigner(pair.signing, () => at, verifying);
    const verifier = createContextVerifier({ audience: 'raad', keys: verifying, now: () => at });
    const token = await signer.sign(fixedFace, 'raad');
    expect(await verifier.verify(token)).toEqual(fixedFace);
    verifying.clear();
    expect(await verifier.verify(token)).toBeNull();
  });

  it('refuses what a subgraph elsewhere would refuse', async () => {
    const { keys, signer, verifierOf } = await sharedWorld();
    const odd = { ...fixedFace, processingActivity: '' };
    const token = await signer.sign(odd, 'raad');
    expect(await verifierOf('raad', new Map(keys.verifying)).verify(token)).toBeNull();
    expect(await verifierOf('raad').verify(token)).toBeNull();
  });
});

describe('the key of a register in another process', () => {
  it('reads feeds, and says of nobody who asks', async () => {
    const [gateway, register] = [await generateContextKeys(), await generateContextKeys()];
    const verifier = createContextVerifier({
      audience: 'raad',
      keys: gateway.verifying,
      feedKeys: register.verifying,
      now: () => at,
    });
    const signer = createContextSigner(register.signing, () => at);
    expect(await verifier.verifyFeed(await signer.signFeed('raad'))).toBe(true);
    expect(await verifier.verifyFeed(await signer.signFeed('gi'))).toBe(false);
    expect(await verifier.verify(await signer.sign(fixedFace, 'raad'))).toBeNull();
  });
});

describe('the keys of the gateway', () => {
  it('go to a subgraph elsewhere as files: the private one for the gateway, the public ones for the subgraph', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const kid = 'gateway-2026-11';
    const signing = await readSigningKey(JSON.stringify({ ...(await exportJWK(privateKey)), kid }));
    const keys = await readVerifyingKeys(
      JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid }] }),
    );
    const token = await createContextSigner(signing.signing, () => at).sign(fixedFace, 'raad');
    const verifier = createContextVerifier({ audience: 'raad', keys, now: () => at });
    expect(await verifier.verify(token)).toEqual(fixedFace);
  });

  it.each(['', '{}', '{"keys":[]}', '{"kty":"RSA"}'])(
    'are refused in words that repeat nothing: %s',
    async (text) => {
      await expect(readVerifyingKeys(text)).rejects.toThrow('expected a JWK Set');
      await expect(readSigningKey(text)).rejects.toThrow('expected a private JWK');
    },
  );
});
