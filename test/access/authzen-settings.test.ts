/** Where an owner's own decision point is, and what is refused of that. */
import { describe, expect, it } from '@jest/globals';
import { createDecisionPointOf } from '../../subgraphs/decision-points.js';

describe('the settings of a decision point elsewhere', () => {
  const owners = [{ name: 'raad', organisation: 'RAAD' }];

  it('are absent by default: the rules in the process decide', () => {
    expect(createDecisionPointOf({}, owners)).toBeNull();
  });

  it.each([
    ['an address that is not encrypted', { DECISION_POINT_RAAD_URL: 'http://pdp.invalid' }, '_URL'],
    ['credentials in an address', { DECISION_POINT_RAAD_URL: 'https://a:secret@pdp.invalid' }, '_URL'],
    ['no address', { DECISION_POINT_RAAD_AUTHORIZATION: 'Bearer secret' }, '_URL'],
    [
      'two lines in a header',
      { DECISION_POINT_RAAD_URL: 'https://pdp.invalid', DECISION_POINT_RAAD_AUTHORIZATION: 'a\nsecret' },
      '_AUTHORIZATION',
    ],
    [
      'no time',
      { DECISION_POINT_RAAD_URL: 'https://pdp.invalid', DECISION_POINT_RAAD_TIMEOUT_MS: '0' },
      '_TIMEOUT_MS',
    ],
  ])('are refused with %s, in words that repeat none of it', (_, settings, variable) => {
    expect(() => createDecisionPointOf(settings, owners)).toThrow(`DECISION_POINT_RAAD${variable}`);
    expect(() => createDecisionPointOf(settings, owners)).not.toThrow(/secret|pdp/);
  });
});
