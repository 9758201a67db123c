/** From outside: names that are dangerous to copy, in what clients send and in what sources answer, change no later answer. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { problemsOf, reasonsOf } from './judge-answer.js';
import { wholeAnswer, wholeQuestion } from './small-source.js';
import { startWorld, type World } from './world.js';

let world: World;
let ordinary: string;
beforeAll(async () => {
  world = await startWorld();
  await world.heal(wholeQuestion);
  ordinary = (await world.gateway.ask(wholeQuestion)).text;
  expect(JSON.parse(ordinary)).toEqual({ data: wholeAnswer });
});
afterEach(async () => {
  await world.heal('{ homes { id } schools { id } }');
  expect((await world.gateway.ask(wholeQuestion)).text).toBe(ordinary);
  expect(world.gateway.complaints()).toBe('');
});
afterAll(() => world.stop());

const poison = '{"__proto__":{"polluted":1,"errors":[],"id":"x"},"constructor":{"prototype":{"polluted":1}}}';

describe('a dangerous name that a client sends', () => {
  it.each([
    ['as an alias', '{"query":"{ __proto__: homes { constructor: id __proto__: street } }"}'],
    [
      'as an alias at each depth',
      '{"query":"{ constructor: homes { prototype: id __proto__: visits { __proto__: day } } }"}',
    ],
    [
      'as names of variables',
      '{"query":"query ($__proto__: Any, $constructor: Any) { __proto__: echo(any: $__proto__) constructor: echo(any: $constructor) }","variables":{"__proto__":1,"constructor":2}}',
    ],
    [
      'as an operation and a fragment',
      '{"query":"query __proto__ { ...constructor } fragment constructor on Query { homes { id } }","operationName":"__proto__"}',
    ],
    ['in variables that nobody asked for', `{"query":"{ homes { id } }","variables":${poison}}`],
    [
      'beside the query',
      `{"__proto__":{"query":"{ schools { id } }"},"query":"{ homes { id } }","extensions":${poison},"constructor":${poison}}`,
    ],
    [
      'written in other letters',
      '{"query":"{ homes { id } }","\\u005f_proto__":{"polluted":1},"variables":{"__prot\\u006f__":{"polluted":1}}}',
    ],
  ])('%s is a name like any other, or refused', async (_, body) => {
    const { status, data, text } = await world.gateway.post(body);
    expect([200, 400]).toContain(status);
    expect(text).not.toContain('polluted');
    if (status === 200) expect(Object.keys(data ?? {}).length).toBeGreaterThan(0);
  });

  it('as an alias is shown under that very name', async () => {
    const { text } = await world.gateway.ask('{ __proto__: schools { constructor: id __proto__: name } }');
    expect(text.trim()).toBe('{"data":{"__proto__":[{"constructor":"s","__proto__":"De Vlonder"}]}}');
  });

  it('inside of a value goes to the source and back as a value, or is told as lost', async () => {
    const body = `{"query":"query ($any: Any) { echo(any: $any) homes { id } }","variables":{"any":${poison}}}`;
    const answer = await world.gateway.post(body);
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ homes: [{ id: 'a' }, { id: 'b' }] });
    // A source may not say such a name, not even where it was told it.
    expect(answer.data).toMatchObject({ echo: null });
    expect(reasonsOf(answer)).toEqual(['schools CONTRACT_BROKEN']);
  });
});

describe('a dangerous name that a source answers', () => {
  const question = '{ homes { id street pupils } schools { id name } }';
  const expected = {
    homes: wholeAnswer.homes.map(({ visits: _visits, ...home }) => home),
    schools: wholeAnswer.schools,
  };

  it.each([
    ['around everything', 'proto'],
    ['beside the data', `json={"data":{"schools":[{"id":"s","name":"De Vlonder"}]},"constructor":${poison}}`],
    ['in the data', `json={"data":{"schools":[],"__proto__":{"schools":[{"id":"x"}]}}}`],
    ['in an object', `json={"data":{"schools":[{"id":"s","__proto__":{"name":"polluted"}}]}}`],
    [
      'in an entity',
      `json={"data":{"_entities":[{"__typename":"Home","__proto__":{"pupils":9}},${poison}]}}`,
    ],
    [
      'in an error',
      `json={"data":null,"errors":[{"message":"no","path":["__proto__","polluted"],"extensions":${poison}}]}`,
    ],
    ['as the type of an entity', 'typename=__proto__'],
    [
      'written in other letters',
      'json={"data":{"schools":[{"id":"s","name":"n","\\u005f_proto__":{"polluted":1}}]}}',
    ],
  ])('%s gives nothing that was not there', async (_, fault) => {
    await world.fail('schools', fault);
    const answer = await world.gateway.ask(question);
    expect(problemsOf(answer, question, expected).filter((problem) => !problem.startsWith('code '))).toEqual(
      [],
    );
    expect(answer.text).not.toContain('polluted');
  });
});
