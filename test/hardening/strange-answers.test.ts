/** From outside: whatever a source sends instead of an answer, in whatever amount, is lost as its own and told by its kind. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noteFigure } from './figures.js';
import { problemsOf, reasonsOf } from './judge-answer.js';
import { wholeAnswer, wholeQuestion } from './small-source.js';
import { startWorld, type World } from './world.js';

const budgetMs = 1_000;
const question = '{ homes { id street pupils } carers { id hours } }';
const expected = {
  homes: wholeAnswer.homes.map(({ visits: _visits, ...home }) => home),
  carers: wholeAnswer.carers,
};
const withoutPupils = { ...expected, homes: expected.homes.map((home) => ({ ...home, pupils: null })) };

let world: World;
beforeAll(async () => {
  world = await startWorld({ budgetMs });
  await world.heal(wholeQuestion);
});
afterAll(async () => {
  expect(world.gateway.complaints()).toBe('');
  await world.stop();
});

const entities = (one: string, other: string): string => `json={"data":{"_entities":[${one},${other}]}}`;
const right = '{"__typename":"Home","pupils":3}';

describe('an answer that is none', () => {
  it.each([
    ['a page for people', 'html'],
    ['empty', 'empty'],
    ['cut off', 'truncated'],
    ['of another type', 'content-type=text/plain'],
    ['a list', 'array'],
    ['null', 'json=null'],
    ['of nothing, and no error that says why', 'json={"data":null}'],
    ['with a text for a list', 'wrong-types'],
    ['with an entity too few', 'entities=missing'],
    ['with an entity too many', 'entities=extra'],
    ['without entities', 'entities=none'],
    ['of entities of another type', 'typename=School'],
    ['of entities of no type', 'typename=constructor'],
    ['that says a thing twice', 'duplicate-keys'],
    ['with a name that is dangerous to copy', 'proto'],
    ['compressed a thousand times', 'gzip=10000000'],
    [
      'with texts for numbers',
      entities('{"__typename":"Home","pupils":"3"}', '{"__typename":"Home","pupils":[3]}'),
    ],
    ['without what was asked', entities('{"__typename":"Home"}', '{}')],
  ])('(%s) costs what was asked of it and nothing else', async (_, fault) => {
    await world.fail('schools', fault);
    const answer = await world.gateway.ask(question);
    await world.proxies.schools.set(null);
    const afterwards = await world.gateway.ask(question);

    expect(problemsOf(answer, question, expected)).toEqual([]);
    expect(answer.data).toEqual(withoutPupils);
    expect(reasonsOf(answer)).toEqual(['schools CONTRACT_BROKEN']);
    expect(answer.text).not.toMatch(/Onderhoud|polluted|127\.0\.0\.1/);
    expect([afterwards.data, afterwards.errors]).toEqual([expected, []]);
  });

  it('in other letters than JSON has is lost, rather than a name be shown with other letters in it', async () => {
    await world.fail('schools', 'latin1');
    const answer = await world.gateway.ask('{ homes { id } schools { id name } }');
    await world.heal(question);
    expect(answer.data).toEqual({ homes: [{ id: 'a' }, { id: 'b' }], schools: null });
    expect(reasonsOf(answer)).toEqual(['schools CONTRACT_BROKEN']);
  });

  it('of one entity costs that one', async () => {
    await world.fail('schools', entities('{"__typename":"Home","pupils":"many"}', right));
    const answer = await world.gateway.ask(question);
    await world.heal(question);
    const [first, second] = expected.homes;
    expect(problemsOf(answer, question, expected)).toEqual([]);
    expect(answer.data).toEqual({ ...expected, homes: [{ ...first, pupils: null }, second] });
    expect(answer.errors.map(({ path }) => path)).toEqual([['homes', 0, 'pupils']]);
  });
});

const onLinux = process.platform === 'linux';
const absence = onLinux ? '' : ' (skipped: this system does not tell what a process uses)';

describe('an answer without end', () => {
  const capMiB = 8;

  (onLinux ? it : it.skip).each([8, 64, 512])(
    `of %i MiB is read no further than it may be large${absence}`,
    async (mebibytes) => {
      for (let ask = 0; ask < 20; ask += 1) await world.gateway.ask(question);
      world.gateway.forgetPeak();
      const { nowMiB } = world.gateway.memory();
      await world.fail('schools', `huge=${mebibytes * 1024 * 1024}`);
      const answer = await world.gateway.ask(question);
      const riseMiB = world.gateway.memory().peakMiB - nowMiB;
      const passedMiB = world.proxies.schools.passedBytes() / 1024 / 1024;
      await world.heal(question);
      noteFigure(`6 ${mebibytes} MiB`, {
        'rise in MiB': riseMiB,
        'passed in MiB': passedMiB,
        'answered in ms': answer.tookMs,
      });

      expect(answer.data).toEqual(withoutPupils);
      expect(reasonsOf(answer)).toEqual(['schools CONTRACT_BROKEN']);
      expect(riseMiB).toBeLessThan(3 * capMiB);
    },
  );

  it.each([
    ['a byte a second from its first letter on', 'drip=1'],
    ['half of it, and then nothing', 'break-off=stall'],
  ])('(%s) ends with the time there is', async (_, fault) => {
    await world.fail('schools', fault);
    const answer = await world.gateway.ask(question);
    await world.heal(question);
    noteFigure(`6 ${fault}`, { 'over the budget in ms': answer.tookMs - budgetMs });
    expect(answer.data).toEqual(withoutPupils);
    expect(reasonsOf(answer)).toEqual(['schools TIMED_OUT']);
    expect(answer.tookMs).toBeLessThan(budgetMs + 150);
  });

  it('that comes a space a moment after its headers ends with the time there is, and so does its connection', async () => {
    let drops = 0;
    let isClosed = false;
    world.sources.schools.instead = (request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      const dripping = setInterval(() => {
        drops += 1;
        response.write(' ');
      }, 100);
      response.on('close', () => {
        isClosed = true;
        clearInterval(dripping);
      });
    };
    const answer = await world.gateway.ask(question);
    expect(answer.data).toEqual(withoutPupils);
    expect(reasonsOf(answer)).toEqual(['schools TIMED_OUT']);
    expect(answer.tookMs).toBeLessThan(budgetMs + 150);
    expect(drops).toBeGreaterThan(3);
    await world.heal(question);
    expect(isClosed).toBe(true);
  });
});
