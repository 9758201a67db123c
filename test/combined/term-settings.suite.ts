/** Terms that an organisation or region sets otherwise: what counts, and that a file which is not understood is refused. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../adapter-kit/source-settings.js';
import { readGatewayConfig } from '../../gateway/config.js';
import { projectRoot } from '../../schema/project-root.js';
import { toDeadlines } from '../../subgraphs/household/combine/deadlines.js';
import { readTermSettings } from '../../subgraphs/household/combined/term-settings.js';
import { organisations } from '../../subgraphs/index.js';
import { answered, term } from './contributions.js';

const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-terms-'));
const file = join(folder, 'terms.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: unknown) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const problems: string[] = [];
  return { settings: readTermSettings({ TERM_RULES_FILE: file }, problems), problems };
}

function deadlineOf(content: unknown, part: Parameters<typeof term>[0]) {
  const { settings, problems } = read(content);
  expect(problems).toEqual([]);
  return toDeadlines(answered([term(part)]), { referenceDay: '2026-11-02', ...settings }).deadlines[0];
}

const configuredBy = 'region rotterdam, 2026-03-01';
const setting = (value: object) => ({ terms: { COUNCIL_INVESTIGATION: { configuredBy, ...value } } });

describe('terms that were set', () => {
  it('count, and say by whom', () => {
    const set = setting({ length: { count: 60, unit: 'DAY' }, article: 'agreed between region and Raad' });
    expect(deadlineOf(set, { kind: 'COUNCIL_INVESTIGATION', from: '2026-10-01' })).toMatchObject({
      dueOn: '2026-11-30',
      configuredBy,
      article: 'agreed between region and Raad',
    });
  });

  it('leave every other term as it is shipped', () => {
    const set = setting({ length: { count: 60, unit: 'DAY' } });
    expect(deadlineOf(set, { kind: 'SAFETY_ASSESSMENT', from: '2026-10-26' })).toMatchObject({
      dueOn: '2026-11-02',
      configuredBy: null,
    });
  });

  it('may choose the other reading of the law', () => {
    const set = { terms: { INQUIRY_START: { configuredBy, readFrom: 'ALSO_FROM' } } };
    const part = { kind: 'INQUIRY_START', from: '2025-09-05', alsoFrom: '2025-09-12' } as const;
    expect(deadlineOf(set, part)).toMatchObject({
      dueOn: '2025-09-17',
      otherReading: { dueOn: '2025-09-10' },
    });
  });

  it('may add a day that a decree equates with a holiday', () => {
    const set = { equatedDays: ['2026-11-02'] };
    expect(deadlineOf(set, { kind: 'SAFETY_ASSESSMENT', from: '2026-10-26' })).toMatchObject({
      dueOn: '2026-11-03',
    });
  });

  it('are written as docs/configuration.md shows', () => {
    const page = readFileSync(join(projectRoot, 'docs', 'configuration.md'), 'utf8');
    const [, example = ''] = /```json\n(\{\s+"terms".*?)```/s.exec(page) ?? [];
    const { settings, problems } = read(example);
    expect(problems).toEqual([]);
    expect(settings.rules.COUNCIL_INVESTIGATION.configuredBy).toBe(configuredBy);
  });

  it('are refused at the gateway while the register, which would use them, runs elsewhere', () => {
    read({});
    const environment = { TERM_RULES_FILE: file, SUBGRAPH_HOUSEHOLD_URL: 'http://127.0.0.1:4201' };
    let thrown: unknown;
    try {
      readGatewayConfig(environment, { organisations, simulate: true, open: true });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigurationError);
    expect((thrown as ConfigurationError).problems).toEqual([
      'TERM_RULES_FILE: expected where the register runs, which is elsewhere (SUBGRAPH_HOUSEHOLD_URL)',
    ]);
  });

  it('need no file', () => {
    const problems: string[] = [];
    expect(readTermSettings({ TERM_RULES_FILE: '' }, problems).rules.INQUIRY_START.configuredBy).toBeNull();
    expect(problems).toEqual([]);
  });
});

describe('a file that is not understood is refused', () => {
  const known = ['SAFETY_ASSESSMENT', 'COUNCIL_INVESTIGATION'].join('|');

  it.each<[string, unknown, RegExp]>([
    ['no JSON', 'terms: none', /^TERM_RULES_FILE: expected JSON/],
    [
      'a term twice',
      '{"terms":{},"terms":{}}',
      /^TERM_RULES_FILE: expected JSON in which a name stands once/,
    ],
    [
      'a term that there is not',
      { terms: { SECRET_TERM: { configuredBy } } },
      new RegExp(`^TERM_RULES_FILE.*(${known})`),
    ],
    [
      'a setting that there is not',
      setting({ lenght: 5 }),
      /^TERM_RULES_FILE\.terms\.COUNCIL_INVESTIGATION: expected length, article, readFrom, movesByTheAct, configuredBy alone$/,
    ],
    [
      'who set it left out',
      { terms: { COUNCIL_INVESTIGATION: { movesByTheAct: true } } },
      /COUNCIL_INVESTIGATION\.configuredBy: expected a text$/,
    ],
    ['nothing set', setting({}), /COUNCIL_INVESTIGATION: expected something that is set otherwise$/],
    [
      'a term of no days',
      setting({ length: { count: 0, unit: 'DAY' } }),
      /COUNCIL_INVESTIGATION\.length\.count: expected 1 to 1000$/,
    ],
    [
      'half a day',
      setting({ length: { count: 1.5, unit: 'DAY' } }),
      /length\.count: expected a whole number$/,
    ],
    ['fortnights', setting({ length: { count: 3, unit: 'FORTNIGHT' } }), /length\.unit: expected one of DAY/],
    [
      'a length of what ends by itself',
      { terms: { MEASURE_END: { configuredBy, length: { count: 1, unit: 'DAY' } } } },
      /^TERM_RULES_FILE: MEASURE_END: its last day is in the record/,
    ],
    [
      'a holiday on no day',
      { equatedDays: ['2027-02-30'] },
      /^TERM_RULES_FILE\.equatedDays\.0: expected a day YYYY-MM-DD$/,
    ],
    ['a list', [], /^TERM_RULES_FILE: /],
  ])('%s', (_, content, problem) => {
    const { settings, problems } = read(content);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
    expect(problems[0]).not.toMatch(/SECRET|FORTNIGHT|2027-02-30|lenght/);
    expect(settings.rules.COUNCIL_INVESTIGATION.configuredBy).toBeNull();
  });

  it('no such file', () => {
    const problems: string[] = [];
    readTermSettings({ TERM_RULES_FILE: join(folder, 'elsewhere.json') }, problems);
    expect(problems).toEqual(['TERM_RULES_FILE: expected the name of a file that can be read']);
  });
});
