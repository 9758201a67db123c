/**
 * Who may ask what. These clients and their secrets are for the demonstration and protect nothing but fictitious people.
 */
export const scopes = ['vt:roster', 'vt:reports', 'vt:write', 'vt:correct', 'vt:erase', 'vt:advice'] as const;
export type Scope = (typeof scopes)[number];

export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly Scope[];
}

/** The adapter of the household view: it may read, and neither write nor see advice. */
export const readingClient: Client = {
  id: 'gezinsbeeld',
  secret: 'demonstration-secret-gezinsbeeld',
  scopes: ['vt:roster', 'vt:reports'],
};

/** A colleague at the intake desk, who files cases and reports. */
export const filingClient: Client = {
  id: 'intake-desk',
  secret: 'demonstration-secret-intake-desk',
  scopes: ['vt:write'],
};

/** A colleague who keeps a case, and corrects what was filed in it. */
export const caseDeskClient: Client = {
  id: 'case-desk',
  secret: 'demonstration-secret-case-desk',
  scopes: ['vt:correct'],
};

/** Records management: removes cases of which the retention has ended, and reads or writes nothing else. */
export const recordsClient: Client = {
  id: 'records-desk',
  secret: 'demonstration-secret-records-desk',
  scopes: ['vt:erase'],
};

/** A colleague who gives advice. */
export const adviceClient: Client = {
  id: 'advice-desk',
  secret: 'demonstration-secret-advice-desk',
  scopes: ['vt:advice'],
};

export const demonstrationClients: readonly Client[] = [
  readingClient,
  filingClient,
  caseDeskClient,
  recordsClient,
  adviceClient,
];
