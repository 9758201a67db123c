/**
 * What a register serves against what is true of the population, one document and one family at a time.
 *
 * Open documents are read through the list, so that nothing that is served escapes; then every family is asked for by the numbers
 * of its people, so that nothing that is missing does.
 */
import type { HouseholdDocument } from '../../subgraphs/household/register/document.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import { createFindings, type Findings } from './findings.js';
import { judgeDocument } from './judge-document.js';
import { judgeFamily } from './judge-family.js';
import { type Population, placeOf } from './population.js';

const pageSize = 1_000;

export async function evaluate(population: Population, store: RegisterStore): Promise<Findings> {
  const findings = createFindings();
  // One bit for each file of a family; no story has more than 32.
  const served = new Uint32Array(population.families);
  const pairsWithoutNumber = new Set<string>();
  for (let after: string | null = null; ; ) {
    const page: readonly HouseholdDocument[] = await store.list(pageSize, after, null);
    for (const document of page) {
      judgeDocument(document, population, findings);
      for (const { reference } of document.links) {
        const place = placeOf(reference);
        if (place) served[place.family] = (served[place.family] ?? 0) | (1 << place.file);
      }
      if (document.foundBy.length === 0) addPairs(document, pairsWithoutNumber);
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < pageSize || after === null) break;
  }
  for (let index = 0; index < population.families; index += 1) {
    const family = population.family(index);
    const isServedOpenly = (file: number): boolean => ((served[index] ?? 0) & (1 << file)) !== 0;
    await judgeFamily({ family, population, store, findings, isServedOpenly, pairsWithoutNumber });
  }
  return findings;
}

function addPairs({ links }: HouseholdDocument, pairs: Set<string>): void {
  for (const { reference } of links) {
    for (const other of links)
      if (other !== undefined && other.reference !== reference) pairs.add(`${reference} ${other.reference}`);
  }
}
