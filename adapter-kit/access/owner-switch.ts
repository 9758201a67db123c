/**
 * An owner's own off-switch: a file inside its boundary, in which it says what it gives to nobody, or not to some, from this moment.
 * It is read anew for every request, so nothing has to be restarted, asked or remembered for it to work.
 *
 * - No file: nothing is stopped.
 * - A file that cannot be read, or is not what was expected: everything is stopped. Whoever reaches for it in a hurry meant that.
 *
 * @see docs/adr/0024-an-owner-can-stop-serving-at-once-and-bounds-what-one-asker-reads.md
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isBsn } from '../bsn.js';
import type { Explanation } from './decision-point.js';
import { type RecordType, recordTypes } from './record-attributes.js';
import { type FunctionName, functionNames } from './subject.js';

/** Who asks, as far as a stop can be about it. */
export interface SwitchAsker {
  readonly function: FunctionName;
  /** OIN; `null` for a family member, who is of no organisation. */
  readonly organisation: string | null;
}

export interface OwnerSwitch {
  /** As the switch stands at this instant. */
  read(): SwitchState;
}

export interface SwitchState {
  /** Equal for equal states. */
  readonly text: string | null;
  /** Why this asker is given nothing at all; `null`: the switch does not say so. */
  stopOf(asker: SwitchAsker): Explanation | null;
  /** Why this asker is given nothing of this kind. */
  stopOfType(asker: SwitchAsker, recordType: RecordType): Explanation | null;
  /** Whether nobody is given anything; then the feed of references is not given either. */
  readonly isWhole: boolean;
}

/** What a stop says to whoever meets it: the owner's own words, which go to viewers, so they hold nothing of any case. */
const wordsSchema = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => !holdsBsn(text), 'expected words without a number of a person');

const stopSchema = z.strictObject({
  /** Kinds of records; absent: all, and with them whether anybody is known at all. */
  recordTypes: z.array(z.enum(recordTypes)).min(1).optional(),
  /** Absent: every function. */
  functions: z.array(z.enum(functionNames)).min(1).optional(),
  /** OINs of organisations that ask; absent: every one, and family members. */
  organisations: z
    .array(z.string().regex(/^\d{20}$/, 'expected an OIN of 20 digits'))
    .min(1)
    .optional(),
  nl: wordsSchema,
  en: wordsSchema,
  /** Whom to ask. */
  ask: wordsSchema,
  /** The article on which the owner stops, where it wants to name another. */
  law: wordsSchema.optional(),
});
const switchSchema = z.strictObject({ stops: z.array(stopSchema).max(100) });
type Stop = z.infer<typeof stopSchema>;

export const switchRule = 'owner-switch';
/** It is the controller who decides whether and for what its records are processed. */
const controllersDecision = 'AVG art. 4 onder 7';
const mostBytes = 256 * 1024;

export interface OwnerSwitchOptions {
  readonly file: string;
  /** Whom to ask where the file itself does not say: the organisation, as the graph spells it. */
  readonly organisation: string;
  /** Told once of each state that cannot be read, in words that repeat nothing of it. */
  readonly report?: (problem: string) => void;
}

/**
 * The file is read in one go and not watched: a watcher tells late, or on some file systems never. Some tens of microseconds for
 * each request, a few while there is no file.
 */
export function createOwnerSwitch({ file, organisation, report }: OwnerSwitchOptions): OwnerSwitch {
  let known: SwitchState = nothingStopped;
  return {
    read() {
      const text = readText(file);
      if (text !== known.text) {
        known = text === null ? nothingStopped : parseSwitch(text, organisation, report);
      }
      return known;
    },
  };
}

const nothingStopped: SwitchState = {
  text: null,
  stopOf: () => null,
  stopOfType: () => null,
  isWhole: false,
};

/** Stands for a file that is there and cannot be read. */
const unreadable = '';

function readText(file: string): string | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    // A folder that is away is not one in which nothing was put.
    if (found === undefined) return hasFolder(file) ? null : unreadable;
    return found.isFile() && found.size <= mostBytes ? readFileSync(file, 'utf8') : unreadable;
  } catch (thrown) {
    // Taken away between the two looks.
    const isGone =
      typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ENOENT';
    return isGone && hasFolder(file) ? null : unreadable;
  }
}

function hasFolder(file: string): boolean {
  try {
    return statSync(dirname(file)).isDirectory();
  } catch {
    return false;
  }
}

function parseSwitch(text: string, organisation: string, report: OwnerSwitchOptions['report']): SwitchState {
  const parsed = switchSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const places = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'the file'))].join(
      ', ',
    );
    report?.(`the switch of ${organisation} is not what was expected, so everything is stopped: ${places}`);
    const explanation = { ...unreadableWords, ask: organisation };
    return { text, stopOf: () => explanation, stopOfType: () => explanation, isWhole: true };
  }
  const { stops } = parsed.data;
  const about = stops.filter(({ recordTypes: kinds }) => kinds !== undefined);
  const whole = stops.filter(({ recordTypes: kinds }) => kinds === undefined);
  const stopOf = (asker: SwitchAsker): Explanation | null =>
    wordsOf(whole.find((stop) => isFor(stop, asker)));
  return {
    text,
    stopOf,
    stopOfType: (asker, recordType) =>
      stopOf(asker) ??
      wordsOf(about.find((stop) => stop.recordTypes?.includes(recordType) && isFor(stop, asker))),
    isWhole: whole.some(
      ({ functions, organisations }) => functions === undefined && organisations === undefined,
    ),
  };
}

function isFor({ functions, organisations }: Stop, asker: SwitchAsker): boolean {
  const isFunction = functions === undefined || functions.includes(asker.function);
  const isOrganisation =
    organisations === undefined ||
    (asker.organisation !== null && organisations.includes(asker.organisation));
  return isFunction && isOrganisation;
}

function wordsOf(stop: Stop | undefined): Explanation | null {
  if (!stop) return null;
  const { nl, en, ask, law = controllersDecision } = stop;
  return { rule: switchRule, law, nl, en, ask };
}

const unreadableWords = {
  rule: switchRule,
  law: controllersDecision,
  nl: 'De organisatie geeft op dit moment niets: wat zij heeft ingesteld is niet te lezen.',
  en: 'The organisation gives nothing at this moment: what it has set cannot be read.',
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function holdsBsn(text: string): boolean {
  return (text.match(/(?<!\d)\d(?:[ .-]?\d){8}(?!\d)/g) ?? []).some((found) =>
    isBsn(found.replace(/\D/g, '')),
  );
}
