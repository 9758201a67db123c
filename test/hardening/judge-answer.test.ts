/** The judge of these tests sees what it is there for. */
import { describe, expect, it } from '@jest/globals';
import { problemsOf } from './judge-answer.js';
import type { AnswerOfGateway } from './open-gateway.js';

const query = '{ homes { id pupils } carers { id hours } }';
const expected = { homes: [{ id: 'a', pupils: 3 }], carers: [{ id: 'c', hours: 12 }] };

function answer(data: unknown, ...paths: readonly (readonly (string | number)[])[]): AnswerOfGateway {
  const extensions = { code: 'SOURCE_UNAVAILABLE', reason: 'DOWN', subgraph: 'care' };
  const errors = paths.map((path) => ({ message: 'lost', path, extensions }));
  return { status: 200, data, errors, text: '', tookMs: 1 };
}

describe('an answer', () => {
  it.each<[string, AnswerOfGateway, readonly string[]]>([
    ['that is whole has no problem', answer(expected), []],
    ['with a loss that is told has none', answer({ ...expected, carers: null }, ['carers']), []],
    ['with a loss told below it has none', answer({ ...expected, carers: null }, ['carers', 0, 'hours']), []],
    [
      'with a loss that nobody tells',
      answer({ ...expected, carers: null }),
      ['null at carers, and no error'],
    ],
    [
      'with a loss told elsewhere',
      answer({ homes: [{ id: 'a', pupils: null }], carers: null }, ['carers']),
      ['null at homes.0.pupils, and no error'],
    ],
    [
      'with an error where nothing was lost',
      answer(expected, ['homes', 0, 'pupils']),
      ['an error at homes.0.pupils, which is there'],
    ],
    [
      'with another value',
      answer({ ...expected, homes: [{ id: 'b', pupils: 3 }] }),
      ['another value at homes.0.id'],
    ],
    [
      'with a value of another type',
      answer({ ...expected, homes: [{ id: 'a', pupils: '3' }] }),
      ['another value at homes.0.pupils', 'not as the schema says'],
    ],
    ['with less than there is', answer({ ...expected, homes: [] }), ['another value at homes']],
    [
      'with a null that the schema forbids, though it is told',
      answer({ ...expected, carers: [{ id: 'c', hours: null }] }, ['carers', 0, 'hours']),
      ['not as the schema says'],
    ],
    [
      'with more than was asked',
      answer({ ...expected, carers: [{ id: 'c', hours: 12, secret: 1 }] }),
      ['another value at carers.0', 'not as the schema says'],
    ],
  ])('%s', (_, judged, problems) => {
    expect(problemsOf(judged, query, expected)).toEqual(problems);
  });
});
