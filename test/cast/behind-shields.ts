/** What whoever stands outside a shield may not learn, in whichever way they ask. */
import { expect } from '@jest/globals';
import type { CastPerson } from '../../simulated-sources/families.js';
import type { CastGraph } from './cast-graph.js';

/** Under which own cases somebody asks; `undefined`: no case at all. */
export type OwnCases = readonly (string | undefined)[];

/** Looks through whole answers: records, errors, extensions and questions. */
export async function expectNoWordOf(
  graph: CastGraph,
  words: RegExp,
  { people, asking }: { readonly people: readonly CastPerson[]; readonly asking: OwnCases },
): Promise<void> {
  for (const caseReference of asking) {
    for (const person of people) {
      expect((await graph.answerAbout(person, caseReference)).text).not.toMatch(words);
    }
    if (caseReference !== undefined) {
      expect(JSON.stringify(await graph.questions(caseReference))).not.toMatch(words);
    }
  }
}

/** A household behind a shield answers like one that does not exist, and makes no list longer. */
export async function expectNotThere(
  graph: CastGraph,
  id: string,
  { people, asking }: { readonly people: readonly CastPerson[]; readonly asking: OwnCases },
): Promise<void> {
  const unknownId = `hh_${'A'.repeat(id.length - 3)}`;
  const withoutCase = await graph.listed();
  for (const caseReference of asking) {
    const [hidden, unknown] = [
      await graph.household(id, caseReference),
      await graph.household(unknownId, caseReference),
    ];
    expect(hidden.errors[0]?.extensions['code']).toBe('HOUSEHOLD_NOT_FOUND');
    expect(withoutRequestId(hidden.text)).toBe(withoutRequestId(unknown.text));
    const listed = await graph.listed(caseReference);
    expect(listed).toEqual(withoutCase);
    expect(listed.map((household) => household.id)).not.toContain(id);
    for (const person of people) {
      expect(
        (await graph.householdsOf(person, caseReference)).map((household) => household.id),
      ).not.toContain(id);
    }
  }
}

function withoutRequestId(text: string): string {
  return text.replace(/"requestId":"[^"]*"/g, '"requestId":""');
}
