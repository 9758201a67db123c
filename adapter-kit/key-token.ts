/**
 * The key by which an organisation's subgraph finds its own records of a household or a person: an opaque token that
 * the register seals for one organisation. It is in one of three states, and silence is none of them.
 *
 * Sealed deterministically (AES-256-GCM with a nonce from an HMAC over the plain text), so that equal keys are equal
 * texts; an organisation cannot read or make a key of another one.
 */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const keySchema = z.discriminatedUnion('state', [
  z.strictObject({
    /** The organisation gave these references itself, and a link that opens content joins them to the household. */
    state: z.literal('REFERENCES'),
    references: z.array(z.string()).readonly(),
    /** Present when the feed was read too long ago to know that there are no others. */
    isFeedStale: z.literal(true).optional(),
    /** Present when more cases of the organisation stand at the household and wait for a professional to confirm them. */
    hasUnconfirmed: z.literal(true).optional(),
    /** Pseudonym (or `reference#localKey` for a person without identifier) to the member id of this household. */
    members: z.record(z.string(), z.string()),
    /** Names whose numbers were exchanged: to the member ids between whom it is in dispute whom they mean. */
    disputed: z.record(z.string(), z.array(z.string()).readonly()).optional(),
    /** Present while the region changes the key of its pseudonyms: under which key names stand here, and what they are under the other one. */
    naming: z
      .strictObject({
        under: z.string(),
        otherwise: z.string().nullable(),
        names: z.record(z.string(), z.string()),
      })
      .optional(),
    /** For the key of a person: whose records are asked. `null` for the key of a household. */
    subject: z.string().nullable(),
  }),
  z.strictObject({
    /** The organisation's feed was read in full, is young enough, and has no reference. */
    state: z.literal('NONE'),
    notKnownAsOf: z.string(),
  }),
  z.strictObject({
    /** It cannot be said whether the organisation has records. */
    state: z.literal('UNREAD'),
    reason: z.enum(['ROSTER_STALE', 'NO_IDENTIFIER', 'LINK_UNCONFIRMED', 'IDENTITY_CONFLICT']),
  }),
]);

export type OrganisationKey = z.infer<typeof keySchema>;

export interface KeySealer {
  seal(key: OrganisationKey): string;
  /** @throws Error when the token was not sealed for this organisation; the message repeats nothing of it. */
  open(token: string): OrganisationKey;
}

export const DEMONSTRATION_KEY_TOKEN_SECRET = 'demonstration-secret-for-key-tokens-only';

const nonceBytes = 12;
const tagBytes = 16;

/** A sealer for one organisation; register and subgraph must have been given the same secret. */
export function createKeySealer(secret: string, organisation: string): KeySealer {
  const derive = (use: string): Buffer =>
    createHmac('sha256', secret).update(`${use}\n${organisation}`).digest();
  const encryptionKey = derive('key-token encryption');
  const nonceKey = derive('key-token nonce');
  const nonceOf = (plain: Buffer): Buffer =>
    createHmac('sha256', nonceKey).update(plain).digest().subarray(0, nonceBytes);

  return {
    seal(key) {
      const plain = Buffer.from(JSON.stringify(keySchema.parse(key)));
      const nonce = nonceOf(plain);
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce);
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      );
    },
    open(token) {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length <= nonceBytes + tagBytes) throw notOurs(organisation);
      const nonce = bytes.subarray(0, nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, nonce);
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
      try {
        const plain = Buffer.concat([
          decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)),
          decipher.final(),
        ]);
        if (!timingSafeEqual(nonce, nonceOf(plain))) throw notOurs(organisation);
        return keySchema.parse(JSON.parse(plain.toString('utf8')));
      } catch {
        throw notOurs(organisation);
      }
    },
  };
}

function notOurs(organisation: string): Error {
  return new Error(`[${organisation}] expected a key that the register sealed for this organisation`);
}
