/**
 * The pseudonym of a household in one study set: one in that set, and another one in every other study, region and quarter. So no row of
 * one set leads to a row of another by its pseudonym: two quarters cannot be subtracted household by household, and that a household moved
 * is not seen. What that costs: a study cannot follow a household over quarters. Who needs that needs another agreement and another
 * design.
 *
 * Nothing leads back from a pseudonym without the secret. Who has both the secret and a household's id can make it.
 */
import { createHmac } from 'node:crypto';
import type { AskedStudy } from './studies.js';

export type StudyPseudonyms = (set: AskedStudy) => (household: string) => string;

/** @param secret That of the register's ids: with another one every pseudonym is another. */
export function createStudyPseudonyms(secret: string): StudyPseudonyms {
  return ({ study, region, from, until }) => {
    // As JSON, so that no two sets are one text.
    const set = JSON.stringify([study, region, from, until]);
    const key = createHmac('sha256', secret).update(`study set of costs\n${set}`).digest();
    return (household) => createHmac('sha256', key).update(household).digest('base64url').slice(0, 22);
  };
}
