/**
 * Act two: what happens after the clock of the cast, one event after another and in ten random orders.
 *
 * Event 10 and the records of JeugdLink Ede belong to a later part of the product, which has that team as a source of its own.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { deJager, grootEsselink, nagelhout, overvaart } from '../../simulated-sources/families.js';
import type { HouseholdDocument } from '../../subgraphs/household/register/document.js';
import { type ActTwo, type FeedChange, playActTwo } from './act-two-events.js';
import { pseudonymOf } from './cast-feeds.js';
import { shuffled } from './random-order.js';
import { type Replay, type Served, startReplay } from './replay.js';

const memberWithPerson = z.object({
  role: z.string(),
  isUnborn: z.boolean(),
  person: z.object({ id: z.string() }),
});
let act: ActTwo;
const replays: Replay[] = [];
beforeAll(async () => {
  act = await playActTwo();
}, 120_000);
afterAll(async () => {
  for (const replay of replays) await replay.stop();
});

async function start(feeds = act.before): Promise<Replay> {
  const replay = await startReplay(feeds);
  replays.push(replay);
  return replay;
}

function changes(event: string): readonly FeedChange[] {
  const found = act.changes.filter((change) => change.event.startsWith(`${event} `));
  if (found.length === 0) throw new Error(`expected an event ${event}`);
  return found;
}

/** What is served before and after the events, which happen in this order. */
async function around(
  ...events: readonly FeedChange[]
): Promise<{ readonly before: Served; readonly after: Served; readonly replay: Replay }> {
  const replay = await start();
  const before = await replay.served();
  for (const event of events) await replay.apply(event);
  return { before, after: await replay.served(), replay };
}

/** A shielded one opens under several cases and counts once. */
const everyDocument = ({ open, opened }: Served): readonly HouseholdDocument[] => [
  ...new Map([...open, ...[...opened.values()].flat()].map((document) => [document.id, document])).values(),
];
const certainWith = (served: Served, reference: string): HouseholdDocument => {
  const [found] = everyDocument(served).filter(({ links }) =>
    links.some((link) => link.reference === reference && link.certainty === 'CERTAIN'),
  );
  if (!found) throw new Error(`expected a household with ${reference}`);
  return found;
};
const linkOf = (household: HouseholdDocument, reference: string) =>
  household.links.find((link) => link.reference === reference);
/** The households that an event changed, by one case each. */
const unlike = (before: Served, after: Served) => {
  const texts = new Set(everyDocument(before).map((document) => JSON.stringify(document)));
  return everyDocument(after).filter((document) => !texts.has(JSON.stringify(document)));
};

describe('act two, event by event', () => {
  it('1: the order of the twins ends on 3 November, and their case with it; nothing else changes', async () => {
    const { before, after } = await around(...changes('1'));
    const household = certainWith(after, 'LT3/2025-1020');
    expect(unlike(before, after)).toEqual([household]);
    expect(linkOf(household, 'GI2/2025-1103')).toMatchObject({ until: '2026-11-03', certainty: 'CERTAIN' });
    expect(household.id).toBe(certainWith(before, 'LT3/2025-1020').id);
  });

  it('2: of report 3 nobody was told before, and everybody after', async () => {
    const { before, after } = await around(...changes('2'));
    const toldOf = (served: Served) => linkOf(certainWith(served, 'LT1/2025-0217'), 'VT1/2026-1005');
    expect(toldOf(before)?.notInformed).toHaveLength(5);
    expect(toldOf(after)).toBeDefined();
    expect(toldOf(after)?.notInformed).toBeUndefined();
    expect(unlike(before, after)).toHaveLength(1);
  });

  it('3: Gerrit is told, and no longer stands among those who may not know', async () => {
    const { before, after } = await around(...changes('3'));
    const gerrit = certainWith(before, 'VT3/2026-1188');
    const [untold, ...others] = linkOf(gerrit, 'VT3/2026-1188')?.notInformed ?? [];
    expect(others).toEqual([]);
    expect(gerrit.members.find(({ id }) => id === untold)?.role).toBe('112');
    expect(linkOf(certainWith(after, 'VT3/2026-1188'), 'VT3/2026-1188')?.notInformed).toBeUndefined();
  });

  it("4: Marjolein's child is one member before, while and after the three organisations learn of the birth", async () => {
    const orders = [
      [0, 1, 2],
      [1, 2, 0],
      [2, 1, 0],
    ];
    const learned = changes('4');
    expect(learned.map(({ organisation }) => organisation).sort()).toEqual([
      'LOCAL_TEAM',
      'RAAD',
      'VEILIG_THUIS',
    ]);
    for (const order of orders) {
      const replay = await start();
      const home = certainWith(await replay.served(), 'LT3/2026-0803');
      const unborn = home.members.find(({ expectedOn }) => expectedOn !== undefined);
      expect(unborn).toMatchObject({ person: null, expectedOn: '2027-01-15', role: '115' });
      for (const index of order) {
        const change = learned[index];
        if (change) await replay.apply(change);
        const household = certainWith(await replay.served(), 'LT3/2026-0803');
        expect(household.id).toBe(home.id);
        expect(household.members).toHaveLength(home.members.length);
        const mila = household.members.filter(({ person }) => person === pseudonymOf(nagelhout.mila));
        expect(mila).toMatchObject([{ role: '115', residence: 'RESIDENT', certainty: 'CERTAIN' }]);
        expect(mila[0]?.expectedOn).toBeUndefined();
        expect(household.members.filter(({ expectedOn }) => expectedOn !== undefined)).toEqual([]);
      }
    }
  });

  it('4: whoever kept the id of the unborn child still means her when she is born', async () => {
    const replay = await start();
    const home = certainWith(await replay.served(), 'LT3/2026-0803');
    const children = async (): Promise<unknown> => {
      const { data } = await replay.ask(
        'query ($id: ID!) { household(id: $id) { members { role isUnborn person { id } } } }',
        { id: home.id },
      );
      const { members } = z
        .object({ household: z.object({ members: z.array(memberWithPerson) }) })
        .parse(data).household;
      return members
        .filter(({ role }) => role === 'CHILD')
        .map(({ person }) => person.id)
        .sort();
    };
    const before = await children();
    for (const change of changes('4')) {
      await replay.apply(change);
      expect(await children()).toEqual(before);
    }
    // And every id that meant the household means it still.
    const now = certainWith(await replay.served(), 'LT3/2026-0803');
    expect(now.aliases).toEqual(expect.arrayContaining([...home.aliases]));
  });

  it('5: with the numbers put right nobody asks which twin is which', async () => {
    const { before, after } = await around(...changes('1'), ...changes('5'));
    expect(
      certainWith(before, 'LT3/2025-1020').members.filter(({ isInDispute }) => isInDispute),
    ).toHaveLength(2);
    const household = certainWith(after, 'LT3/2025-1020');
    expect(household.members.filter(({ isInDispute }) => isInDispute)).toEqual([]);
    const link = linkOf(household, 'GI2/2025-1103');
    expect([link?.disputed, Object.keys(link?.members ?? {}).length]).toEqual([undefined, 2]);
    for (const reference of ['GI GI2/2025-1103', 'LOCAL_TEAM LT3/2025-1020']) {
      expect(before.questions.get(reference)?.map(({ kind }) => kind)).toEqual([
        'GIVEN_NAME_CONFLICT',
        'GIVEN_NAME_CONFLICT',
      ]);
      expect(after.questions.get(reference)).toBeUndefined();
    }
  });

  it("6: while Trix has Paolo's number nothing links to family 6, and Rotterdam-Centrum is asked about the number", async () => {
    const [wrong] = changes('6');
    if (!wrong) throw new Error('expected the wrong number');
    const { before, after } = await around(wrong);
    for (const reference of ['LT5/2026-0209', 'LT1/2025-1103']) {
      expect(certainWith(after, reference)).toEqual(certainWith(before, reference));
    }
    const ofPaolo = (served: Served) =>
      certainWith(served, 'LT5/2026-0209').links.map(({ reference }) => reference);
    expect(ofPaolo(after)).not.toContain('LT1/2025-0217');
    const asked = (served: Served) =>
      (served.questions.get('LOCAL_TEAM LT1/2025-0217') ?? []).filter(
        ({ kind }) => kind === 'NUMBER_CONFLICT',
      );
    expect(asked(after).length).toBe(asked(before).length + 1);
    for (const { other, joins } of asked(after)) expect([other, joins]).toEqual([null, []]);
    // Whoever looks Paolo up from outside finds nobody: neither his home nor hers.
    expect(after.open.filter(({ foundBy }) => foundBy.includes(pseudonymOf(deJager.paolo)))).toEqual([]);
  });

  it('6: corrected, nothing of it remains but the audit line', async () => {
    const { before, after, replay } = await around(...changes('6'));
    expect(after).toEqual(before);
    const left = JSON.stringify([after.open, [...after.questions]]);
    expect(left).not.toContain(pseudonymOf(deJager.paolo));
    expect(left).toContain(pseudonymOf(grootEsselink.trix));
    const audit = await replay.audit();
    expect(audit.map(({ organisation, event }) => [organisation, event])).toEqual(
      expect.arrayContaining([['LOCAL_TEAM', 'REFERENCE_CORRECTED']]),
    );
    expect(JSON.stringify(audit)).not.toContain(pseudonymOf(deJager.paolo));
    expect(JSON.stringify(audit)).not.toContain('LT1/2025-0217');
  });

  it('7: the case that nobody closed is closed, and is still history of 7a alone', async () => {
    const { before, after } = await around(...changes('7'));
    const household = certainWith(after, 'LT4/2019-0304');
    expect(unlike(before, after)).toEqual([household]);
    expect(linkOf(household, 'LT8/2017-0208')).toMatchObject({ until: '2026-11-09', isHistory: true });
    expect(linkOf(certainWith(before, 'LT4/2019-0304'), 'LT8/2017-0208')?.until).toBeNull();
    expect(after.open).toEqual(before.open);
  });

  it('8: the case of 2017 is dropped with every trace of it, and an audit line says that something was', async () => {
    const { before, after, replay } = await around(...changes('8'));
    const molendijk = act.before.get('VEILIG_THUIS')?.get('VT2/2017-0930');
    const texts = (served: Served) =>
      JSON.stringify([served.open, [...served.opened], [...served.questions]]);
    expect(texts(before)).toContain('VT2/2017-0930');
    expect(texts(after)).not.toContain('VT2/2017-0930');
    // Her birth date was mistyped there, and nobody is asked about it any more.
    const kinds = [...after.questions.values()].flat().map(({ kind }) => kind);
    expect(kinds).not.toContain('NUMBER_CONFLICT');
    const mistyped = molendijk?.persons.find(
      ({ person }) => person === pseudonymOf(grootEsselink.maud),
    )?.check;
    expect([typeof mistyped, texts(after).includes(String(mistyped))]).toEqual(['string', false]);
    expect(certainWith(after, 'LT1/2025-0217').id).toBe(certainWith(before, 'LT1/2025-0217').id);
    const audit = await replay.audit();
    expect(audit.map(({ organisation, event }) => [organisation, event])).toEqual([
      ['VEILIG_THUIS', 'REFERENCE_REMOVED'],
    ]);
    expect(JSON.stringify(audit)).not.toContain('VT2/2017-0930');
  });

  it('9: Jeannette and Nina move to a shielded dwelling, keep their id, and nothing changes for Stephan', async () => {
    const { before, after } = await around(...changes('9'));
    const hers = (served: Served) => served.opened.get('LOCAL_TEAM LT4/2026-0715') ?? [];
    expect(hers(after).map(({ id }) => id)).toEqual(hers(before).map(({ id }) => id));
    expect(hers(after)).toHaveLength(1);
    expect(
      hers(after)[0]
        ?.members.map(({ person, residence }) => [person, residence])
        .sort(),
    ).toEqual(
      [overvaart.jeannette, overvaart.nina].map((somebody) => [pseudonymOf(somebody), 'RESIDENT']).sort(),
    );
    expect(linkOf(certainWith(after, 'LT4/2026-0715'), 'LT4/2026-0715')?.ground).toBe('SHARED_DWELLING');
    expect([...after.opened.keys()]).toEqual([...before.opened.keys()]);
    const his = (served: Served) => JSON.stringify(certainWith(served, 'LT5/2025-0303'));
    expect(his(after)).toBe(his(before));
    expect(JSON.stringify(after.open)).toBe(JSON.stringify(before.open));
    expect([...after.questions].filter(([about]) => about.includes('LT5/'))).toEqual(
      [...before.questions].filter(([about]) => about.includes('LT5/')),
    );
  });
});

describe('act two in ten random orders', () => {
  const seeds = [11, 29, 47, 83, 131, 197, 241, 307, 379, 443];

  it('gives one result: the same households, links, ids and questions as if all had been known at once', async () => {
    const atOnce = await (await start(act.after)).served();
    for (const seed of seeds) {
      const order = shuffled(act.changes, seed);
      const replay = await start();
      for (const change of order) await replay.apply(change);
      const told = `seed ${seed}: ${order.map(({ event, organisation }) => `${organisation} ${event}`).join(', ')}`;
      expect({ told, served: await replay.served() }).toEqual({ told, served: atOnce });
    }
  });

  it('leaves the same audit lines, whatever the order', async () => {
    const lines = new Set<string>();
    for (const seed of seeds.slice(0, 3)) {
      const replay = await start();
      for (const change of shuffled(act.changes, seed)) await replay.apply(change);
      const audit = await replay.audit();
      lines.add(
        audit
          .map(({ organisation, event, digest }) => `${organisation} ${event} ${digest}`)
          .sort()
          .join('\n'),
      );
    }
    expect(lines.size).toBe(1);
    expect([...lines].join()).toMatch(/VEILIG_THUIS REFERENCE_REMOVED/);
  });
});
