/** What youth care cost, as the GI's declarations (JW323) tell it: to the family for its own provisions, and to nobody else. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createContextSigner } from '../../adapter-kit/access/signed-context.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import {
  castDeclarations,
  type DeclarationMessage,
  type DeclaredLine,
  toDeclarationXml,
} from '../../simulated-sources/gi/ijw-declarations.js';
import { toIjwXml } from '../../simulated-sources/gi/ijw-messages.js';
import { castMessages } from '../../simulated-sources/gi/provisions.js';
import { putIjwFile } from '../../simulated-sources/gi/source.js';
import { readIjwMessage } from '../../subgraphs/gi/adapters/ijw-message.js';
import { gi } from '../../subgraphs/gi/subgraph.js';
import { type AskedGi, type Asker, accessOf, askOf, now, startAskedGi } from '../access/gi-asking.js';
import { askerOf, hofdijk, relay } from '../access/gi-relay-family.js';
import { caseSystemUrl, pseudonymiser, runSql } from '../gi-source.js';
import { askShares, sharesIn } from './contract.js';
import { memberNames } from './gi-share.js';
import { expectedOf, sorted, toldBy } from './gi-work-share.js';
import { costs } from './relay-family.js';

const kinds = ['events', 'costs'] as const;
const query = askShares('giCombined', kinds);

const father = askerOf('parent-with-authority');
const memberOf = (name: string | null): string | null =>
  name && (memberNames[name.charAt(0).toUpperCase() + name.slice(1)] ?? null);
/** The cast's rows of what stands in the GI's messages: also those of help that a local team pays. */
const ofTheCast = costs
  .filter(({ category }) => category !== 'local team')
  .map((part) => ({ ...part, source: { ...part.source, unit: 'GI1' } }));

describe('what youth care cost, as the GI tells the combined view', () => {
  let started: AskedGi;
  let folder: string;

  beforeAll(async () => {
    started = await startAskedGi();
    folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-ijw-'));
    await started.ask(query, father, hofdijk);
  }, 120_000);
  afterAll(async () => {
    await started.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const told = (answer: SubgraphAnswer) => sharesIn(answer, 'giCombined', kinds);
  const ask = async (asker: Asker) => told(await started.ask(query, asker, hofdijk));
  /** The same GI over a folder with the allocations of the cast and these files. */
  const askOver = async (name: string, files: Readonly<Record<string, string>>, asker: Asker = father) => {
    const own = join(folder, name);
    mkdirSync(own);
    for (const [file, message] of castMessages) await putIjwFile(own, file, toIjwXml(message));
    for (const [file, xml] of Object.entries(files)) await putIjwFile(own, file, xml);
    const subgraph = gi.create({ ...started.settings, GI_IJW_FOLDER: own }, started.tools);
    const token = await createContextSigner(started.key, now).sign(accessOf(asker), 'gi');
    const answer = told(await askOf(subgraph, token, query, [hofdijk]));
    await subgraph.close();
    return answer;
  };
  const declared = (...lines: readonly DeclaredLine[]): DeclarationMessage => ({ ...treatment, lines });

  it('tells a parent the lines of the third quarter, filed as iJw files them', async () => {
    const { costs: told } = await ask(father);
    expect(told).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(sorted(toldBy(told.parts))).toEqual(
      sorted(
        expectedOf(ofTheCast).map((row) => ({
          ...row,
          filedOnMemberId: memberOf(row.filedOnMemberId),
          memberIds: [memberOf(row.filedOnMemberId)],
          line: expect.any(String),
        })),
      ),
    );
    expect(told.parts.reduce((sum, { quantity, tariffCents }) => sum + quantity * tariffCents, 0)).toBe(
      267_000 + 1_338_600 + 345_600,
    );
    expect(new Set(told.parts.map(({ id }) => id)).size).toBe(5);
    expect(told.parts[0]?.source).toMatchObject({ organisation: 'GI', system: 'iJw 3.2 messages' });
  });

  it('tells no professional, and a youth nothing of the others', async () => {
    for (const name of ['gi-supervision', 'fixed-face', 'raad-protection', 'vt'] as const) {
      const { costs: told } = await ask({ ...askerOf(name), caseReference: relay });
      expect(told).toEqual({
        outcome: 'ANSWERED',
        reason: null,
        visibility: [{ recordType: 'COST_LINE', visibility: 'NONE' }],
        parts: [],
      });
    }
    expect((await ask(askerOf('youth-12-up'))).costs).toMatchObject({ outcome: 'ANSWERED', parts: [] });
  });

  it('takes cost lines away with the place of a child, for they name who gives the care', async () => {
    const johan = grootEsselink.johan.bsn;
    const sql = (statement: string) => runSql(caseSystemUrl(started.settings), statement);
    await sql(`INSERT INTO address_secrecy VALUES ('${relay}', '${johan}')`);
    expect((await ask(father)).costs.parts).toEqual([]);
    await sql(`DELETE FROM address_secrecy WHERE reference = '${relay}'`);
  });

  it('takes a line back that was credited, and never counts it as less than nothing', async () => {
    const { costs: told } = await askOver('credited', {
      'JW323-a.xml': toDeclarationXml(treatment),
      'JW323-b.xml': toDeclarationXml(
        declared(
          { ...line, reference: 'C1', previousReference: line.reference, isCredit: true },
          { ...line, reference: 'P2', volume: 30, amountCents: 30 * 9_600 },
        ),
      ),
    });
    expect(told.parts).toMatchObject([{ quantity: 30, tariffCents: 9_600, category: 'family treatment' }]);
  });

  it('tells the declared sum where it is counted in what the graph has no word for, or was rounded', async () => {
    const { tariffCents: _, ...noTariff } = line;
    const { costs: told } = await askOver('sums', {
      'JW323-a.xml': toDeclarationXml(
        declared(
          { ...noTariff, reference: 'P1', unit: '83', volume: 120, amountCents: 12_000 },
          { ...line, reference: 'P2', unit: '16', volume: 2, tariffCents: 15_000, amountCents: 30_000 },
          { ...line, reference: 'P3', amountCents: 345_599 },
        ),
      ),
    });
    expect(told.parts.map(({ quantity, unit, tariffCents }) => [quantity, unit, tariffCents])).toEqual([
      [1, 'PIECE', 12_000],
      [1, 'PIECE', 30_000],
      [1, 'PIECE', 345_599],
    ]);
  });

  it('tells nothing of what youth probation cost', async () => {
    const { costs: told } = await askOver('probation', {
      'JW323-a.xml': toDeclarationXml(declared({ ...line, category: '47' })),
    });
    expect(told).toMatchObject({ outcome: 'ANSWERED', parts: [] });
  });

  it.each([
    [
      'a day that does not exist',
      toXml().replace(
        '2026-09-30</b:Einddatum></m:ProductPeriode>',
        '2026-09-31</b:Einddatum></m:ProductPeriode>',
      ),
    ],
    ['a unit of no list', toXml().replace('<m:Eenheid>04', '<m:Eenheid>99')],
    ['a number that is no citizen service number', toXml().replace('999999412', '123456789')],
    ['a credit of a line that is not there', toXml({ isCredit: true, previousReference: 'P0' })],
  ])(
    'says that the contract is broken, with no line, of a declaration with %s; events go on',
    async (what, xml) => {
      const { costs: told, events } = await askOver(what, { 'JW323-a.xml': xml });
      expect(told).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] });
      expect(events.outcome).toBe('ANSWERED');
    },
  );

  it.each([
    ['that is cut off', toXml().slice(0, -40)],
    ['of another release', toXml().replaceAll('/3_2/', '/3_1/')],
    ['that is larger than any', `${toXml()}${' '.repeat(4 * 1024 * 1024)}`],
  ])('is known by its name: a declaration %s takes costs away, and nothing else', async (what, xml) => {
    const { costs: told, events } = await askOver(what, { 'JW323-a.xml': xml });
    expect(told).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] });
    expect(events.outcome).toBe('ANSWERED');
    const unnamed = await askOver(`${what}, unnamed`, { 'a.xml': xml });
    expect(unnamed.events).toMatchObject({ outcome: 'UNAVAILABLE' });
  });

  it('refuses a declaration of more lines than it reads, before it keeps anybody waiting', async () => {
    const lines = '<m:Prestatie/>'.repeat(60_000);
    const xml = toXml().replace(/<m:Prestatie>.*<\/m:Prestatie>/s, lines);
    const { costs: told, events } = await askOver('endless', { 'JW323-a.xml': xml });
    expect(told).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] });
    expect(events.outcome).toBe('ANSWERED');
  });

  it('reads a declaration of five thousand lines, and none of one more', () => {
    const read = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => ({ ...line, reference: `L${index}` }));
      const admission = { organisation: 'GI', pseudonymiser, arrivedOn: '2026-11-02', isDeclaration: true };
      return readIjwMessage(Buffer.from(toDeclarationXml(declared(...lines))), admission);
    };
    expect(read(5_000).outcome).toBe('DECLARED');
    expect(read(5_001)).toMatchObject({
      outcome: 'DECLARATION_BROKEN',
      error: { reason: 'CONTRACT_BROKEN', field: 'JW323.Declaratie.Clienten' },
    });
  }, 30_000);

  it('says that it could not be asked when the folder is gone, and never that nothing was declared', async () => {
    const subgraph = gi.create({ ...started.settings, GI_IJW_FOLDER: '/nowhere/at/all' }, started.tools);
    const token = await createContextSigner(started.key, now).sign(accessOf(father), 'gi');
    const { costs: told } = sharesIn(await askOf(subgraph, token, query, [hofdijk]), 'giCombined', kinds);
    await subgraph.close();
    expect(told).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] });
  });
});

const treatment = ofName('JW323-2026Q3-45.xml');
const line = first(treatment.lines);

function toXml(change: Partial<DeclaredLine> = {}): string {
  const message = ofName('JW323-2026Q3-45.xml');
  return toDeclarationXml({ ...message, lines: [{ ...first(message.lines), ...change }] });
}

function ofName(name: string): DeclarationMessage {
  const found = castDeclarations.get(name);
  if (!found) throw new Error('expected a declaration of the cast');
  return found;
}

function first(lines: readonly DeclaredLine[]): DeclaredLine {
  const [found] = lines;
  if (!found) throw new Error('expected a line');
  return found;
}
