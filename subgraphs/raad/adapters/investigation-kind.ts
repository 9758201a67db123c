/**
 * What an investigation is about. The case type of the messages has one value only, *Uitvoeren onderzoek
 * kinderbeschermingsmaatregel*; a sender that says more says it in words of its own.
 */
import type { RaadInvestigation } from '../source.js';
import type { StoreCaseFile } from './case-file-contract.js';

/** The kinds as the Raad's own statistics call them, in small letters. */
const kinds: Readonly<Record<string, RaadInvestigation['kind']>> = {
  bescherming: 'PROTECTION',
  kinderbeschermingsmaatregel: 'PROTECTION',
  'gezag en omgang': 'AUTHORITY_AND_CONTACT',
};

/**
 * The Raad's own last word, else the last word of who asked, else the case type. Words that are not known here say that it
 * may be anything: `null`, and never protection by default.
 */
export function kindOf({ requests, notifications }: StoreCaseFile): RaadInvestigation['kind'] {
  const about = (
    notifications.findLast((one) => one.about !== null) ?? requests.findLast((one) => one.about !== null)
  )?.about;
  if (about === undefined || about === null) return 'PROTECTION';
  return kinds[about.trim().toLowerCase()] ?? null;
}
