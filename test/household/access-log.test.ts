/** The access log where it cannot be told, and around the notice: null and the reason, and never a shorter list that looks whole. */
import { describe, expect, it } from '@jest/globals';
import { createRequestAccess } from '../../adapter-kit/access/request-access.js';
import type { AccessContext } from '../../adapter-kit/access/subject.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { loadAccessRules } from '../../subgraphs/access-rules.js';
import { type AccessLogContext, accessLogFor } from '../../subgraphs/household/own-view/access-log.js';
import type { ReadsPort, RecordedRead } from '../../subgraphs/household/own-view/reads-port.js';
import type { FeedState } from '../../subgraphs/household/register/roster-reader.js';
import type { HouseholdDocument, HouseholdRegister } from '../../subgraphs/household/source.js';
import { mayOpen } from '../../subgraphs/household/viewing.js';

const now = new Date('2026-11-06T12:00:00+01:00');
const today = '2026-11-06';

const read = (at: string, of: Partial<RecordedRead> = {}): RecordedRead => ({
  at,
  function: 'vt',
  caseReference: 'VT3/2026-1188',
  purpose: {
    uri: 'https://gezinsbeeld.invalid/processing-activities/assess-and-inquire',
    dutchName: null,
    meaning: null,
  },
  isBreakGlass: false,
  households: ['hh_home'],
  ...of,
});

const family = (notInformed: readonly string[]): HouseholdDocument => ({
  id: 'hh_home',
  aliases: ['hh_home'],
  kind: 'HOUSEHOLD',
  members: [
    {
      id: 'm1',
      person: 'gerrit',
      identity: 'gerrit.1968',
      names: ['gerrit'],
      role: '112',
      residence: 'RESIDENT',
      since: null,
      until: null,
      certainty: 'CERTAIN',
      knownTo: ['VEILIG_THUIS'],
    },
  ],
  links: [
    {
      organisation: 'VEILIG_THUIS',
      reference: 'VT3/2026-1188',
      unitName: 'Veilig Thuis Amstelland',
      contact: null,
      since: '2026-10-23',
      until: null,
      certainty: 'CERTAIN',
      ground: 'OWN_CASE',
      period: { since: null, until: null },
      isHistory: false,
      concernsOtherHouseholds: false,
      members: { gerrit: 'm1' },
      ...(notInformed.length > 0 ? { notInformed } : {}),
    },
  ],
  composition: null,
  foundBy: ['gerrit'],
});

const gerrit: AccessContext = {
  subject: {
    id: 'gerrit',
    issuer: 'https://issuer.invalid',
    function: 'parent-with-authority',
    organisation: null,
    unit: null,
    employerTask: null,
    region: null,
    assignments: [],
    person: 'gerrit',
    relations: [],
    ageClass: 'ADULT',
  },
  processingActivity: 'any',
  caseReference: null,
  breakGlass: null,
};

interface World {
  readonly households?: readonly HouseholdDocument[];
  readonly isUndecided?: boolean;
  readonly feeds?: readonly FeedState[];
  readonly reads?: ReadsPort | null;
  /** Ids of Gerrit from before a change of key. */
  readonly samePerson?: readonly string[];
}
const fresh: FeedState = { organisation: 'VEILIG_THUIS', isFresh: true, asOf: '2026-11-06T10:59:00.000Z' };
const portOf = (...reads: readonly RecordedRead[]): ReadsPort => ({
  readsOf: async () => ({
    reads,
    goesBackTo: '2026-10-01T00:00:00.000Z',
    askedAt: '2026-11-06T11:00:00.000Z',
  }),
});

function ask({
  households = [family([])],
  isUndecided = false,
  feeds = [fresh],
  reads = portOf(),
  samePerson = [],
}: World) {
  const decided: string[] = [];
  const access = createRequestAccess({
    organisation: 'REGISTER',
    access: gerrit,
    point: loadAccessRules('household'),
    now,
    today,
    recordDecisions: async ({ decisions }) => {
      for (const { recordType, recordId } of decisions) {
        if (recordType === 'access-log') decided.push(recordId);
      }
    },
  });
  const context: AccessLogContext = {
    // What the access log asks of the register, and nothing else.
    register: {
      placesOf: async () => ({ households, isUndecided }),
      feeds: () => feeds,
      isOpen: async () => true,
      samePerson: async () => samePerson,
    } as Partial<HouseholdRegister> as HouseholdRegister,
    asker: { caseReference: null, mayOpen: (household) => mayOpen(household, gerrit, { now, today }) },
    access,
    reads,
    now,
    concerned: { persons: new Set(), households: new Set() },
  };
  return { log: accessLogFor({ first: 20 }, context), decided, concerned: context.concerned };
}
const timesIn = async ({ log }: ReturnType<typeof ask>): Promise<readonly string[]> =>
  (await log).nodes.map(({ at }) => at);

describe('Gerrit, around the fifth of November on which he is told', () => {
  const reads = portOf(read('2026-10-23T15:00:00.000Z'), read('2026-11-06T09:00:00.000Z'));

  it('is told of no read before, and of all of them afterwards, with their true times and the unit that told him', async () => {
    expect(await timesIn(ask({ households: [family(['m1'])], reads }))).toEqual([]);
    const { nodes } = await ask({ reads }).log;
    expect(nodes.map(({ at, unit }) => [at, unit])).toEqual([
      ['2026-11-06T09:00:00.000Z', 'Veilig Thuis Amstelland'],
      ['2026-10-23T15:00:00.000Z', 'Veilig Thuis Amstelland'],
    ]);
  });

  it('gets before the notice the answer of somebody whom nobody knows', async () => {
    const waiting = ask({ households: [family(['m1'])], reads });
    const unknown = ask({ households: [], reads: portOf() });
    expect(await waiting.log).toEqual(await unknown.log);
    // The rules were asked the same, so neither time nor the owner's log tells.
    expect(waiting.decided).toEqual(unknown.decided);
    expect(waiting.decided).toHaveLength(4);
  });

  it('is on record as the one whose log was asked', async () => {
    const asked = ask({ reads });
    await asked.log;
    expect(asked.concerned.persons.size).toBe(1);
  });
});

describe('after the region changed the key of its pseudonyms', () => {
  it('reads from before stand under another id of the same person, and are asked for with the rest', async () => {
    const asked: (readonly string[])[] = [];
    const reads: ReadsPort = {
      readsOf: async (about) => {
        asked.push(about.persons);
        return portOf(read('2026-11-06T09:00:00.000Z')).readsOf(about);
      },
    };
    const { log, concerned } = ask({ reads, samePerson: ['p_before'] });
    expect((await log).nodes).toHaveLength(1);
    const [own] = [...concerned.persons];
    expect(asked).toEqual([[own, 'p_before']]);
  });
});

describe('reads of the last moments', () => {
  it('wait until every feed was read after them, because a report may have come that no feed had yet', async () => {
    const reads = portOf(read('2026-11-06T10:58:59.000Z'), read('2026-11-06T10:59:01.000Z'));
    expect(await timesIn(ask({ reads }))).toEqual(['2026-11-06T10:58:59.000Z']);
    const behind: FeedState = { organisation: 'RAAD', isFresh: true, asOf: '2026-11-06T10:30:00.000Z' };
    expect(await timesIn(ask({ reads, feeds: [fresh, behind] }))).toEqual([]);
  });

  it('are judged by the calendar of the records, where the log lives by another clock', async () => {
    // The log of a demonstration is of 2030, its records are of November 2026.
    const reads: ReadsPort = {
      readsOf: async () => ({
        reads: [read('2030-05-01T08:00:00.000Z')],
        goesBackTo: null,
        askedAt: '2030-05-01T09:00:00.000Z',
      }),
    };
    expect(await timesIn(ask({ reads }))).toEqual(['2030-05-01T08:00:00.000Z']);
    expect(await timesIn(ask({ reads, households: [family(['m1'])] }))).toEqual([]);
  });
});

describe('where it cannot be said', () => {
  it.each([
    ['a feed is unread', { feeds: [fresh, { organisation: 'RAAD', isFresh: false, asOf: null }] }, 'RAAD'],
    ['a feed was read too long ago', { feeds: [{ ...fresh, isFresh: false }] }, 'VEILIG_THUIS'],
    ['it is not decided whose number it is', { isUndecided: true }, 'REGISTER'],
  ])('the log is not given: %s', async (_, world, organisation) => {
    await expect(ask(world).log).rejects.toMatchObject({ code: 'NOT_ESTABLISHED', organisation });
  });

  it.each([
    ['there is no processing log here', null],
    [
      'the processing log does not answer',
      {
        readsOf: async () => {
          throw new SourceError({ organisation: 'REGISTER', reason: 'DOWN', detail: 'not read yet' });
        },
      },
    ],
  ])('the log is not given: %s', async (_, reads) => {
    await expect(ask({ reads }).log).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'DOWN' });
  });
});
