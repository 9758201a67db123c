/**
 * Terms as an organisation or region sets them, from the file that `TERM_RULES_FILE` names. Without it they are as shipped. A file that is
 * not wholly understood is refused: a term that was set and does not count would be told wrongly as the law's own.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isDate } from '../../../adapter-kit/dates.js';
import { type Environment, withoutEmpty } from '../../../adapter-kit/source-settings.js';
import { parseStrictJson } from '../../../adapter-kit/strict-json.js';
import { type TermKind, termKinds } from '../combine/contribution.js';
import { createLegalCalendar, equatedByDecree, type LegalCalendar } from '../combine/legal-calendar.js';
import { type TermRules, type TermSetting, toTermRules } from '../combine/term-rules.js';

export interface TermSettings {
  readonly rules: TermRules;
  readonly calendar: LegalCalendar;
  /** After how many days not being seen is an alarm. Absent: as shipped. */
  readonly alarm?: { readonly afterDays: number; readonly configuredBy: string };
}

/** As shipped. */
export const usualTerms: TermSettings = { rules: toTermRules(), calendar: createLegalCalendar() };

const variable = 'TERM_RULES_FILE';
const units = ['DAY', 'WORKING_DAY', 'WEEK', 'MONTH', 'YEAR'] as const;
const text = z.string('expected a text').refine(({ length }) => length >= 3 && length <= 200, {
  message: 'expected 3 to 200 characters',
});

const termSchema = z
  .strictObject({
    length: z
      .strictObject({
        count: z.int('expected a whole number').min(1, 'expected 1 to 1000').max(1000, 'expected 1 to 1000'),
        unit: z.enum(units, `expected one of ${units.join(', ')}`),
      })
      .optional(),
    article: text.optional(),
    readFrom: z.enum(['FROM', 'ALSO_FROM'], 'expected FROM or ALSO_FROM').optional(),
    movesByTheAct: z.boolean('expected true or false').optional(),
    configuredBy: text,
  })
  .refine((setting) => Object.keys(setting).length > 1, 'expected something that is set otherwise');

const fileSchema = z.strictObject({
  terms: z
    .partialRecord(z.enum(termKinds, `expected terms of ${termKinds.join(', ')}`), termSchema)
    .default({}),
  equatedDays: z
    .array(z.string().refine(isDate, 'expected a day YYYY-MM-DD'), 'expected a list of days')
    .default([]),
  lastSeen: z
    .strictObject({
      alarmAfterDays: z
        .int('expected a whole number')
        .min(1, 'expected 1 to 366')
        .max(366, 'expected 1 to 366'),
      configuredBy: text,
    })
    .optional(),
});

/** What is wrong is added to `problems`, one line each; no value is repeated. */
export function readTermSettings(environment: Environment, problems: string[]): TermSettings {
  const file = withoutEmpty(environment)[variable];
  if (file === undefined) return usualTerms;
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    problems.push(`${variable}: expected the name of a file that can be read`);
    return usualTerms;
  }
  const read = parseStrictJson(content);
  if (!('value' in read)) {
    problems.push(`${variable}: ${read.problem}`);
    return usualTerms;
  }
  const parsed = fileSchema.safeParse(read.value);
  if (!parsed.success) {
    problems.push(...oneForEachPlace(parsed.error.issues).map(describe));
    return usualTerms;
  }
  const { terms, equatedDays, lastSeen } = parsed.data;
  try {
    return {
      rules: toTermRules(toSettings(terms)),
      calendar: createLegalCalendar([...equatedByDecree, ...equatedDays]),
      ...(lastSeen
        ? { alarm: { afterDays: lastSeen.alarmAfterDays, configuredBy: lastSeen.configuredBy } }
        : {}),
    };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    problems.push(`${variable}: ${thrown.message}`);
    return usualTerms;
  }
}

type ParsedTerm = z.infer<typeof termSchema>;

/** Without what was left out: a name without a value would stand over the shipped one. */
function toSettings(
  terms: Readonly<Partial<Record<TermKind, ParsedTerm>>>,
): Partial<Record<TermKind, TermSetting>> {
  return Object.fromEntries(
    Object.entries(terms).map(([kind, { length, article, readFrom, movesByTheAct, configuredBy }]) => [
      kind,
      {
        configuredBy,
        ...(length === undefined ? {} : { length }),
        ...(article === undefined ? {} : { article }),
        ...(readFrom === undefined ? {} : { readFrom }),
        ...(movesByTheAct === undefined ? {} : { movesByTheAct }),
      },
    ]),
  );
}

const namesOfAFile = ['terms', 'equatedDays', 'lastSeen'];
const namesOfTheAlarm = ['alarmAfterDays', 'configuredBy'];
const namesOfATerm = ['length', 'article', 'readFrom', 'movesByTheAct', 'configuredBy'];
const namesKnown = new Set<unknown>([
  ...termKinds,
  ...namesOfAFile,
  ...namesOfATerm,
  ...namesOfTheAlarm,
  'count',
  'unit',
]);

/** Names that a file may have are told; others may be anything. */
function describe({ path, message, code }: z.core.$ZodIssue): string {
  const place = path.map((part) => (typeof part === 'number' || namesKnown.has(part) ? String(part) : '?'));
  const told = code === 'unrecognized_keys' ? `expected ${namesAt(path).join(', ')} alone` : message;
  return [variable, ...place].join('.').concat(`: ${told}`);
}

function namesAt(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === 'lastSeen') return namesOfTheAlarm;
  return [namesOfAFile, termKinds, namesOfATerm][path.length] ?? ['count', 'unit'];
}

/** The first of each place: what else is wrong there mostly follows from it. */
function oneForEachPlace(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const places = issues.map(({ path }) => JSON.stringify(path));
  return issues.filter((_, index) => places.indexOf(places[index] ?? '') === index);
}
