/**
 * What goes with each question: token, processing activity, case and reason, from what was chosen last; and what the gateway said
 * when it refused. All of it lives as long as the page.
 */
import type { Choice } from './asking.js';

export interface Asker {
  choose(choice: Choice): void;
  /** The headers of the next question. @throws Error when the simulated issuer gives no token. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Told of each answer: its status, and its body. */
  hear(status: number, body: unknown): void;
  /** Calls with the last refusal in words; `null`: the last question was answered. Gives what ends it. */
  onRefusal(listener: (refusal: string | null) => void): () => void;
}

/** Tokens live a quarter of an hour; this is well within it. */
const tokenAgeMs = 5 * 60_000;

export function createAsker(first: Choice): Asker {
  let choice = first;
  let refusal: string | null = null;
  const listeners = new Set<(refusal: string | null) => void>();
  const tokens = new Map<string, { readonly token: string; readonly at: number }>();

  async function tokenNow(): Promise<string> {
    const { persona, token } = choice;
    if (persona === '') return token.trim();
    const known = tokens.get(persona);
    if (known && performance.now() - known.at < tokenAgeMs) return known.token;
    const fetched = await fetchToken(persona);
    tokens.set(persona, { token: fetched, at: performance.now() });
    return fetched;
  }

  return {
    choose(next) {
      choice = next;
    },
    async headers() {
      const { activity, caseReference, reason } = choice;
      const token = await tokenNow();
      return {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(activity === '' ? {} : { 'processing-activity': activity }),
        ...(caseReference.trim() === '' ? {} : { 'case-reference': caseReference.trim() }),
        ...(reason.trim() === '' ? {} : { 'break-glass-reason': asBytes(reason.trim()) }),
      };
    },
    hear(status, body) {
      // An issuer that was started again has other keys.
      if (status === 401) tokens.clear();
      refusal = status < 400 ? null : `${status} ${firstError(body)}`;
      for (const listener of listeners) listener(refusal);
    },
    onRefusal(listener) {
      listeners.add(listener);
      listener(refusal);
      return () => listeners.delete(listener);
    },
  };
}

async function fetchToken(persona: string): Promise<string> {
  const url = new URL(`explorer/personas/${persona}/token`, document.baseURI);
  const response = await fetch(url, { method: 'POST' });
  // What this gateway answers: a token, or why there is none.
  const { token, error } = (await response.json()) as { readonly token?: string; readonly error?: string };
  if (token === undefined) throw new Error(error ?? 'expected a token of this persona');
  return token;
}

/** A header in UTF-8: browsers take one character for each byte. */
function asBytes(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function firstError(body: unknown): string {
  // A refusal has the form of a GraphQL answer; whatever else there is, is shown by the result itself.
  const { errors } = (body ?? {}) as {
    readonly errors?: readonly {
      readonly message: string;
      readonly extensions?: { readonly code?: string };
    }[];
  };
  const [error] = errors ?? [];
  return error ? `${error.extensions?.code ?? ''}: ${error.message}` : 'the gateway refused';
}
