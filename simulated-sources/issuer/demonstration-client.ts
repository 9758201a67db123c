/** What a client of the simulated issuers has to know. */

/** Whom the tokens are for. A name; nothing is called there. */
export const audience = 'https://gezinsbeeld.invalid/graphql';

/** The secret of every persona. It protects nobody: only fictitious people may stand behind it. */
export const demonstrationSecret = 'demonstration-secret-for-fictitious-people-only';
