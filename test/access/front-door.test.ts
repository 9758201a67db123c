/** Through the front door, as the people of the cast and those who work with them: who is answered, what, and what is left of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyLog } from '../../adapter-kit/accountability/verify-log.js';
import { describeCombinedWithAccess } from '../combined/with-access.js';
import { post } from '../start-supergraph.js';
import { describeOwnView } from './own-view.js';
import { describeUnwritableLogs } from './unwritable-log.js';
import { type SupergraphWithAccess, startWithAccess } from './with-access.js';

let graph: SupergraphWithAccess;

beforeAll(async () => {
  graph = await startWithAccess({ sourceTimeoutMs: 5_000 });
}, 90_000);

afterAll(async () => {
  await graph.stop();
});

beforeEach(() => {
  graph.asked.length = 0;
});

const households = (fields: string): string => `{ myHouseholds(first: 50) { nodes { id ${fields} } } }`;
const sources = 'sources { organisation outcome reason visibility }';
const askedOf = (subgraph: string): readonly string[] =>
  graph.asked.filter((asked) => asked.subgraph === subgraph).map(({ query }) => query);

async function nodesFor(persona: string, fields: string) {
  const { data, errors } = await graph.as(persona, households(fields));
  return { nodes: data?.myHouseholds?.nodes ?? [], errors };
}

describe('a request', () => {
  it('of nobody is refused before any organisation is asked', async () => {
    const { status, errors } = await post(graph.url, { query: '{ feeds { isFresh } }' });
    expect([status, errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    expect(graph.asked).toEqual([]);
  });

  it('without a processing activity is refused with those that this function may use', async () => {
    const { status, errors } = await graph.as('fixed-face', '{ feeds { isFresh } }', { activity: null });
    expect([status, errors[0]?.extensions['code']]).toEqual([400, 'PROCESSING_ACTIVITY_REQUIRED']);
    expect(errors[0]?.message).toContain('/support-family');
    expect(errors[0]?.message).not.toContain('/assess-and-inquire');
  });

  it('for an activity of another function is refused', async () => {
    const { status } = await graph.as('fixed-face', '{ feeds { isFresh } }', {
      activity: 'assess-and-inquire',
    });
    expect(status).toBe(400);
  });

  it.each([
    ['under a case of a colleague', 'fixed-face', 'LT2/2026-0644'],
    ['under a case that is not theirs any more', 'former-fixed-face', 'LT1/2025-0217'],
    ['under no case', 'fixed-face', null],
  ])('of a professional %s is refused', async (_, persona, caseReference) => {
    const { status, errors } = await graph.as(persona, '{ feeds { isFresh } }', { caseReference });
    expect([status, errors[0]?.extensions['code']]).toEqual([403, 'CASE_NOT_ASSIGNED']);
  });
});

describe('the fixed face of family 2', () => {
  it('sees what the matrix gives, and why the rest is withheld', async () => {
    const { nodes, errors } = await nodesFor(
      'fixed-face',
      `members { person { name } } measures { kind } familyPlans { source { unit } } reports { id }
       safetyAssessments { outcome } withheld { recordType organisation access explanation { rule law nl en ask } } ${sources}`,
    );
    expect(nodes).toHaveLength(1);
    const [household] = nodes;
    expect(household.members).toHaveLength(8);
    expect(household.measures).toHaveLength(6);
    expect(household.familyPlans).toHaveLength(1);
    // Handed over to the local team with the safety conditions; the report itself was not.
    expect(household.safetyAssessments).toHaveLength(1);
    expect(household.reports).toBeNull();
    expect(errors).toMatchObject([
      {
        path: ['myHouseholds', 'nodes', 0, 'reports'],
        extensions: {
          code: 'WITHHELD',
          recordType: 'REPORT',
          rule: 'vt-report-refused',
          ask: 'Veilig Thuis',
        },
      },
    ]);
    const withheld = new Set(
      household.withheld.map((each: Record<string, string>) => `${each['recordType']} ${each['access']}`),
    );
    expect(withheld).toContain('REPORT HEADER_ONLY');
    expect(withheld).toContain('RAAD_REPORT CONSENT');
    expect(withheld).toContain('PLACEMENT_ADDRESS HEADER_ONLY');
  });

  it.each([
    ['by its name', 'reports { id }'],
    ['under another name', 'identity: reports { id }'],
    ['in a fragment', '... on Household { reports { statements { text } } }'],
  ])('is never asked of Veilig Thuis for reports: %s', async (_, fields) => {
    const { errors } = await nodesFor('fixed-face', fields);
    expect(errors.map(({ extensions }) => extensions['code'])).toContain('WITHHELD');
    expect(askedOf('veilig-thuis').filter((query) => query.includes('reports'))).toEqual([]);
  });

  it('does not learn of the newest report, of which nobody was told yet, from anything', async () => {
    const { nodes } = await nodesFor(
      'fixed-face',
      `involvement { organisation unit since } sources { organisation outcome awaitingConfirmation }`,
    );
    const ofVeiligThuis = nodes[0].involvement.filter(
      ({ organisation }: { readonly organisation: string }) => organisation === 'VEILIG_THUIS',
    );
    expect(ofVeiligThuis.map(({ since }: { readonly since: string }) => since).sort()).toEqual([
      '2017-10-09',
      '2025-09-05',
    ]);
    expect(nodes[0].sources[0]).toMatchObject({
      organisation: 'VEILIG_THUIS',
      outcome: 'ANSWERED',
      // The case of 2017; the newest one waits too, and is not counted.
      awaitingConfirmation: 1,
    });
  });

  it('finds no household by a number, unless it is of the own case', async () => {
    const query = 'query($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { id } }';
    const own = await graph.as('fixed-face', query, { variables: { bsn: '999999400' } });
    const others = await graph.as('fixed-face', query, { variables: { bsn: '999994542' } });
    const nobody = await graph.as('fixed-face', query, { variables: { bsn: '999990019' } });
    expect(own.data.householdsOfPerson.length).toBeGreaterThan(0);
    expect(others.data).toEqual({ householdsOfPerson: [] });
    expect({ ...others, text: '', extensions: {} }).toEqual({ ...nobody, text: '', extensions: {} });
  });
});

describe('family 1, in which the father was not told', () => {
  const fields = `members { person { name } } involvement { organisation } reports { id receivedOn informed { memberId on } } ${sources}`;

  it('the mother sees the report, and nobody’s notice but her own', async () => {
    const { nodes } = await nodesFor('wilma', fields);
    expect(nodes).toHaveLength(1);
    expect(nodes[0].reports).toHaveLength(1);
    expect(nodes[0].reports[0].informed).toHaveLength(1);
  });

  it('the father sees nothing of it: not the report, not that it exists, not that Veilig Thuis knows them', async () => {
    const { data, errors, text } = await graph.as('gerrit', households(fields));
    // As it would be if Veilig Thuis did not know them: nobody else does.
    expect([data, errors]).toEqual([{ myHouseholds: { nodes: [] } }, []]);
    expect(text).not.toMatch(/2026-10-23|Amstelland|leerkracht|school/);
  });

  it('an architect and an auditor open no household at all', async () => {
    for (const persona of ['architect', 'auditor']) {
      const { nodes } = await nodesFor(persona, 'members { id }');
      expect(nodes).toEqual([]);
    }
  });
});

describe('a household is told of to nobody by a side door', () => {
  const lookUp = 'query($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { id } }';

  it('a number of somebody else confirms nothing to a member of the family', async () => {
    const { data } = await graph.as('alexander', lookUp, { variables: { bsn: '999994542' } });
    expect(data).toEqual({ householdsOfPerson: [] });
    const own = await graph.as('alexander', lookUp, { variables: { bsn: '999995832' } });
    expect(own.data.householdsOfPerson).toHaveLength(1);
  });

  it('that somebody has a newer home is no news for the family that stayed', async () => {
    const { nodes } = await nodesFor('stephan', 'composition { outdated { unit } }');
    expect(nodes.map(({ composition }: { readonly composition: unknown }) => composition)).toEqual([null]);
  });

  it('who may know only that an organisation is there neither sees nor answers questions about links', async () => {
    const { data, errors } = await graph.as('raad-penal', '{ linkQuestions { id } }');
    expect(data).toEqual({ linkQuestions: null });
    expect(errors[0]?.extensions['code']).toBe('WITHHELD');
  });

  it('a youth sees in no record who else is in it', async () => {
    const { data } = await graph.as(
      'youth-12-up',
      households('members { id } measures { memberId } protectionPlans { memberIds } analyses { memberIds }'),
    );
    const [household] = data.myHouseholds.nodes;
    const [own] = household.members;
    expect(household.members).toHaveLength(1);
    expect(new Set(JSON.stringify(household).match(/"m\d+"/g))).toEqual(new Set([`"${own.id}"`]));
  });
});

describe('askers at one time', () => {
  it('leave a record each, also where they are the same and share a read', async () => {
    const before = lines().length;
    await Promise.all(Array.from({ length: 12 }, () => graph.as('wilma', households('members { id }'))));
    expect(lines()).toHaveLength(before + 12);
  });

  it('never get each other’s answer, whoever asks beside them', async () => {
    const askers = ['fixed-face', 'gi-supervision', 'gi-probation', 'wilma', 'gerrit', 'johan', 'alexander'];
    const query = households(
      'members { person { name } } measures { kind memberId } reports { id } familyPlans { source { unit } } withheld { recordType access }',
    );
    // A source that a busy machine lets come too late is told of as such: then the same is asked again.
    const answerTo = async (asker: string, triesLeft = 20): Promise<string> => {
      const { data, errors } = await graph.as(asker, query);
      const isLate = errors.some(({ extensions }) => extensions['reason'] === 'TIMED_OUT');
      return isLate && triesLeft > 0 ? answerTo(asker, triesLeft - 1) : JSON.stringify([data, errors]);
    };
    const alone = new Map<string, string>();
    for (const asker of askers) alone.set(asker, await answerTo(asker));
    // What they are given differs, or this would show nothing.
    expect(new Set(alone.values()).size).toBeGreaterThan(4);
    const together = await Promise.all(
      Array.from({ length: 70 }, async (_, index) => {
        const asker = askers[index % askers.length] ?? '';
        return [asker, await answerTo(asker)] as const;
      }),
    );
    for (const [asker, answer] of together) expect(answer).toBe(alone.get(asker));
  });
});

describeCombinedWithAccess(() => graph);

describe('broken glass', () => {
  it('opens what is masked, for who may break it and with a reason, and stands in the record', async () => {
    const options = {
      activity: 'act-in-acute-danger',
      headers: { 'break-glass-reason': 'a neighbour hears a child scream, the police is on its way' },
    };
    const id = (await nodesFor('fixed-face', '')).nodes[0].id;
    const query = 'query($id: ID!) { household(id: $id) { members { id } safetyAssessments { outcome } } }';
    const closed = await graph.as('vt', query, { variables: { id } });
    expect(closed.errors[0]?.extensions['code']).toBe('HOUSEHOLD_NOT_FOUND');
    const { status, data } = await graph.as('vt', query, { ...options, variables: { id } });
    expect(status).toBe(200);
    expect(data.household.members).toHaveLength(8);
    expect(lines().at(-1)).toContain('a neighbour hears a child scream');
    // It opens what is named, and lists nothing.
    expect((await graph.as('vt', households('id'), options)).data.myHouseholds.nodes).toEqual([]);
    const fixedFace = await graph.as('fixed-face', households('id'), options);
    expect(fixedFace.status).toBe(400);
  });

  it('opens one household in one request, the one that is asked first; another one takes another request', async () => {
    const options = {
      activity: 'act-in-acute-danger',
      headers: { 'break-glass-reason': 'a child calls, it does not dare to go home' },
    };
    const [one, other] = await Promise.all(
      ['fixed-face', 'vt-of-den-braber'].map(async (persona) => (await nodesFor(persona, '')).nodes[0].id),
    );
    const both = 'query($a: ID!, $b: ID!) { a: household(id: $a) { id } b: household(id: $b) { id } }';
    const ask = (a: string, b: string) => graph.as('vt', both, { ...options, variables: { a, b } });
    const here = await ask(one, other);
    expect(here.data).toEqual({ a: { id: one }, b: null });
    expect(here.errors).toMatchObject([{ path: ['b'], extensions: { code: 'HOUSEHOLD_NOT_FOUND' } }]);
    expect((await ask(other, one)).data).toEqual({ a: { id: other }, b: null });
    expect((await ask(one, one)).data).toEqual({ a: { id: one }, b: { id: one } });
  });

  it('leaves the household of the own case open beside the one that it opens', async () => {
    const [own, other] = await Promise.all(
      ['vt-of-den-braber', 'fixed-face'].map(async (persona) => (await nodesFor(persona, '')).nodes[0].id),
    );
    const { data } = await graph.as(
      'vt-of-den-braber',
      'query($a: ID!, $b: ID!) { a: household(id: $a) { id } b: household(id: $b) { id } }',
      {
        activity: 'act-in-acute-danger',
        headers: { 'break-glass-reason': 'the father is on his way to another family' },
        variables: { a: other, b: own },
      },
    );
    expect(data).toEqual({ a: { id: other }, b: { id: own } });
  });
});

describe('the decision log of an owner', () => {
  it('has what was decided of each record and by which rule, under the trace of the request, and nothing of the record', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await graph.as('fixed-face', households('measures { kind }'), {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    const decided = lines('decisions-gi').map((line) => JSON.parse(line).entry);
    const own = decided.filter((entry) => entry.trace_id === traceId);
    expect(own.length).toBeGreaterThan(0);
    const resources = own[0].request.evaluations.map(
      ({ resource }: { readonly resource: { readonly type: string } }) => resource.type,
    );
    expect(resources).toContain('measure');
    expect(JSON.stringify(own)).not.toMatch(/Esselink|9999\d{5}/);
    expect(lines().at(-1)).toContain(traceId);
  });
});

describe('the processing log', () => {
  it('has a line for every answer that came from an organisation, before it left, whole and without names or numbers', async () => {
    const before = lines().length;
    const query = 'query($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { id members { person { name } } } }';
    await graph.as('fixed-face', query, { variables: { bsn: '999999400' } });
    expect(lines()).toHaveLength(before + 1);
    const last = lines().at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({
      entry: {
        asker: { function: 'fixed-face', caseReference: 'LT1/2025-0217' },
        households: [expect.stringMatching(/^hh_/)],
        persons: expect.arrayContaining([expect.stringMatching(/^p_/)]),
      },
    });
    const everything = [...lines(), ...graph.log].join('\n');
    expect(everything).not.toMatch(/999999400|Groot.?Esselink|Haverkamp|Trix/);
    await expect(
      verifyLog({ folder: join(graph.logFolder, 'processing'), name: 'processing' }),
    ).resolves.toMatchObject({ lines: lines().length, unacknowledged: 0 });
  });
});

// Last, because it changes what the register knows of family 2.
describe('a link that waits for the word of a professional', () => {
  it('is confirmed in the name of the function and unit of the token, whatever was typed', async () => {
    const { data: asked } = await graph.as('vt', '{ linkQuestions { id canBeConfirmed } }');
    const question = asked.linkQuestions.find(
      ({ canBeConfirmed }: { readonly canBeConfirmed: boolean }) => canBeConfirmed,
    );
    const confirm =
      'mutation($q: ID!, $by: String) { confirmLink(question: $q, confirmedBy: $by) { confirmedBy } }';
    for (const by of [null, 'the mayor of another town', '']) {
      const { data, errors } = await graph.as('vt', confirm, { variables: { q: question.id, by } });
      // Who says it again says nothing new: the question is answered.
      if (by === null) {
        expect([data, errors]).toEqual([
          { confirmLink: { confirmedBy: 'medewerker van Veilig Thuis, VT1' } },
          [],
        ]);
      } else {
        expect(JSON.stringify([data, errors])).not.toContain('mayor');
      }
    }
    // Now its own case opens the household, in which the word stands beside the link.
    const { nodes } = await nodesFor('vt', 'involvement { certainty confirmation { by } }');
    expect(JSON.stringify(nodes)).toContain('"by":"medewerker van Veilig Thuis, VT1"');
  });
});

function lines(log = 'processing'): readonly string[] {
  const folder = join(graph.logFolder, log);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.log'))
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '');
}

describeOwnView(() => graph);
describeUnwritableLogs(() => graph);
