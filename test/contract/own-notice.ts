/** The feed of Veilig Thuis without the flag that nobody told a person itself: for tests of everything else in it. */
import type { RosterFeed, RosterPage } from '../../adapter-kit/roster.js';

export function withoutOwnNotice<Reference extends Pick<RosterPage['references'][number], 'persons'>>(
  reference: Reference,
): Reference {
  return {
    ...reference,
    persons: reference.persons.map(({ isNotToldItself: _, ...person }) => person),
  };
}

export function feedOf({ roster }: { readonly roster: RosterFeed }): RosterFeed {
  return {
    async read(watermark, signal) {
      const page = await roster.read(watermark, signal);
      return { ...page, references: page.references.map(withoutOwnNotice) };
    },
  };
}
