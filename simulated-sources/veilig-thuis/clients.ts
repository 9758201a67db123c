/**
 * Who may ask what. These clients and their secrets are for the demonstration and protect nothing but fictitious people.
 */
export const scopes = ['vt:roster', 'vt:reports', 'vt:write', 'vt:advice'] as const;
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

/** A colleague who gives advice. */
export const adviceClient: Client = {
  id: 'advice-desk',
  secret: 'demonstration-secret-advice-desk',
  scopes: ['vt:advice'],
};

export const demonstrationClients: readonly Client[] = [readingClient, filingClient, adviceClient];
