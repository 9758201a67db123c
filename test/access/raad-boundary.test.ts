/** What may never come out of the Raad: to whom nobody vouches, past a shield, in a count, an order, an error or a member's id. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { request } from 'undici';
import { signedContextIssuer } from '../../adapter-kit/access/signed-context.js';
import type { FunctionName } from '../../adapter-kit/access/subject.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { deJager, deVries, grootEsselink, overvaart } from '../../simulated-sources/families.js';
import { decideAccess } from '../../simulated-sources/raad/act-two.js';
import { handIn } from '../../simulated-sources/raad/hand-in.js';
import {
  accessOf,
  clock,
  householdQuery,
  ofItsOwnAccord,
  ownAccord,
  pseudonymiser,
  type RaadHarness,
  relationTo,
  shownIn,
  startRaad,
} from './raad-harness.js';

const reference = 'RVDK/2025-7781';
const attributesOnly = ['POST /case-attributes/_search'];
const twoCalls = [...attributesOnly, 'POST /case-files/_search'];
const memberIds = (...people: readonly { readonly bsn: string }[]) =>
  Object.fromEntries(people.map(({ bsn }, index) => [pseudonymiser.person(bsn) ?? '', `m${index + 1}`]));

describe('the boundary of the Raad', () => {
  let harness: RaadHarness;

  beforeAll(async () => {
    harness = await startRaad();
    await handIn(harness.running.url, ofItsOwnAccord);
  }, 60_000);
  afterAll(() => harness?.stop());

  const signed = (changes: { readonly audience?: string; readonly issuedAt?: string }) => {
    const seconds = Date.parse(changes.issuedAt ?? clock) / 1_000;
    return new SignJWT({ access: accessOf('raad-protection') })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ: 'gezinsbeeld-access+jwt' })
      .setIssuer(signedContextIssuer)
      .setAudience(changes.audience ?? 'raad')
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 60)
      .sign(harness.privateKey);
  };

  it.each<readonly [string, () => Promise<string | null>]>([
    ['nobody', async () => null],
    ['a token that is none', async () => 'no token'],
    ['a token for another organisation', () => signed({ audience: 'veilig-thuis' })],
    ['a token that is over', () => signed({ issuedAt: '2026-11-02T10:58:00Z' })],
  ])('answers %s with nothing, and asks its source nothing', async (_who, token) => {
    const value = await token();
    const answer = await harness.send(
      householdQuery,
      'Household',
      harness.keyOf([reference], null),
      value === null ? {} : { 'gezinsbeeld-access': value },
    );
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect([harness.calls, harness.reads]).toEqual([[], []]);
  });

  it('asks its source twice however many cases are asked for: what to decide from, and what was permitted', async () => {
    const references = [reference, 'RVDK/2026-5120', 'RVDK/2026-9001'];
    await harness.household(accessOf('raad-protection'), references);
    expect(harness.calls).toEqual(twoCalls);
    await harness.household(accessOf('raad-penal'), references);
    expect(harness.calls).toEqual(attributesOnly);
    expect(harness.contentRead()).toEqual([]);
  });

  it('hands over no name and no word of a message where it hands over what is decided from', async () => {
    const response = await request(`${harness.running.url}/case-attributes/_search`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${harness.running.settings['RAAD_STORE_SECRET']}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ references: [reference, 'RVDK/2026-4420'] }),
    });
    const text = await response.body.text();
    expect(text).toContain('"requestedBy":"VT"');
    expect(text).not.toMatch(/Esselink|Haverkamp|Overvaart|Ondertoezicht|Maatregel|afgerond|Utrecht|Test/);
  });

  it('looks the same to who may not know of it, whether or not the Raad knows the family', async () => {
    const access = accessOf('parent-without-authority');
    const headers = await harness.headersOf(access);
    const ask = async (known: boolean, references = [reference]) => {
      const key = known
        ? harness.keyOf(references, null)
        : ({ state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' } as const);
      const answer = await harness.send(householdQuery, 'Household', key, headers);
      return { answer, calls: [...harness.calls] };
    };
    const known = await ask(true);
    expect(known).toEqual(await ask(false));
    expect(shownIn(known.answer)).toMatchObject({
      councilInvestigations: null,
      courtDecisions: null,
      councilReports: [],
      raadWithheld: [],
      raadOutcome: { outcome: 'NONE_VISIBLE', asOf: null },
    });
    expect(known.calls).toEqual(attributesOnly);
  });

  it('refuses what a function is never shown in the same words, whether or not there is anything', async () => {
    const refusals = async (references: readonly string[]) => {
      const { answer } = await harness.household(accessOf('raad-penal'), references);
      return answer.errors;
    };
    const refused = await refusals([reference]);
    expect(refused?.map(({ extensions }) => [extensions['code'], extensions['rule']])).toEqual([
      ['WITHHELD', 'raad-status-refused'],
      ['WITHHELD', 'raad-report-refused'],
      ['WITHHELD', 'court-decision-refused'],
    ]);
    expect(refused).toEqual(await refusals(['RVDK/2026-5120']));
  });

  it('shows nothing of a shielded case that tells of a place, but to those who work on that very case', async () => {
    const shielded = 'RVDK/2026-3306';
    const shield = { kind: 'SHIELD', reference: shielded, from: 'EVERYBODY' } as const;
    await decideAccess(harness.running, shield);
    const outside = await harness.household(accessOf('vt'), [shielded]);
    expect(outside.shown).toMatchObject({ councilInvestigations: [], raadWithheld: [] });
    expect(harness.contentRead()).toEqual([]);
    const inside = await harness.household(accessOf('raad-protection', { caseReference: shielded }), [
      shielded,
    ]);
    expect(inside.shown.councilInvestigations).toHaveLength(1);
    await decideAccess(harness.running, { ...shield, isWithdrawn: true });
    expect((await harness.household(accessOf('vt'), [shielded])).shown.councilInvestigations).toHaveLength(1);
  });

  it('shields a case from one person, and from nobody else', async () => {
    const shielded = 'RVDK/2026-1410';
    await harness.household(accessOf('raad-protection'), [shielded]);
    const keys = new Set(
      harness.decisions.flatMap(({ recordType, recordId }) => (recordType === 'identity' ? [recordId] : [])),
    );
    const see = async ({ bsn }: { readonly bsn: string }) => {
      const access = accessOf('parent-with-authority', { person: pseudonymiser.person(bsn) });
      return (await harness.household(access, [shielded])).shown.councilInvestigations?.length;
    };
    const seen: (readonly [number | undefined, number | undefined])[] = [];
    for (const from of keys) {
      await decideAccess(harness.running, { kind: 'SHIELD', reference: shielded, from });
      seen.push([await see(deVries.mark), await see(deVries.chantal)]);
      await decideAccess(harness.running, { kind: 'SHIELD', reference: shielded, from, isWithdrawn: true });
    }
    expect(seen.filter(([mark, chantal]) => mark === 0 && chantal === 1)).toHaveLength(1);
    expect(seen.filter(([mark, chantal]) => mark === 1 && chantal === 0)).toHaveLength(1);
    expect(seen.filter(([mark, chantal]) => mark === 1 && chantal === 1)).toHaveLength(keys.size - 2);
  });

  it('never shows Estrella, who has no authority, anything of Jan and Paolo or of The Hague (family 6)', async () => {
    const { estrella, jan, paolo } = deJager;
    const access = accessOf('parent-without-authority', {
      person: pseudonymiser.person(estrella.bsn),
      relations: [relationTo(paolo.bsn, 'NONE')],
    });
    const references = ['RVDK/2026-3306'];
    const to = 'parent-without-authority';
    const consent = { kind: 'CONSENT', reference: 'RVDK/2026-3306', recordType: 'involvement', to } as const;
    for (const isWithdrawn of [true, false]) {
      await decideAccess(harness.running, { ...consent, isWithdrawn });
      const { answer } = await harness.household(access, references, memberIds(estrella, paolo));
      expect(harness.contentRead()).toEqual([]);
      const people = await Promise.all(
        [jan, paolo].map(({ bsn }) => harness.person(access, references, bsn)),
      );
      expect(people.map(({ recorded }) => recorded)).toEqual([[], []]);
      expect(JSON.stringify([answer, people])).not.toMatch(/Cuykelaer|Paolo|Haag|LT5|"m\d"|Maasdelta/);
    }
    const herself = await harness.person(access, references, estrella.bsn);
    expect(herself.recorded).toMatchObject([{ birthDate: estrella.birthDate }]);
    await decideAccess(harness.running, { ...consent, isWithdrawn: true });
  });

  it('never names Chantal to Mark, who has authority over their children, nor counts her among them (family 7)', async () => {
    const { mark, chantal, walter, sebastiaan } = deVries;
    const access = accessOf('parent-with-authority', {
      person: pseudonymiser.person(mark.bsn),
      relations: [relationTo(walter.bsn), relationTo(sebastiaan.bsn)],
    });
    const references = ['RVDK/2026-1410'];
    const { shown } = await harness.household(
      access,
      references,
      memberIds(mark, chantal, walter, sebastiaan),
    );
    for (const list of [shown.councilInvestigations, shown.councilReports, shown.courtDecisions])
      expect(list).toMatchObject([{ memberIds: ['m1', 'm3', 'm4'] }]);
    expect((await harness.person(access, references, chantal.bsn)).recorded).toEqual([]);
    expect((await harness.person(access, references, walter.bsn)).recorded).toHaveLength(1);
    const professional = await harness.household(
      accessOf('rvt-duo'),
      references,
      memberIds(mark, chantal, walter, sebastiaan),
    );
    expect(professional.shown.councilInvestigations).toMatchObject([{ memberIds: ['m1', 'm2', 'm3', 'm4'] }]);
  });

  it('never tells Stephan, or the local team that serves him, of a shelter or of Utrecht (family 11)', async () => {
    const { stephan, nina, jeannette } = overvaart;
    const askers = [
      accessOf('parent-with-authority', {
        person: pseudonymiser.person(stephan.bsn),
        relations: [relationTo(nina.bsn)],
      }),
      accessOf('fixed-face', { caseReference: 'LT5/2025-0303' }),
    ];
    for (const access of askers) {
      const { answer } = await harness.household(access, ['RVDK/2026-4420'], memberIds(stephan));
      expect(JSON.stringify(answer)).not.toMatch(/Utrecht|opvang|0344|LT4|Spoed/);
    }
    const [him] = askers;
    if (him) expect((await harness.person(him, ['RVDK/2026-4420'], jeannette.bsn)).recorded).toEqual([]);
  });

  it('never opens more than that the family is known to who works in a criminal case (family 8)', async () => {
    const { shown } = await harness.household(accessOf('raad-penal'), [reference, ownAccord]);
    expect(shown).toMatchObject({
      councilInvestigations: null,
      councilReports: null,
      courtDecisions: null,
      raadWithheld: [],
    });
    expect(harness.contentRead()).toEqual([]);
  });

  it('takes nobody without a number for somebody else: no two of them are one subject (family 12)', async () => {
    const access = accessOf('parent-with-authority', { person: pseudonymiser.person('000000000') });
    const { recorded } = await harness.person(access, ['RVDK/2026-6320'], '000000000');
    expect(recorded).toEqual([]);
    expect(harness.contentRead()).toEqual([]);
  });

  it.each<readonly [string, string, FunctionName, readonly string[]]>([
    ['is down', 'RVDK/2026-9005', 'raad-protection', ['DOWN']],
    ['sends what no calendar knows', 'RVDK/2026-9006', 'raad-protection', ['CONTRACT_BROKEN']],
  ])('says so when its source %s, and never that there is nothing', async (_what, broken, asker, reasons) => {
    const { answer, shown } = await harness.household(accessOf(asker), [reference, broken]);
    expect(shown.councilInvestigations).toBeNull();
    expect([...new Set(answer.errors?.map(({ extensions }) => extensions['reason']))]).toEqual(reasons);
  });

  it('fails alike for a known and an unknown family when its source is gone', async () => {
    await harness.running.close();
    const headers = await harness.headersOf(accessOf('parent-without-authority'));
    const none = { state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' } as const;
    const known = await harness.send(householdQuery, 'Household', harness.keyOf([reference], null), headers);
    const unknown = await harness.send(householdQuery, 'Household', none, headers);
    // In the order of the fields: which of them fails first is no promise of the engine's.
    const inOrder = ({ errors = [], ...answer }: SubgraphAnswer) => ({
      ...answer,
      errors: [...errors].sort((left, right) => String(left.path).localeCompare(String(right.path))),
    });
    expect(inOrder(known)).toEqual(inOrder(unknown));
    expect(shownIn(known).raadOutcome).toMatchObject({ outcome: 'UNAVAILABLE' });
    const professional = await harness.household(accessOf('raad-protection'), [reference]);
    expect(professional.shown.councilInvestigations).toBeNull();
    expect(professional.answer.errors?.[0]?.extensions['code']).toBe('SOURCE_UNAVAILABLE');
  });
});

describe('the Raad without access rules', () => {
  it('gives everything in one call, as tests and benchmarks ask for it', async () => {
    const harness = await startRaad({ withRules: false });
    try {
      const { fien } = grootEsselink;
      const answer = await harness.send(
        householdQuery,
        'Household',
        harness.keyOf([reference], null, memberIds(fien)),
        {},
      );
      expect(answer.errors).toBeUndefined();
      expect(shownIn(answer)).toMatchObject({
        councilInvestigations: [
          { result: 'MEASURE_IMPOSED', decision: { explanation: 'Ondertoezichtstelling' } },
        ],
        councilReports: [{ result: 'MEASURE_IMPOSED', memberIds: ['m1'] }],
        courtDecisions: [{ decidedOn: '2026-03-30', memberIds: ['m1'] }],
        raadWithheld: [],
        raadOutcome: { outcome: 'ANSWERED', visibility: null },
      });
      expect(harness.calls).toEqual(['POST /case-files/_search']);
      expect(harness.reads).toEqual([{ reference, what: 'WHOLE' }]);
    } finally {
      await harness.stop();
    }
  }, 60_000);
});
