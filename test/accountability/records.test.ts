import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hashQuery, pseudonymOfSubject, toLogText } from '../../adapter-kit/accountability/log-text.js';
import { toTraceparent, traceContextOf } from '../../adapter-kit/accountability/trace-context.js';
import {
  type ProcessedRequest,
  parseProcessingEntry,
  processingEntrySchema,
  toProcessingEntry,
} from '../../gateway/accountability/processing-record.js';
import { exampleAccess, exampleRequest, householdId, personId } from './example-request.js';
import { createLogWorld, type LogWorld } from './log-world.js';

const options = { pseudonymKey: 'a key of the gateway' };
const bsnCanary = '999990639';

let world: LogWorld;
beforeEach(async () => {
  world = await createLogWorld();
});
afterEach(() => world.remove());

describe('the record of a request', () => {
  it('says who asked, why, in which trace, about whom, of whom it was asked, and what became of it', () => {
    const entry = toProcessingEntry(exampleRequest(), options);
    expect(entry).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: '0707070707070707',
      parentSpanId: 'b7ad6b7169203331',
      callerProcessor: 'https://local-team.invalid',
      startedAt: '2026-11-02T11:00:00.000Z',
      endedAt: '2026-11-02T11:00:00.087Z',
      status: 'Unset',
      activity: 'https://register.invalid/activities/household-view',
      asker: {
        pseudonym: pseudonymOfSubject(exampleAccess.subject, options.pseudonymKey),
        function: 'fixed-face',
        organisation: '00000001821002193000',
        task: 'Jeugdwet art. 2.3',
        caseReference: 'LT1/2025-0217',
        breakGlass: null,
      },
      operation: { name: 'HouseholdView', hash: expect.stringMatching(/^sha256:/) },
      households: [householdId('one')],
    });
    expect(entry.persons).toHaveLength(6);
    expect(entry.organisations[1]).toEqual({
      organisation: 'RAAD',
      outcome: 'UNAVAILABLE',
      reason: 'TIMED_OUT',
      recordTypes: ['raad-status'],
    });
    expect(processingEntrySchema.parse(JSON.parse(JSON.stringify(entry)))).toEqual(entry);
  });

  it('names a person who was met twice once', () => {
    const persons = [personId('a'), personId('b'), personId('a')];
    expect(toProcessingEntry(exampleRequest({ persons }), options).persons).toHaveLength(2);
  });

  it('says that the glass was broken, and why', () => {
    const breakGlass = { reason: 'child on the run, danger tonight', at: '2026-11-02T11:55:00+01:00' };
    const entry = toProcessingEntry(exampleRequest({ access: { ...exampleAccess, breakGlass } }), options);
    expect(entry.asker.breakGlass).toEqual(breakGlass);
    expect(processingEntrySchema.safeParse(entry).success).toBe(true);
  });

  it('names an activity that is no URI by a URN', () => {
    const access = { ...exampleAccess, processingActivity: 'household view' };
    const { activity } = toProcessingEntry(exampleRequest({ access }), options);
    expect(activity).toBe('urn:gezinsbeeld:processing-activity:household%20view');
  });

  it.each<[string, Partial<ProcessedRequest>]>([
    ['persons', { persons: ['Daan Mastenbroek'] }],
    ['persons', { persons: [bsnCanary] }],
    ['households', { households: ['LT1/2025-0217'] }],
    [
      'organisations.outcome',
      {
        organisations: [
          { organisation: 'RAAD', outcome: 'answered: a child was hit', reason: null, recordTypes: [] },
        ],
      },
    ],
    [
      'organisations.organisation',
      {
        organisations: [
          { organisation: 'Raad in Utrecht', outcome: 'ANSWERED', reason: null, recordTypes: [] },
        ],
      },
    ],
    ['operation.hash', { queryHash: `{ householdsOfPerson(bsn: "${bsnCanary}") { id } }` }],
    ['callerProcessor', { callerProcessor: 'a browser' }],
    ['traceId', { trace: { traceId: 'x', spanId: '0707070707070707', parentSpanId: null } }],
  ])(
    'is refused, and with it the answer, where %s would hold anything but an id or a code',
    (place, changes) => {
      const attempt = (): unknown => toProcessingEntry(exampleRequest(changes), options);
      expect(attempt).toThrow(`expected ids and codes alone: ${place}`);
      expect(attempt).not.toThrow(/Daan|999990639|child/);
    },
  );

  it('holds no canary, wherever a client put it', async () => {
    const name = 'Nina_van_Canarie';
    const log = await world.open();
    const breakGlass = { reason: `see 9999.90.639 or ${bsnCanary}, now`, at: '2026-11-02T11:55:00Z' };
    await log.append(
      toProcessingEntry(
        exampleRequest({
          access: {
            ...exampleAccess,
            subject: { ...exampleAccess.subject, id: `${name}-${bsnCanary}` },
            caseReference: `LT1/${bsnCanary}`,
            breakGlass,
          },
          operationName: `Look_${bsnCanary}`,
          queryHash: hashQuery(
            `{ householdsOfPerson(bsn: "${bsnCanary}") { members { name } } } # ${name}`,
            'key',
          ),
          trace: traceContextOf(`00-${bsnCanary}-${name}-01`),
        }),
        options,
      ),
    );
    await log.close();
    const text = await readFile(join(world.folder, 'processing-2026-11.log'), 'utf8');
    expect(text).not.toMatch(/99999.?0639|9999\.90\.639|Canarie/);
    expect(text).toContain('Look_[number]');
    expect(text).toContain('"caseReference":"LT1/[number]"');
  });

  it('stays one printable line whatever the operation is called', () => {
    const { operation } = toProcessingEntry(
      exampleRequest({ operationName: 'A\r\nB\u2028C\u001b[31m\u0000\ud800' }),
      options,
    );
    expect(operation.name).toBe('A��B�C�[31m��');
    expect(toLogText('x'.repeat(500), 100)).toHaveLength(100);
  });
});

describe('the fingerprint of a query', () => {
  it('is plain for a text without values, so that a known operation is found by it', () => {
    const text = 'query A($id: ID!) { household(id: $id) { id } }';
    expect(hashQuery(text, 'one')).toBe(hashQuery(text, 'another'));
  });

  it('takes a key where a value stands in the text: nine digits can all be tried', () => {
    const text = `{ householdsOfPerson(bsn: "${bsnCanary}") { id } }`;
    expect(hashQuery(text, 'one')).toMatch(/^hmac:/);
    expect(hashQuery(text, 'one')).not.toBe(hashQuery(text, 'another'));
  });
});

describe('the trace', () => {
  it("is the caller's where it names one, and goes on to whoever is asked", () => {
    const trace = traceContextOf('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    expect(trace).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b7ad6b7169203331',
    });
    expect(toTraceparent(trace)).toBe(`00-0af7651916cd43dd8448eb211c80319c-${trace.spanId}-01`);
  });

  it.each([
    undefined,
    '',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nx: y',
  ])('is a new one for the header %j', (header) => {
    const trace = traceContextOf(header);
    expect(trace.parentSpanId).toBeNull();
    expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(trace.traceId).not.toBe('0af7651916cd43dd8448eb211c80319c');
  });
});

describe('whoever asks who has read', () => {
  it('gets the reads of one household, or of one person, without what was answered', async () => {
    const own = join(world.folder, 'processing');
    const log = await world.open({ folder: own });
    await log.append(toProcessingEntry(exampleRequest(), options));
    await log.append(
      toProcessingEntry(
        exampleRequest({ households: [householdId('two')], persons: [personId('z')] }),
        options,
      ),
    );
    await log.close();
    const { code, out } = await world.command('reads', '--household', householdId('two'));
    expect({ code, reads: out.map((line) => JSON.parse(line)) }).toEqual({
      code: 0,
      reads: [
        {
          at: '2026-11-02T11:00:00.087Z',
          traceId: '0af7651916cd43dd8448eb211c80319c',
          function: 'fixed-face',
          organisation: '00000001821002193000',
          task: 'Jeugdwet art. 2.3',
          activity: 'https://register.invalid/activities/household-view',
          caseReference: 'LT1/2025-0217',
          isBreakGlass: false,
          asked: expect.arrayContaining([
            { organisation: 'GI', outcome: 'NONE_VISIBLE', recordTypes: ['measure'] },
          ]),
        },
      ],
    });
    expect((await world.command('reads', '--subject', personId('a'))).out).toHaveLength(1);
    expect((await world.command('reads', '--subject', personId('nobody'))).out).toHaveLength(0);
  });

  it('is told when the log is not as it was written', async () => {
    const own = join(world.folder, 'processing');
    const log = await world.open({ folder: own });
    await log.append(toProcessingEntry(exampleRequest(), options));
    await log.append(toProcessingEntry(exampleRequest(), options));
    await log.close();
    await world.rewrite((lines) => lines.slice(1), 'processing/processing-2026-11.log');
    await world.rewrite((lines) => [...lines, 'x'], 'processing/processing-2026-11.log');
    const { code, problems } = await world.command('reads', '--household', householdId('one'));
    expect({ code, problems }).toEqual({ code: 1, problems: [expect.stringContaining('line 2: CHANGED')] });
  });

  it('is refused an entry that is none of this log', () => {
    expect(() => parseProcessingEntry({ type: 'decisions' })).toThrow(
      'expected an entry of the processing log',
    );
    expect(parseProcessingEntry({ type: 'segments-removed', segments: [] })).toBeNull();
  });
});
