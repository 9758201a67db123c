/** One family against what the register serves of it: what was not found. */
import type { HouseholdDocument } from '../../subgraphs/household/register/document.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import { type Family, relationOf, sharePerson } from './draft.js';
import { addError, type Findings } from './findings.js';
import { isOnlyBehindShield, judgeDocument } from './judge-document.js';
import { type Population, placeOf } from './population.js';

export interface JudgeFamilyOptions {
  readonly family: Family;
  readonly population: Population;
  readonly store: RegisterStore;
  readonly findings: Findings;
  /** Whether an open document has the file. */
  readonly isServedOpenly: (file: number) => boolean;
  /** Pairs of files in documents that no number leads to, as `reference reference`. */
  readonly pairsWithoutNumber: ReadonlySet<string>;
}

export async function judgeFamily(options: JudgeFamilyOptions): Promise<void> {
  const { family, population, findings, isServedOpenly } = options;
  const { counts } = findings;
  counts.homes += family.homes.length;
  counts.files += family.files.length;
  const open = await judgePersons(options);
  const shielded = await openShields(options);
  for (const document of shielded.values()) judgeDocument(document, population, findings);
  judgeRecall([...open.values(), ...shielded.values()], options);
  for (const file of family.files.keys()) {
    if (!isOnlyBehindShield(family, file) && !isServedOpenly(file))
      addError(findings, 'FILE_NOWHERE', { family, files: [file], detail: `file ${file}` });
  }
  await judgeQuestions(options);
}

async function judgePersons({
  family,
  population,
  store,
  findings,
}: JudgeFamilyOptions): Promise<ReadonlyMap<string, HouseholdDocument>> {
  const documents = new Map<string, HouseholdDocument>();
  for (const who of family.people.keys()) {
    const person = population.personOf(family, who);
    if (person === null) continue;
    const naming = [...family.files.keys()].filter(
      (file) =>
        !isOnlyBehindShield(family, file) &&
        family.files[file]?.entries.some(({ number }) => number?.family === null && number.who === who),
    );
    if (naming.length === 0) continue;
    const { households, isUndecided } = await store.householdsOfPerson(person, null);
    for (const document of households) documents.set(document.id, document);
    if (family.hidden.includes(who)) continue;
    findings.counts.persons += 1;
    const where = { family, files: naming, detail: `p${who}` };
    if (households.length === 0) {
      addError(findings, isUndecided ? 'PERSON_UNDECIDED' : 'PERSON_NOT_FOUND', where);
    } else if (!households.some(({ links }) => links.some(isOf(family)))) {
      addError(findings, 'FOUND_SOMEBODY_ELSE', where);
    }
  }
  return documents;
}

async function openShields({
  family,
  population,
  store,
  findings,
}: JudgeFamilyOptions): Promise<ReadonlyMap<string, HouseholdDocument>> {
  const documents = new Map<string, HouseholdDocument>();
  for (const file of family.files) {
    if (!file.shield) continue;
    const openingCase = `${file.organisation} ${file.reference}`;
    for (const { who, number } of file.entries) {
      const person = population.personOf(family, who);
      if (person === null || !number || number.family !== null || number.who !== who) continue;
      const { households } = await store.householdsOfPerson(person, openingCase);
      const opened = households.filter(({ openedBy }) => openedBy !== undefined);
      for (const document of opened) documents.set(document.id, document);
      if (opened.length === 0)
        addError(findings, 'SHIELD_NOT_OPENED', {
          family,
          files: [family.files.indexOf(file)],
          detail: `p${who} under ${openingCase}`,
        });
    }
  }
  return documents;
}

function judgeRecall(documents: readonly HouseholdDocument[], options: JudgeFamilyOptions): void {
  const { family, findings, pairsWithoutNumber } = options;
  const { counts } = findings;
  for (let left = 0; left < family.files.length; left += 1) {
    for (let right = left + 1; right < family.files.length; right += 1) {
      const relation = relationOf(family, left, right);
      if (relation !== 'TOGETHER' && relation !== 'HISTORY') continue;
      const [one, other] = [family.files[left]?.reference ?? '', family.files[right]?.reference ?? ''];
      let found = pairsWithoutNumber.has(`${one} ${other}`) || pairsWithoutNumber.has(`${other} ${one}`);
      let isNow = found;
      for (const { links } of documents) {
        const first = links.find(({ reference }) => reference === one);
        const second = links.find(({ reference }) => reference === other);
        if (!first || !second) continue;
        found = true;
        if (!first.isHistory && !second.isHistory) isNow = true;
      }
      const isLinkable = shareNumber(family, left, right);
      if (relation === 'TOGETHER') {
        counts.truePairs += 1;
        if (isLinkable) counts.linkablePairs += 1;
        if (found) counts.foundPairs += 1;
        if (found && isLinkable) counts.linkableFound += 1;
        if (found && !isNow) counts.foundAsHistory += 1;
      } else {
        counts.historyPairs += 1;
        if (found) counts.historyFound += 1;
      }
      if (!found)
        addError(findings, relation === 'TOGETHER' ? 'MISSED' : 'MISSED_HISTORY', {
          family,
          files: [left, right],
          detail: `file ${left} and file ${right}${isLinkable ? '' : ' (no number in common)'}`,
        });
    }
  }
}

/** Somebody whom both files name with the right number and birth date: without that, no rule joins them by itself. */
function shareNumber(family: Family, left: number, right: number): boolean {
  const identified = (file: number): readonly number[] =>
    (family.files[file]?.entries ?? []).flatMap(({ who, number, birthDaysAgo }) =>
      number?.family === null && number.who === who && birthDaysAgo === family.people[who]?.birthDaysAgo
        ? [who]
        : [],
    );
  const others = new Set(identified(right));
  return identified(left).some((who) => others.has(who));
}

async function judgeQuestions({ family, store, findings }: JudgeFamilyOptions): Promise<void> {
  if (family.story === 'EXCHANGED_TWINS') {
    await requireQuestion([0, 1], 'GIVEN_NAME_CONFLICT', { family, store, findings });
    return;
  }
  if (family.story !== 'NO_NUMBER') return;
  for (let left = 0; left < family.files.length; left += 1) {
    for (let right = left + 1; right < family.files.length; right += 1) {
      if (sharePerson(family, left, right) && agreeByStatutoryData(family, left, right))
        await requireQuestion([left, right], 'POSSIBLE', { family, store, findings });
    }
  }
}

async function requireQuestion(
  files: readonly [number, number],
  kind: 'POSSIBLE' | 'GIVEN_NAME_CONFLICT',
  { family, store, findings }: Pick<JudgeFamilyOptions, 'family' | 'store' | 'findings'>,
): Promise<void> {
  for (const file of files) {
    const draft = family.files[file];
    const questions = draft ? await store.questionsAbout(`${draft.organisation} ${draft.reference}`) : [];
    if (questions.some((question) => question.kind === kind)) return;
  }
  addError(findings, 'QUESTION_MISSING', {
    family,
    files,
    detail: `${kind}: file ${files.join(' and file ')}`,
  });
}

function agreeByStatutoryData(family: Family, left: number, right: number): boolean {
  const agreeing = (file: number): readonly string[] =>
    (family.files[file]?.entries ?? []).flatMap(({ who, statutory, stays }) =>
      statutory === 'RIGHT' && stays.length > 0 ? [`${who} ${stays.at(-1)?.address}`] : [],
    );
  const others = new Set(agreeing(right));
  return agreeing(left).some((person) => others.has(person));
}

function isOf(family: Family): (link: { readonly reference: string }) => boolean {
  return ({ reference }) => placeOf(reference)?.family === family.index;
}
