/**
 * What a subgraph tells beside its data to a gateway that says who asks: whom the answer is about, as the register does, or that the
 * organisation answered. Without a signed context nothing is told, as by a subgraph without access rules.
 */
import { createHousehold } from './household-data.js';
import type { SourceName } from './supergraph.js';

/** Of each source, as the household graph spells it. */
export const organisations = {
  register: 'REGISTER',
  'veilig-thuis': 'VEILIG_THUIS',
  raad: 'RAAD',
  gi: 'GI',
  'local-team': 'LOCAL_TEAM',
} as const satisfies Readonly<Record<SourceName, string>>;

/** Always the same instant, so that equal answers have equal texts. */
const asOf = '2026-01-05T09:00:00.000Z';
const mostKept = 5_000;

/** A function from the households that a question is about to JSON text; each text is made once. */
export function createExtensionsTeller(source: SourceName): (households: readonly string[]) => string {
  if (source !== 'register') {
    const told = { source: { organisation: organisations[source], outcome: 'ANSWERED', reason: null, asOf } };
    const text = JSON.stringify(told);
    return () => text;
  }
  const kept = new Map<string, string>();
  return (households) => {
    const key = households.join();
    const known = kept.get(key);
    if (known !== undefined) return known;
    const text = JSON.stringify({ unreadFeeds: [], concerned: concernedIn(households) });
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, text);
    return text;
  };
}

function concernedIn(households: readonly string[]) {
  return {
    households: households.map((id) => toRegisterId('hh', id)),
    persons: households.flatMap((id) =>
      createHousehold(id).members.map(({ personId }) => toRegisterId('p', personId)),
    ),
  };
}

/** In the form that the register gives its ids. */
function toRegisterId(prefix: string, id: string): string {
  return `${prefix}_${id.padEnd(22, '_')}`;
}
