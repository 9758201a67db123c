/** Components of thousands of cases: the work grows with the number of cases, and nobody waits seconds for one of them. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { RosterPerson } from '../../adapter-kit/roster.js';
import { linkComponent } from '../../subgraphs/household/register/link-component.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import { today } from './worlds.js';

type Stays = RosterPerson['stays'];

function person(number: string, role: string, stays: Stays): RosterPerson {
  return {
    person: number,
    check: `birth date of ${number}`,
    localKey: number,
    role,
    since: null,
    until: null,
    stays,
  };
}

function home(address: string, since: string, until: string | null = null): Stays {
  return [{ address, addressType: 'DWELLING', since, until }];
}

function caseWith(
  nth: number,
  persons: readonly RosterPerson[],
  own: Partial<FeedReference> = {},
): FeedReference {
  const organisation = nth % 2 === 0 ? 'GI' : 'LOCAL_TEAM';
  return {
    organisation,
    reference: `U1/${nth}`,
    unit: 'U1',
    unitName: 'U1',
    since: '2024-01-01',
    until: null,
    contact: null,
    persons: [...persons],
    ...own,
  };
}

/** Who moved on left a case behind at a former home, one that names a child in the next home, and one without an address. */
function chain(size: number): readonly FeedReference[] {
  return Array.from({ length: size }, (_, nth) => {
    const [mother, child] = [`mother ${Math.floor(nth / 4)}`, `child ${Math.floor(nth / 4)}`];
    const place = `home ${Math.floor(nth / 4)}`;
    const next = person(`mother ${Math.floor(nth / 4) + 1}`, '112', []);
    const at = (stays: Stays) => [person(mother, '112', stays), person(child, '115', stays)];
    if (nth % 4 === 0) return caseWith(nth, at(home(`former ${place}`, '2020-01-01', '2021-01-01')));
    if (nth % 4 === 1) return caseWith(nth, at(home(place, '2022-01-01')));
    if (nth % 4 === 2) return caseWith(nth, [...at([]), next]);
    return caseWith(nth, [...at(home(place, '2022-01-01')), next]);
  });
}

/** The same, with every home secret: as many shields as homes. */
function chainOfShields(size: number): readonly FeedReference[] {
  return chain(size).map((reference, nth) =>
    nth % 4 === 1 ? { ...reference, shield: { against: [`mother ${Math.floor(nth / 4) + 1}`] } } : reference,
  );
}

/** A guardian who lives nowhere that is known, in the cases of children who each have a home of their own. */
function star(size: number): readonly FeedReference[] {
  return Array.from({ length: size }, (_, nth) =>
    caseWith(nth, [
      person('guardian', '114', []),
      person(`child ${nth}`, '115', home(`home ${nth}`, '2022-01-01')),
    ]),
  );
}

/** A guardian at home, in the cases of children of whom nobody says where they live. */
function starAtOneHome(size: number): readonly FeedReference[] {
  return Array.from({ length: size }, (_, nth) =>
    caseWith(nth, [
      person('guardian', '114', nth === 0 ? home('home', '2022-01-01') : []),
      person(`child ${nth}`, '115', []),
    ]),
  );
}

/** Cases without any address that share one person. */
function starWithoutHomes(size: number): readonly FeedReference[] {
  return Array.from({ length: size }, (_, nth) =>
    caseWith(nth, [person('guardian', '114', []), person(`child ${nth}`, '115', [])]),
  );
}

function link(references: readonly FeedReference[], words = 0) {
  const makeId = (text: string): string => `hh_${createHash('sha256').update(text).digest('base64url')}`;
  const confirmations = Array.from({ length: words }, (_, nth) => ({
    id: `c_${nth}`,
    about: `GI U1/${nth * 4 + 2}`,
    joins: [`LOCAL_TEAM U1/${nth * 4 + 1}`],
    by: 'a professional',
    at: '2026-11-01T09:00:00Z',
    households: [],
  }));
  return linkComponent(references, { today, makeId, confirmations });
}

/** Processor time of this process, the least of some tries: whoever else is at work on this machine does not count. */
function leastCpuMs(work: () => unknown, tries = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let nth = 0; nth < tries; nth += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

describe('cases that hang together in their thousands', () => {
  it.each([
    ['each sharing somebody with the next', chain, 0],
    ['each confirmed by a professional', chain, 1 / 4],
    ['each behind a shield of its own', chainOfShields, 0],
    ['all naming one guardian, who lives nowhere that is known', star, 0],
    ['all naming one guardian, who lives at one of them', starAtOneHome, 0],
    ['all naming one guardian, without any address', starWithoutHomes, 0],
  ])('take time by their number and not by its square: %s', (_, make, words) => {
    const timeFor = (size: number): number => {
      const references = make(size);
      return leastCpuMs(() => link(references, Math.floor(size * words)));
    };
    // The first ones are slower than all that come after them.
    timeFor(500);
    const [small, large] = [timeFor(500), timeFor(2_000)];
    expect(large).toBeLessThan(5_000);
    // Four times the cases: about four times the time, never sixteen times. Of a few milliseconds chance makes too much.
    expect(large / Math.max(small, 15)).toBeLessThan(8);
  });

  it('are linked no worse for their number', () => {
    const { documents } = link(chain(2_000));
    const homes = documents.filter(({ kind }) => kind === 'HOUSEHOLD');
    expect(homes).toHaveLength(500);
    expect(homes.every(({ links }) => links.length === 4 || links.length === 5)).toBe(true);
  });
});
