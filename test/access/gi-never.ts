/** What the GI never gives: to nobody in particular, before it decided, across households, and where a child is hidden. */
import { describe, expect, it } from '@jest/globals';
import { createContextSigner } from '../../adapter-kit/access/signed-context.js';
import { functionNames } from '../../adapter-kit/access/subject.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import { gi } from '../../subgraphs/gi/subgraph.js';
import { caseSystemUrl, runSql } from '../gi-source.js';
import { type AskedEntity, type AskedGi, accessOf, askOf, keyOf, now, pseudonym } from './gi-asking.js';
import { askerOf, everything, hofdijk, relay, shownIn } from './gi-relay-family.js';
import { shelter } from './gi-shield.js';

const { bets, edwin, teun, fien, maud, trix, hein } = grootEsselink;
const unknown: AskedEntity = {
  type: 'Household',
  key: { state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00.000Z' },
};

export function describeNever(started: () => AskedGi): void {
  const sql = (...statements: readonly string[]) => runSql(caseSystemUrl(started().settings), ...statements);
  describe('without a context that the gateway signed for it, the GI', () => {
    const yesterday = (): Date => new Date('2026-11-02T10:58:30.000Z');
    it.each([
      ['no token', async () => null],
      [
        'a token for another subgraph',
        () => createContextSigner(started().key, now).sign(accessOf(askerOf('vt')), 'raad'),
      ],
      [
        'a token that is over',
        () => createContextSigner(started().key, yesterday).sign(accessOf(askerOf('vt')), 'gi'),
      ],
    ])('answers nothing and asks nothing: %s', async (_, token) => {
      const asked = await token();
      started().forget();
      const answer = await started().askWith(asked, everything, hofdijk);
      expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(started().calls).toEqual([]);
      expect(started().sent()).toBe('');
    });
  });

  describe('what is not permitted', () => {
    it.each([
      ['vt', /quarrels|breakfast|every other Sunday/, /A\. V\./],
      ['fixed-face', /quarrels|every other Sunday|authorised_on/, /breakfast/],
      ['raad-penal', /kind_code|A\. V\.|breakfast|authorised_on|Esselink/, /started_on/],
      ['parent-without-authority', /kind_code|A\. V\.|breakfast|authorised_on|Esselink/, /started_on/],
      ['youth-12-up', /authorised_on|"carried_out_on" : "[^"]+", "retain_until"/, /kind_code/],
    ] as const)('to %s is not read from the case database', async (name, never, read) => {
      started().forget();
      await started().ask(everything, askerOf(name), hofdijk);
      expect(started().received()).toMatch(read);
      expect(started().received()).not.toMatch(never);
    });

    it('to architect and auditor is not even asked of the case database', async () => {
      started().forget();
      for (const name of ['architect', 'auditor'] as const)
        await started().ask(everything, askerOf(name), hofdijk);
      expect(started().calls).toEqual([]);
    });

    it('is decided before any content is read, in as many reads for two households as for one', async () => {
      started().forget();
      await started().ask(everything, askerOf('gi-supervision'), hofdijk);
      const reads = [...started().calls];
      expect(reads.indexOf('SELECT case-attributes')).toBeLessThan(reads.indexOf('SELECT case-files'));
      expect(reads.filter((call) => call.startsWith('SELECT')).length).toBeLessThanOrEqual(5);
      started().forget();
      await started().ask(everything, askerOf('gi-supervision'), hofdijk, shelter);
      expect(started().calls.length).toBeLessThanOrEqual(reads.length);
    });

    it('names of a brother are not read for a youth who asks who he is, and his own are', async () => {
      const query =
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { giIdentity { recorded { name } } } } }';
      const readOf = async (bsn: string) => {
        started().forget();
        const key = keyOf([relay], {}, pseudonym(bsn));
        await started().ask(query, askerOf('youth-12-up'), { type: 'Person', key });
        return started().received();
      };
      expect(await readOf(hein.bsn)).not.toContain('Esselink, H. Groot');
      const own = await readOf(teun.bsn);
      expect(own).toContain('Esselink, T. Groot');
      expect(own).not.toContain('Esselink, H. Groot');
    });
  });

  describe('whoever may not know of the case', () => {
    const parent = askerOf('parent-without-authority');
    it('is answered as if there were none, and the source is asked alike', async () => {
      started().forget();
      const hidden = await started().ask(everything, parent, hofdijk);
      const calls = [...started().calls].sort();
      started().forget();
      const none = await started().ask(everything, parent, unknown);
      expect(hidden).toEqual(none);
      expect(hidden.extensions).toMatchObject({ source: { outcome: 'NONE_VISIBLE', asOf: null } });
      expect([...started().calls].sort()).toEqual(calls);
    });

    it.each([
      ['the case database is gone', { GI_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }],
      ['the folder of messages is gone', { GI_IJW_FOLDER: '/nowhere/at/all' }],
    ])('is told alike that the source failed when %s', async (_, change) => {
      const broken = gi.create({ ...started().settings, ...change }, started().tools);
      const token = await createContextSigner(started().key, now).sign(accessOf(parent), 'gi');
      const hidden = await askOf(broken, token, everything, [hofdijk]);
      const none = await askOf(broken, token, everything, [unknown]);
      await broken.close();
      const sorted = ({ errors = [] }: typeof hidden) => errors.map((error) => JSON.stringify(error)).sort();
      expect(hidden.data).toEqual(none.data);
      expect(sorted(hidden)).toEqual(sorted(none));
      expect(shownIn(hidden).giOutcome).toMatchObject({ outcome: 'UNAVAILABLE' });
    });
  });

  it('says that it could not be asked when the case database is gone: never that there is nothing', async () => {
    const url = { GI_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const broken = gi.create({ ...started().settings, ...url }, started().tools);
    const token = await createContextSigner(started().key, now).sign(accessOf(askerOf('vt')), 'gi');
    const answer = await askOf(broken, token, everything, [hofdijk]);
    await broken.close();
    expect(shownIn(answer)).toMatchObject({
      measures: null,
      protectionPlans: null,
      youthCareProvisions: null,
      giOutcome: { outcome: 'UNAVAILABLE' },
      giWithheld: null,
    });
    expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual(
      Array.from({ length: 5 }, () => 'SOURCE_UNAVAILABLE'),
    );
  });

  it('tells a professional that the GI is not known to be involved, and up to when', async () => {
    const answer = await started().ask(everything, askerOf('vt'), unknown, hofdijk);
    expect(shownIn(answer)).toMatchObject({
      measures: [],
      giOutcome: { outcome: 'NOT_KNOWN' },
      giWithheld: [],
    });
  });

  it('tells a professional that it could not be asked while its feed is not read, and never that there is nothing', async () => {
    const unread: AskedEntity = { type: 'Household', key: { state: 'UNREAD', reason: 'ROSTER_STALE' } };
    const answer = await started().ask(everything, askerOf('fixed-face'), unread);
    expect(shownIn(answer)).toMatchObject({
      measures: null,
      giOutcome: { outcome: 'NOT_ESTABLISHED' },
      giWithheld: null,
    });
  });

  it("tells at the aunt's household of the three girls only, withheld or not", async () => {
    const members = Object.fromEntries(
      [bets, edwin, fien, maud, trix].map(({ bsn }, index) => [pseudonym(bsn), `m${index + 1}`]),
    );
    const aunt: AskedEntity = { type: 'Household', key: keyOf([relay], members) };
    const forVt = shownIn(await started().ask(everything, askerOf('vt'), aunt));
    expect(forVt.measures).toHaveLength(3);
    const counted = (type: string) => forVt.giWithheld.filter(({ recordType }) => recordType === type).length;
    expect(['COURT_DECISION', 'PLACEMENT_ADDRESS', 'PROVISION', 'GI_PLAN'].map(counted)).toEqual([
      6, 6, 3, 1,
    ]);
    const penal = shownIn(await started().ask(everything, askerOf('raad-penal'), aunt));
    expect(penal.giWithheld).toHaveLength(3);
  });

  it('shows nobody youth probation, in no row and no count', async () => {
    await sql(
      "INSERT INTO disclosure_decision VALUES ('GI1/2026-0330', 'provision', '0599/99000002/9902', 'RELEASE', 'VEILIG_THUIS', '2026-11-01', NULL)",
    );
    for (const name of functionNames) {
      started().forget();
      const answer = await started().ask(everything, askerOf(name), hofdijk);
      expect(JSON.stringify(answer)).not.toMatch(/probation"|reclassering|SKN|9902/i);
      expect(started().sent() + started().received()).not.toMatch(/youth_probation|SKN-TEST/);
    }
    await sql('DELETE FROM disclosure_decision');
  });

  it('does not tell of a measure past its retention, not among what is withheld either', async () => {
    await sql("UPDATE measure SET retain_until = '2026-11-01' WHERE measure_number = 'M-2026-0331'");
    const penal = shownIn(await started().ask(everything, askerOf('raad-penal'), hofdijk));
    expect(penal.giWithheld).toHaveLength(5);
    const own = shownIn(await started().ask(everything, askerOf('gi-supervision'), hofdijk));
    expect(own.measures).toHaveLength(5);
    await sql("UPDATE measure SET retain_until = NULL WHERE measure_number = 'M-2026-0331'");
  });
}
