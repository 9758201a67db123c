/** What the Raad gives to each function, record by record, on its running source. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccessContext, type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import { grootEsselink, jacobs } from '../../simulated-sources/families.js';
import { decideAccess } from '../../simulated-sources/raad/act-two.js';
import { handIn } from '../../simulated-sources/raad/hand-in.js';
import { describeFamilies } from './raad-families.js';
import {
  accessOf,
  childOfItsOwnAccord,
  ofItsOwnAccord,
  ownAccord,
  type RaadHarness,
  relationTo,
  startRaad,
} from './raad-harness.js';
import { type Answer, decision, involvement, report, status } from './raad-rows.js';

/** Asked for by Veilig Thuis; the measure that followed is in force. */
const byVeiligThuis = 'RVDK/2025-7781';
/** Asked for by the certified institution; running, without a result. */
const byInstitution = 'RVDK/2026-5120';
/** Asked for by a local team; running. */
const byMunicipality = 'RVDK/2026-2904';

/** A child that the case is about: each family member asks as its parent, or as that child. */
const childOf: Readonly<Record<string, string>> = {
  [byVeiligThuis]: grootEsselink.teun.bsn,
  [byInstitution]: grootEsselink.fien.bsn,
  [byMunicipality]: jacobs.vica.bsn,
  [ownAccord]: childOfItsOwnAccord,
};

/** As somebody of the function asks about a case; of the family, as one whom it is about. */
function askerAbout(asker: FunctionName, reference: string): AccessContext {
  const child = childOf[reference] ?? '';
  if (asker === 'parent-with-authority') return accessOf(asker, { relations: [relationTo(child)] });
  if (asker === 'youth-12-up') return accessOf(asker, { person: pseudonymOf(child) });
  return accessOf(asker);
}

/** Who works with an owner that is not asked at all: for them nothing was decided record by record. */
const toldNothing: ReadonlySet<FunctionName> = new Set(['architect', 'auditor']);

describe('what the Raad gives to each function', () => {
  let harness: RaadHarness;

  beforeAll(async () => {
    harness = await startRaad();
    await handIn(harness.running.url, ofItsOwnAccord);
  }, 60_000);
  afterAll(() => harness?.stop());

  const decidedOn = (recordType: string): Answer => {
    const answers = new Set(
      harness.decisions.filter((one) => one.recordType === recordType).map(({ answer }) => answer),
    );
    expect(answers.size).toBe(1);
    // The decision log has no other words than these here.
    return [...answers][0] as Answer;
  };

  it.each(functionNames)('is decided record by record as the matrix says: %s', async (asker) => {
    const cells = [
      ...[byVeiligThuis, byInstitution, byMunicipality, ownAccord].map(
        (reference, index) => ['raad-status', reference, status[asker][index]] as const,
      ),
      ...[byVeiligThuis, ownAccord].flatMap(
        (reference, index) =>
          [
            ['raad-report', reference, report[asker][index]],
            ['court-decision', reference, decision[asker][index]],
          ] as const,
      ),
      ['involvement', byVeiligThuis, involvement[asker]] as const,
    ];
    for (const [recordType, reference, expected] of cells) {
      await harness.household(askerAbout(asker, reference), [reference]);
      if (toldNothing.has(asker)) expect(harness.decisions).toEqual([]);
      else expect([recordType, reference, decidedOn(recordType)]).toEqual([recordType, reference, expected]);
    }
  });

  it.each(functionNames)('is shown as it was decided, and nothing else was read: %s', async (asker) => {
    const isKnown = involvement[asker] !== 'CONSENT' && involvement[asker] !== 'DENY';
    for (const [index, reference] of [byVeiligThuis, ownAccord].entries()) {
      const { shown } = await harness.household(askerAbout(asker, reference), [reference]);
      const records = [
        ['raad-status', 'RAAD_STATUS', status[asker][index === 0 ? 0 : 3], shown.councilInvestigations],
        ['raad-report', 'RAAD_REPORT', report[asker][index], shown.councilReports],
        ['court-decision', 'COURT_DECISION', decision[asker][index], shown.courtDecisions],
      ] as const;
      for (const [, , answer, list] of records)
        expect(list?.length ?? 0).toBe(isKnown && answer === 'ALLOW' ? 1 : 0);
      const told = { MASK: 'HEADER_ONLY', ASK: 'ASK', CONSENT: 'CONSENT', ALLOW: null, DENY: null } as const;
      expect(shown.raadWithheld?.map((one) => [one['recordType'], one['access']])).toEqual(
        records.flatMap(([, name, answer]) => {
          const access = answer && told[answer];
          return isKnown && access ? [[name, access]] : [];
        }),
      );
      expect(new Set(harness.contentRead())).toEqual(
        new Set(
          records.flatMap(([type, , answer]) =>
            isKnown && answer === 'ALLOW' ? [`${type} ${reference}`] : [],
          ),
        ),
      );
    }
  });

  describeFamilies(() => harness);

  it('is told where content is withheld: the rule, its law and whom to ask, and of a masked record its dates', async () => {
    const { shown } = await harness.household(accessOf('vt'), [byVeiligThuis]);
    const unit = 'Raad voor de Kinderbescherming';
    const contact = 'regional desk 088-000 02 01';
    expect(shown.raadWithheld).toEqual([
      {
        recordType: 'RAAD_REPORT',
        access: 'ASK',
        unit,
        contact,
        since: null,
        until: null,
        explanation: expect.objectContaining({ rule: 'raad-report-asked-of-the-raad', ask: `the ${unit}` }),
      },
      {
        recordType: 'COURT_DECISION',
        access: 'HEADER_ONLY',
        unit,
        contact,
        since: '2026-03-30',
        until: '2027-03-30',
        explanation: expect.objectContaining({ rule: 'court-decision-header-for-the-chain' }),
      },
    ]);
  });

  it('takes a measure without a stated end for one that is in force for a year', async () => {
    await harness.household(accessOf('gi-supervision'), ['RVDK/2026-1410']);
    expect(decidedOn('raad-report')).toBe('ALLOW');
  });

  it('shows a decision of the court inside an investigation by its own rule, and by itself where the investigation is not shown', async () => {
    const vt = (await harness.household(accessOf('vt'), [byVeiligThuis])).shown;
    expect(vt.councilInvestigations).toMatchObject([
      { status: 'CASE_COMPLETED', result: null, decision: null },
    ]);
    const institution = (await harness.household(accessOf('gi-guardianship'), [ownAccord])).shown;
    expect(institution).toMatchObject({
      councilInvestigations: [],
      councilReports: [],
      courtDecisions: [{ explanation: 'Verzoek afgewezen', source: { recordId: ownAccord } }],
    });
    const raad = (await harness.household(accessOf('raad-protection'), [byVeiligThuis])).shown;
    expect(raad.councilInvestigations).toMatchObject([
      { result: 'MEASURE_IMPOSED', decision: { explanation: 'Ondertoezichtstelling' } },
    ]);
  });

  const { johan, wilma, teun, fien } = grootEsselink;
  const persons = [johan, wilma, teun].map(({ bsn }) => bsn);
  it.each<readonly [FunctionName, string | null, readonly boolean[]]>([
    ['fixed-face', null, [true, true, true]],
    ['rvt-duo', null, [true, true, true]],
    ['vt', null, [true, true, true]],
    ['raad-protection', null, [true, true, true]],
    ['raad-penal', null, [true, true, true]],
    ['gi-supervision', null, [true, true, true]],
    ['gi-guardianship', null, [true, true, true]],
    ['gi-probation', null, [true, true, true]],
    ['parent-with-authority', johan.bsn, [true, false, true]],
    ['parent-without-authority', johan.bsn, [false, false, false]],
    ['youth-12-up', teun.bsn, [false, false, true]],
    ['architect', null, [false, false, false]],
    ['auditor', null, [false, false, false]],
  ])('names to %s only those whom they may know by name', async (asker, self, expected) => {
    const children = asker === 'youth-12-up' ? [] : [relationTo(teun.bsn), relationTo(fien.bsn)];
    const access = accessOf(asker, {
      person: self && pseudonymOf(self),
      relations: self ? children : [],
    });
    for (const [index, bsn] of persons.entries()) {
      const { recorded } = await harness.person(access, [byVeiligThuis], bsn);
      expect([bsn, recorded.length > 0]).toEqual([bsn, expected[index]]);
      expect(harness.contentRead().every((key) => key.startsWith('identity '))).toBe(true);
    }
  });

  it('opens what the person concerned consented to, or the Raad released, for those alone, until it is taken back', async () => {
    const { running } = harness;
    const consent = {
      kind: 'CONSENT',
      reference: byVeiligThuis,
      recordType: 'raad-report',
      to: 'fixed-face',
    } as const;
    const release = {
      kind: 'RELEASE',
      reference: byVeiligThuis,
      recordType: 'raad-report',
      to: 'VT1/2026-1005',
    } as const;
    expect(await decideAccess(running, consent)).toBe(true);
    expect(await decideAccess(running, release)).toBe(true);
    const reports = async (asker: FunctionName, caseReference: string | null = null) => {
      const { shown } = await harness.household(accessOf(asker, { caseReference }), [byVeiligThuis]);
      return shown.councilReports?.length;
    };
    expect(await reports('fixed-face')).toBe(1);
    expect(await reports('rvt-duo')).toBe(0);
    expect(await reports('vt', 'VT1/2026-1005')).toBe(1);
    expect(await reports('vt', 'VT2/2026-0126')).toBe(0);
    await decideAccess(running, { ...consent, isWithdrawn: true });
    await decideAccess(running, { ...release, isWithdrawn: true });
    expect(await reports('fixed-face')).toBe(0);
    expect(await reports('vt', 'VT1/2026-1005')).toBe(0);
    expect(await decideAccess(running, { ...consent, reference: 'RVDK/2026-0000' })).toBe(false);
  });

  it('gives a parent without authority headers only, once the person concerned consents to the involvement', async () => {
    const { running } = harness;
    const to = 'parent-without-authority';
    const access = accessOf(to);
    const consent = { kind: 'CONSENT', reference: byVeiligThuis, recordType: 'involvement', to } as const;
    expect((await harness.household(access, [byVeiligThuis])).shown.raadOutcome?.outcome).toBe(
      'NONE_VISIBLE',
    );
    await decideAccess(running, consent);
    const { shown } = await harness.household(access, [byVeiligThuis]);
    expect(shown.raadOutcome?.outcome).toBe('ANSWERED');
    expect(shown.raadWithheld?.map((one) => [one['recordType'], one['access']])).toEqual([
      ['RAAD_STATUS', 'HEADER_ONLY'],
      ['RAAD_REPORT', 'ASK'],
      ['COURT_DECISION', 'HEADER_ONLY'],
    ]);
    expect(harness.contentRead()).toEqual([]);
    const himself = accessOf(to, {
      person: pseudonymOf(johan.bsn),
      relations: [relationTo(teun.bsn, 'NONE')],
    });
    expect((await harness.person(himself, [byVeiligThuis], johan.bsn)).recorded).toHaveLength(1);
    expect((await harness.person(himself, [byVeiligThuis], teun.bsn)).recorded).toEqual([]);
    await decideAccess(running, { ...consent, isWithdrawn: true });
  });

  it('opens under break-glass that a family is known, and never what came of an investigation', async () => {
    const breakGlass = { reason: 'a child is in danger now', at: '2026-11-02T10:30:00Z' };
    await harness.household(accessOf('gi-probation', { breakGlass }), [byVeiligThuis]);
    expect([decidedOn('involvement'), decidedOn('raad-report')]).toEqual(['ALLOW', 'DENY']);
    await harness.household(accessOf('vt', { breakGlass }), [byVeiligThuis]);
    expect([decidedOn('raad-report'), decidedOn('court-decision')]).toEqual(['ASK', 'MASK']);
    await harness.household(
      accessOf('gi-probation', { breakGlass: { ...breakGlass, at: '2026-11-02T09:59:00Z' } }),
      [byVeiligThuis],
    );
    expect(decidedOn('involvement')).toBe('MASK');
  });
});

function pseudonymOf(bsn: string): string {
  return relationTo(bsn).person;
}
