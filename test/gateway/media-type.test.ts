import { describe, expect, it } from '@jest/globals';
import { chooseMediaType } from '../../gateway/media-type.js';

const json = 'application/json';
const graphql = 'application/graphql-response+json';

describe('the media type of an answer', () => {
  it.each([
    [undefined, json],
    ['', json],
    ['*/*', json],
    ['application/*', json],
    [json, json],
    [graphql, graphql],
    [`${graphql}, ${json}`, graphql],
    [`${json}, ${graphql}`, json],
    [`${json};q=0.5, ${graphql}`, graphql],
    [`${graphql};q=0.9, ${json}`, json],
    [`${graphql}; charset=utf-8, ${json}; charset=utf-8`, graphql],
    [`${graphql}, */*;q=0.1`, graphql],
    [`*/*, ${graphql}`, graphql],
    [`*/*, ${json};q=0`, graphql],
    ['APPLICATION/JSON', json],
    [`text/html, ${json};q=0.1`, json],
  ])('for Accept: %s is %s', (accept, type) => {
    expect(chooseMediaType(accept)).toBe(type);
  });

  it.each(['text/html', `${json};q=0`, '*/*;q=0', `${json}; charset=utf-16`, `${json};q=two`, ',,;'])(
    'is neither for Accept: %s',
    (accept) => {
      expect(chooseMediaType(accept)).toBeNull();
    },
  );
});
