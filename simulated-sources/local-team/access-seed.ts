/**
 * What is known of a family's case, and of each of its parts, without opening it: a part of the kind LT-TOEGANG for each, which names
 * the team, the persons by their numbers, and what a decision is made from. No name, no date of birth, no address, no text.
 *
 * A kind of part of ours: the standard has no place for who may see a case.
 *
 * @see docs/sources/local-team.md
 */
import type { SeedFamily, SeedPart } from './family-seed.js';

export interface SeedAccess extends SeedPart {
  readonly isOfFamily: boolean;
}

/** Kinds of parts that name persons and are not decided about by themselves. */
const withoutDecision: ReadonlySet<string> = new Set(['LT-ZWANGERSCHAP', 'LT-CONTACTMOMENT', 'LT-ZORG']);

export function accessOf({ reference, since, persons, parts }: SeedFamily): readonly SeedAccess[] {
  return [
    { ...accessPart(reference, 'TOEGANG', since), persons, isOfFamily: true },
    ...parts
      .filter(({ persons: named, about, access }) => [named, about, access].some(Boolean))
      .filter(({ type }) => !withoutDecision.has(type))
      .map((part) => ({
        ...accessPart(`${reference}-${part.number}`, `${part.number}-TOEGANG`, part.since, part.access),
        ...(part.registeredOn === undefined ? {} : { registeredOn: part.registeredOn }),
        persons: part.about ?? part.persons ?? [],
        isOfFamily: false,
      })),
  ];
}

function accessPart(
  zaak: string,
  number: string,
  since: string,
  properties: Readonly<Record<string, string>> = {},
): SeedPart {
  return { type: 'LT-TOEGANG', number, since, properties: { zaak, ...properties } };
}
