/**
 * The access token of this adapter: fetched once, shared by everything that needs it, and fetched again shortly before it
 * expires or once the source has refused it.
 *
 * @see RFC 6749 section 4.4 (client credentials) and 2.3.1 (client_secret_basic).
 */
import type { CircuitState } from '../../../adapter-kit/circuit.js';
import { parseContract } from '../../../adapter-kit/contract.js';
import { createOutwardCaller, type OutwardCallOptions } from '../../../adapter-kit/outward-call.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { tokenAnswerSchema } from './rest-messages.js';

export interface AccessTokens {
  /** The token in hand, or a new one; callers at the same time share one call. @throws SourceError */
  fetch(signal: AbortSignal): Promise<string>;
  /** Lets go of a token that the source refused, unless a newer one is in hand already. */
  discard(token: string): void;
  /** Of the way to the authorisation server. */
  readonly circuit: () => CircuitState;
  close(): Promise<void>;
}

export interface AccessTokenOptions extends Omit<OutwardCallOptions, 'baseUrl'> {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** A clock that is never set back, in milliseconds. */
  readonly monotonicMs: () => number;
}

/** A token is not used in its last ten seconds, nor in the last half of a life shorter than twenty. */
const spareMs = 10_000;

export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { tokenUrl, clientId, clientSecret, scopes, monotonicMs, ...callOptions } = options;
  const { origin, pathname, search } = new URL(tokenUrl);
  const caller = createOutwardCaller({ ...callOptions, baseUrl: origin });
  const credentials = Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString('base64');
  let held: { readonly token: string; readonly usableUntilMs: number } | null = null;
  let underWay: Promise<string> | null = null;

  async function ask(): Promise<string> {
    const askedAtMs = monotonicMs();
    // Not bound to the request that happens to come first: others wait for the same answer. It has its own deadline.
    const answer = await caller.fetchJson({
      method: 'POST',
      path: `${pathname}${search}`,
      headers: {
        authorization: `Basic ${credentials}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }).toString(),
      // Nothing is changed by a token that nobody received.
      isRead: true,
    });
    const subject = { organisation: callOptions.organisation, what: 'token' };
    const { access_token: token, expires_in: lifetimeSeconds } = parseContract(
      tokenAnswerSchema,
      answer,
      subject,
    );
    const lifetimeMs = lifetimeSeconds * 1_000;
    held = { token, usableUntilMs: askedAtMs + lifetimeMs - Math.min(spareMs, lifetimeMs / 2) };
    return token;
  }

  return {
    async fetch(signal) {
      if (held && monotonicMs() < held.usableUntilMs) return held.token;
      underWay ??= ask().finally(() => {
        underWay = null;
      });
      return await untilAborted(underWay, signal, callOptions.organisation);
    },
    discard(token) {
      if (held?.token === token) held = null;
    },
    circuit: caller.circuit,
    close: () => caller.close(),
  };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, organisation: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void =>
      reject(
        new SourceError({
          organisation,
          reason: 'TIMED_OUT',
          detail: 'the request ended before a token was given',
        }),
      );
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
    if (signal.aborted) giveUp();
  });
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
