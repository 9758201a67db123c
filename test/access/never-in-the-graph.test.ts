import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { projectFiles } from '../repository/project-files.js';

/**
 * What the graph never holds, with parts of the words that would give it away, in English and in Dutch. After `^`: words that
 * begin so. After `=`: the word itself.
 */
const never: Readonly<Record<string, readonly string[]>> = {
  'a score or a risk': [
    '^scor',
    '^risk',
    'risic',
    '^rating',
    '^ranking',
    'zwaartepunt',
    'dangerlevel',
    'gevaarlijkheid',
  ],
  'a prediction': [
    'predict',
    'prediction',
    'voorspel',
    'prognos',
    'likelihood',
    'probability',
    'waarschijnlijkheid',
    'recidivekans',
    'profilering',
    'profiling',
    'algorithm',
    'algoritm',
  ],
  'a nationality or a right to stay': [
    'nationalit',
    'staatsburger',
    'citizenship',
    'statenloos',
    'stateless',
    'vreemdeling',
    'verblijfsvergunning',
    'verblijfsstatus',
    'verblijfstitel',
    'residencepermit',
    'asiel',
    'asylum',
    'vluchteling',
    'refugee',
    'statushouder',
  ],
  'a descent': [
    'etnic',
    'etnis',
    'ethnic',
    'afkomst',
    'herkomst',
    'huidskleur',
    'skincolo',
    'migratieachtergrond',
    'migrationbackground',
    'allochto',
    'autochto',
    'geboorteland',
    'birthcountry',
    'countryofbirth',
    'racial',
    '=race',
    '=ras',
  ],
  'a religion': [
    'relig',
    'godsdienst',
    'geloof',
    'levensbeschouw',
    'islam',
    'moslim',
    'muslim',
    'christen',
    'christian',
    'christelijk',
    'katholiek',
    'catholic',
    'joods',
    'jewish',
    '^hindoe',
    '^hindu',
    'kerkgenootschap',
  ],
};

/** Words that begin alike and mean something else, in the places where they may stand, each with the reason. */
const innocent: Readonly<Record<string, { readonly files: RegExp; readonly because: string }>> = {
  algorithms: {
    files: /^simulated-sources\/(?:issuer\/source|veilig-thuis\/authorization-server)\.ts$/,
    because: 'how a token is signed',
  },
  vreemdelingennummer: {
    files: /^simulated-sources\/(?:families|raad\/stuf-persons)\.ts$/,
    because:
      'the number that a source knows somebody without BSN by; it stays in the source, and says no country',
  },
};

const scanned = projectFiles.filter(
  (file) =>
    file === 'schema/supergraph.graphql' ||
    file === 'schema/terms.json' ||
    /^subgraphs\/[^/]+\/schema\.graphql$/.test(file) ||
    (/^simulated-sources\//.test(file) && /\.(ts|json|xml|sql|csv)$/.test(file)),
);

/** Every word of a text, and every identifier as one word: `riskOfHarm` is `risk`, `of`, `harm` and `riskofharm`. */
function wordsOf(text: string): ReadonlySet<string> {
  const identifiers = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  return new Set(
    identifiers.flatMap((identifier) =>
      [
        identifier.replaceAll('_', ''),
        ...identifier.split(/_|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u),
      ].map((word) => word.toLowerCase()),
    ),
  );
}

function givesAway(word: string, stems: readonly string[]): boolean {
  return stems.some((stem) => {
    if (stem.startsWith('=')) return word === stem.slice(1);
    return stem.startsWith('^') ? word.startsWith(stem.slice(1)) : word.includes(stem);
  });
}

describe('the graph and everything that it is filled from', () => {
  it('are looked through: the supergraph, every subgraph, the terms and the cast', () => {
    for (const file of [
      'schema/supergraph.graphql',
      'schema/terms.json',
      'subgraphs/veilig-thuis/schema.graphql',
      'subgraphs/household/schema.graphql',
      'simulated-sources/families.ts',
      'simulated-sources/gi/records.ts',
    ]) {
      expect(scanned).toContain(file);
    }
  });

  it.each(Object.entries(never))('hold no trace of %s', (_, stems) => {
    const found = scanned.flatMap((file) =>
      [...wordsOf(readFileSync(join(projectRoot, file), 'utf8'))]
        .filter((word) => givesAway(word, stems) && !innocent[word]?.files.test(file))
        .map((word) => `${file}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found out: these names are each recognised', () => {
    const names = [
      'riskScore',
      'RISICO_INSCHATTING',
      'predictedHarm',
      'voorspeldeUitkomst',
      'nationaliteit',
      'NATIONALITY',
      'countryOfBirth',
      'geboorteland',
      'etniciteit',
      'ras',
      'afkomst',
      'religieuze_achtergrond',
      'veiligheidsrisico',
    ];
    const stems = Object.values(never).flat();
    const unseen = names.filter((name) => ![...wordsOf(name)].some((word) => givesAway(word, stems)));
    expect(unseen).toEqual([]);
  });

  it('have no exception that is not needed any more', () => {
    const unneeded = Object.entries(innocent).filter(
      ([word, { files }]) =>
        !scanned.some(
          (file) => files.test(file) && wordsOf(readFileSync(join(projectRoot, file), 'utf8')).has(word),
        ),
    );
    expect(unneeded.map(([word, { because }]) => `${word}: ${because}`)).toEqual([]);
  });
});
