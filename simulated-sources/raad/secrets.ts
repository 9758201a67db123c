/** What the simulated Raad asks for. It protects nobody, because only fictitious people stand behind it. */

/** What readers bring. */
export const demonstrationReadSecret = 'demonstration-secret-of-the-raad-store';

/** What whoever removes a case brings. No adapter gets it. */
export const demonstrationAdministrationSecret = 'demonstration-secret-of-the-raad-administration';

/** What the Raad's own system brings to hand in dossier messages. No adapter gets it. */
export const demonstrationDossierSecret = 'demonstration-secret-of-the-raad-dossiers';
