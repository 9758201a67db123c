import { expect, it } from '@jest/globals';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { createSortedIds } from '../../subgraphs/household/register/stores/sorted-ids.js';
import { describeRegisterStore } from './register-store-contract.js';

describeRegisterStore({
  name: 'in memory',
  start: async () => undefined,
  create: async () => createMemoryStore(),
  stop: async () => undefined,
});

it('a store in memory keeps nothing that a new process could begin with', async () => {
  expect(await createMemoryStore().stored()).toBeNull();
});

it('pages of thousands of households are complete and in order, whatever came and went', () => {
  const ids = createSortedIds();
  const expected = new Set<string>();
  // A fixed walk through the numbers below 5,003, in no order: 1,789 and 5,003 have no divisor in common.
  for (let step = 0; step < 5_003; step += 1) {
    const id = String((step * 1_789) % 5_003).padStart(4, '0');
    ids.add(id);
    ids.add(id);
    expected.add(id);
    if (step % 3 === 0) {
      const gone = String((step * 1_789 * 2) % 5_003).padStart(4, '0');
      ids.remove(gone);
      expected.delete(gone);
    }
  }
  const inOrder = [...expected].sort();
  const paged: string[] = [];
  for (let after: string | null = null; ; after = paged.at(-1) ?? null) {
    const page = ids.after(after, 97);
    paged.push(...page);
    if (page.length < 97) break;
  }
  expect(paged).toEqual(inOrder);
  expect(ids.after('25', 1)).toEqual(inOrder.filter((id) => id > '25').slice(0, 1));
  for (const id of expected) ids.remove(id);
  expect(ids.after(null, 9)).toEqual([]);
});
