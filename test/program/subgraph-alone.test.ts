/** Subgraphs in processes of their own, without a gateway: what they refuse to start with, and what they do with two keys. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { post } from '../start-supergraph.js';
import { type RunningProgram, startProgram } from './start-program.js';

const oldKey = 'the key of a region before, of the tests alone';
const newKey = 'the key of a region after, of the tests alone';
const secret = 'a secret of this region, of the tests alone';
const programs: RunningProgram[] = [];

afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.stop()));
});

function startSubgraph(name: string, env: Readonly<Record<string, string>>): RunningProgram {
  const program = startProgram('subgraphs/serve.js', { args: [name, '--port', '0'], env });
  programs.push(program);
  return program;
}

async function addressOf(program: RunningProgram): Promise<string> {
  const [, url = ''] = await program.find(/subgraph\s+(http:\S+)/, 60_000);
  return url;
}

describe('in production', () => {
  const keys = { NODE_ENV: 'production', PSEUDONYM_KEY: newKey, KEY_TOKEN_SECRET: secret };

  it.each([
    ['gi', ['ACCESS_CONTEXT_KEYS_FILE', 'DECISION_LOG_FOLDER', 'gi']],
    [
      'household',
      [
        'ACCESS_CONTEXT_KEYS_FILE',
        'DECISION_LOG_FOLDER',
        'LEGAL_GROUND',
        'DPIA_REFERENCE',
        'veilig-thuis',
        'raad',
        'gi',
        'local-team',
      ],
    ],
  ])(
    '%s does not start without what it needs, simulates nothing, and names everything at once',
    async (name, missing) => {
      const program = startSubgraph(name, keys);
      expect(await program.ended).toBe(1);
      const text = program.output();
      expect([...text.matchAll(/^\W*([\w-]+): expected/gm)].map(([, named]) => named)).toEqual(missing);
      expect(text).not.toMatch(/simulated at|of the tests alone/);
    },
    60_000,
  );
});

describe('while the region changes its key', () => {
  it('a subgraph says each pseudonym under both, and the register finds a household by the id from before', async () => {
    const raad = await addressOf(
      startSubgraph('raad', { PSEUDONYM_KEY: newKey, PSEUDONYM_KEY_PREVIOUS: oldKey }),
    );
    const page = (await (await fetch(`${raad}/roster`)).json()) as {
      readonly references: readonly { readonly persons: readonly { readonly person: string }[] }[];
      readonly previous?: { readonly pseudonyms: Readonly<Record<string, string>> };
    };
    const [first] = page.references.flatMap(({ persons }) => persons.map(({ person }) => person));
    expect(page.previous?.pseudonyms[first ?? '']).toMatch(/^[\w-]{22}$/);

    const nobody = 'http://127.0.0.1:9';
    const feeds = {
      SUBGRAPH_RAAD_URL: raad,
      SUBGRAPH_VEILIG_THUIS_URL: nobody,
      SUBGRAPH_GI_URL: nobody,
      SUBGRAPH_LOCAL_TEAM_URL: nobody,
      CLOCK_STARTS_AT: '2026-11-02T12:00:00+01:00',
    };
    const [before, changing] = await Promise.all(
      [{ PSEUDONYM_KEY: oldKey }, { PSEUDONYM_KEY: newKey, PSEUDONYM_KEY_PREVIOUS: oldKey }].map((own) =>
        addressOf(startSubgraph('household', { ...feeds, ...own })),
      ),
    );
    const idsAt = async (register = '') => {
      const { data } = await post(register, { query: '{ myHouseholds(first: 50) { nodes { id } } }' });
      return (data?.myHouseholds?.nodes ?? []).map(({ id }: { readonly id: string }) => id);
    };
    const [known] = await waitFor(() => idsAt(before));
    const now = await waitFor(() => idsAt(changing));
    expect(now).not.toContain(known);
    const { data } = await post(changing ?? '', {
      query: 'query($id: ID!) { household(id: $id) { id } }',
      variables: { id: known },
    });
    expect(now).toContain(data.household.id);
  }, 120_000);
});

/** Until a feed was read. */
async function waitFor(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const ids = await ask();
    if (ids.length > 0) return ids;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('expected households');
}
