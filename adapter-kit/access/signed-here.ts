/**
 * What was signed in this very process, for a verifier in the same process: it need not find out again what its own process signed a
 * moment ago.
 *
 * Nobody outside can use it. A record is found only by who holds the same set of public keys, that object itself and no copy, which
 * does not travel over a wire; and only by a token that is, to the last letter of its signature, one that was signed here. Any other
 * token is verified as one from elsewhere. Audience, time and the key's place in the set are judged all the same.
 */
import type { VerifyingKeys } from './signed-context.js';
import { type AccessContext, accessContextSchema } from './subject.js';

export interface SignedHere {
  /** The id of the key that signed it. */
  readonly keyId: string;
  readonly audience: string;
  readonly access: AccessContext;
  /** Seconds since 1970: `iat` and `exp`. */
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

/** More are not known at a time; the rest are verified by their signature. */
const mostKept = 10_000;

const signed = new WeakMap<VerifyingKeys, Map<string, SignedHere>>();
/** As a subgraph elsewhere would read them; what it would refuse is not kept. */
const admitted = new WeakMap<AccessContext, AccessContext | null>();

export function noteSignedHere(keys: VerifyingKeys, token: string, made: SignedHere): void {
  const access = admit(made.access);
  if (!access) return;
  const ofKeys = signed.get(keys) ?? new Map<string, SignedHere>();
  if (ofKeys.size >= mostKept) ofKeys.clear();
  signed.set(keys, ofKeys.set(token, { ...made, access }));
}

/** Who asks; `null`: to be verified by its signature. */
export function findSignedHere(
  keys: VerifyingKeys,
  token: string,
  { audience, now }: { readonly audience: string; readonly now: Date },
): AccessContext | null {
  const found = signed.get(keys)?.get(token);
  if (!found || found.audience !== audience || !keys.has(found.keyId)) return null;
  const seconds = Math.floor(now.getTime() / 1_000);
  return found.fromSeconds <= seconds && seconds < found.untilSeconds ? found.access : null;
}

function admit(access: AccessContext): AccessContext | null {
  const known = admitted.get(access);
  if (known !== undefined) return known;
  const parsed = accessContextSchema.safeParse(access);
  const made = parsed.success ? parsed.data : null;
  admitted.set(access, made);
  return made;
}
