/**
 * The pseudonym of a household in one study: the same in its quarters, another one in another study, and nothing leads back from it
 * without the secret. Who has both the secret and a household's id can make it.
 */
import { createHmac } from 'node:crypto';

export type StudyPseudonyms = (study: string) => (household: string) => string;

/** @param secret That of the register's ids: with another one every pseudonym is another. */
export function createStudyPseudonyms(secret: string): StudyPseudonyms {
  return (study) => {
    const key = createHmac('sha256', secret).update(`study of costs\n${study}`).digest();
    return (household) => createHmac('sha256', key).update(household).digest('base64url').slice(0, 22);
  };
}
