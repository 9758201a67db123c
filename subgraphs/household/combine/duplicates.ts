/**
 * One thing that reached the combined view twice: by one id, or because two organisations tell of one source record, as an organisation
 * that took a task over tells of what its predecessor recorded. The record's own organisation goes before others.
 */
import type { Contributed } from './completeness.js';
import type { OrganisationKind, Part } from './contribution.js';
import { compareText } from './days.js';

/**
 * Parts without duplicates, in no order. The result does not depend on the order of arrival.
 *
 * @param saysOf what a part tells of its record, e.g. kind and day. Two parts of one organisation that say the same of one record are
 *   two things all the same (two goals set on one day), unless they carry one id.
 */
export function withoutDuplicates<Item extends Part>(
  parts: readonly Contributed<Item>[],
  saysOf: (part: Item) => string,
): readonly Item[] {
  const byId = new Map<string, Contributed<Item>>();
  for (const one of parts) {
    const known = byId.get(one.part.id);
    if (!known || goesBefore(one, known)) byId.set(one.part.id, one);
  }
  // What owners alone tell of is in no other contribution, so only records of which somebody else tells as well are compared.
  const toldByOthers = new Set<string>();
  for (const one of byId.values()) if (!isOwn(one)) toldByOthers.add(one.part.source.recordId);
  if (toldByOthers.size === 0) return Array.from(byId.values(), ({ part }) => part);

  const tellers = new Map<string, OrganisationKind>();
  const keyed = Array.from(byId.values(), ({ organisation, part }) => {
    const { source } = part;
    if (!toldByOthers.has(source.recordId)) return { key: null, organisation, part };
    const about = [...part.memberIds].sort().join(' ');
    const key = [source.unit, source.system, source.recordId, about, saysOf(part)].join('\n');
    const teller = tellers.get(key);
    if (
      teller === undefined ||
      (teller !== source.organisation && (organisation === source.organisation || organisation < teller))
    ) {
      tellers.set(key, organisation);
    }
    return { key, organisation, part };
  });
  return keyed
    .filter(({ key, organisation }) => key === null || tellers.get(key) === organisation)
    .map(({ part }) => part);
}

/** The owner's own, then what was recorded last, then what was read last. */
function goesBefore<Item extends Part>(one: Contributed<Item>, other: Contributed<Item>): boolean {
  const order =
    Number(isOwn(other)) - Number(isOwn(one)) ||
    compareText(other.part.source.recordedAt ?? '', one.part.source.recordedAt ?? '') ||
    compareText(other.part.source.retrievedAt, one.part.source.retrievedAt) ||
    compareText(one.organisation, other.organisation) ||
    compareText(JSON.stringify(one.part), JSON.stringify(other.part));
  return order < 0;
}

function isOwn<Item extends Part>({ organisation, part }: Contributed<Item>): boolean {
  return organisation === part.source.organisation;
}
