import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordAttributes } from '../../adapter-kit/access/record-attributes.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { denBraber } from '../../simulated-sources/families.js';
import { createRestVeiligThuisSource } from '../../subgraphs/veilig-thuis/adapters/rest.js';
import { pseudonymiser, startGuarded } from './veilig-thuis-viewers.js';

type Guarded = Awaited<ReturnType<typeof startGuarded>>;

let running: Guarded;
let source: ReturnType<typeof createRestVeiligThuisSource>;
const calls: string[] = [];
beforeAll(async () => {
  running = await startGuarded([]);
  const { settings } = running;
  source = createRestVeiligThuisSource({
    apiUrl: settings.VEILIG_THUIS_URL,
    tokenUrl: settings.VEILIG_THUIS_TOKEN_URL,
    clientId: settings.VEILIG_THUIS_CLIENT_ID,
    clientSecret: settings.VEILIG_THUIS_CLIENT_SECRET,
    timeoutMs: 30_000,
    pseudonymiser,
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    onCall: ({ path }) => calls.push(path),
  });
}, 60_000);
afterAll(async () => {
  await source?.close();
  await running?.close();
});

const signal = () => AbortSignal.timeout(30_000);

async function attributesOf(reference: string): Promise<readonly RecordAttributes[]> {
  const found = (await source.loadAttributes([reference], { signal: signal() })).get(reference);
  if (!found || found instanceof SourceError) throw new Error('expected attributes');
  return found;
}

describe('what Veilig Thuis decides from', () => {
  it('is who was told, person by person, of the report and of all that hangs on it', async () => {
    const attributes = await attributesOf('VT3/2026-1188');
    expect(attributes.map(({ recordType, recordId }) => `${recordType} ${recordId}`)).toEqual([
      'involvement VT3/2026-1188',
      'identity P1',
      'identity P2',
      'identity P3',
      'identity P4',
      'report VT3/2026-1188/1',
      'safety-assessment VT3/2026-1188/1/safety-assessment',
      'vt-inquiry VT3/2026-1188/1/inquiry',
    ]);
    const { gerrit, wilma, alexander, zoey } = denBraber;
    const subject = (
      who: { bsn: string },
      localKey: string,
      informedOn: string | null,
      isNoticePending: boolean,
    ) => ({
      person: pseudonymiser.person(who.bsn),
      localKey,
      informedOn,
      isNoticePending,
    });
    const subjects = [
      subject(gerrit, 'P1', null, true),
      subject(wilma, 'P2', '2026-10-30', false),
      subject(alexander, 'P3', '2026-10-30', false),
      // Nobody has to tell a child of seven who has no notice of her own.
      subject(zoey, 'P4', null, false),
    ];
    for (const record of attributes) {
      expect(record).toMatchObject(
        record.recordType === 'identity'
          ? { subjects: subjects.filter(({ localKey }) => localKey === record.recordId) }
          : { subjects },
      );
    }
  });

  it('is to whom it was handed over, with which request it went along, and whether a measure is in force', async () => {
    const reportOf = async (reference: string) =>
      (await attributesOf(reference)).find(({ recordId }) => recordId === `${reference}/1`);
    expect(await reportOf('VT1/2026-0602')).toMatchObject({
      handedOverTo: ['LOCAL_TEAM'],
      attachedTo: [],
      isMeasureActive: false,
    });
    expect(await reportOf('VT1/2025-0905')).toMatchObject({
      handedOverTo: ['LOCAL_TEAM'],
      attachedTo: ['RAAD'],
      isMeasureActive: true,
    });
  });

  it('of what the police gave in a report is a notice to nobody and a hand-over to nobody', async () => {
    const police = (await attributesOf('VT1/2025-0905')).find(({ recordId }) =>
      recordId.endsWith('police-statements'),
    );
    expect(police).toMatchObject({ recordType: 'report', releasedTo: [] });
    expect(police?.attachedTo ?? police?.handedOverTo).toBeUndefined();
    expect(police?.subjects.filter(({ informedOn }) => informedOn !== null)).toEqual([]);
  });

  it('tells no name, nothing that happened, and nobody who is no person of the case', async () => {
    const text = JSON.stringify(await attributesOf('VT3/2026-1188'));
    expect(text).not.toMatch(/Braber|Gerrit|Wilma|shout|P5|99999\d{4}/);
    expect(running.reads.filter(({ what }) => what !== 'ATTRIBUTES')).toEqual([]);
  });

  it('costs one call for any number of cases, and one for none', async () => {
    calls.length = 0;
    await source.loadAttributes(['VT3/2026-1188', 'VT1/2025-0905', 'VT1/2026-0602'], { signal: signal() });
    expect(await source.loadAttributes([], { signal: signal() })).toEqual(new Map());
    expect(calls).toEqual(['/case-files/_attributes', '/case-files/_attributes']);
  });
});

describe('of a case of which only some records may be read', () => {
  const reference = 'VT1/2025-0905';
  const load = async (...keys: readonly string[]) => {
    running.reads.length = 0;
    const only = new Map([[reference, new Set(keys)]]);
    const file = (await source.loadFiles([reference], { signal: signal(), only })).get(reference);
    if (!file || file instanceof SourceError) throw new Error('expected a file');
    return file;
  };

  it('the assessment is read without its report', async () => {
    const file = await load(`safety-assessment ${reference}/1/safety-assessment`);
    expect(file).toMatchObject({
      persons: [],
      reports: [],
      safetyAssessments: [{ reportNumber: `${reference}/1`, outcome: 'FOLLOW_UP_BY_VEILIG_THUIS' }],
      safetyPlans: [],
      inquiries: [],
    });
    expect(running.reads).toEqual([{ caseNumber: reference, what: [`${reference}/1/safety-assessment`] }]);
  });

  it('the report is read without the other, without what the police gave, and with one name', async () => {
    const file = await load(`involvement ${reference}`, `report ${reference}/1`, 'identity P3');
    expect(file.persons.map(({ name }) => name)).toEqual(['Teun Groot-Esselink']);
    expect(file.reports.map(({ statements }) => statements.map(({ text }) => text))).toEqual([
      ['The father says that it was once.'],
    ]);
    // Who is meant in it is told all the same, by pseudonym.
    expect(file.reports[0]?.informed).toHaveLength(3);
    expect(running.reads).toEqual([{ caseNumber: reference, what: ['P3', `${reference}/1`] }]);
  });

  it('nothing is read of it where nothing may be', async () => {
    expect(await load()).toMatchObject({ persons: [], reports: [], safetyAssessments: [], inquiries: [] });
    expect(running.reads).toEqual([{ caseNumber: reference, what: [] }]);
  });
});
