import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { createAskedRecordTypes } from '../../gateway/accountability/asked-record-types.js';
import { nothingWithheld, type WithheldFields } from '../../gateway/execution/canonical-operation.js';
import { projectRoot } from '../../schema/project-root.js';

const askedBy = createAskedRecordTypes(
  readFileSync(join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8'),
);

function kindsAsked(query: string, withheld: WithheldFields = nothingWithheld, operationName?: string) {
  return Object.fromEntries(
    askedBy({ document: parse(query), operationName: operationName ?? null }, withheld),
  );
}

describe('the record of a request names the kinds of records that were asked for', () => {
  it('of each organisation its own', () => {
    expect(
      kindsAsked('{ household(id: "x") { members { id } measures { kind } reports { receivedOn } } }'),
    ).toEqual({ REGISTER: ['identity'], GI: ['measure'], VEILIG_THUIS: ['report'] });
  });

  it('behind an alias, a fragment and a field of a record as well', () => {
    const query = `
      { household(id: "x") { a: measures { ...more } } }
      fragment more on Measure { plan { __typename } ... on Measure { caseWorkers { __typename } } }`;
    expect(kindsAsked(query)).toEqual({ GI: ['gi-plan', 'measure'] });
  });

  it('of every organisation from whose words a name is put together', () => {
    const asked = kindsAsked('{ household(id: "x") { members { person { name } } } }');
    expect(Object.keys(asked).sort()).toEqual(
      expect.arrayContaining(['GI', 'LOCAL_TEAM', 'RAAD', 'REGISTER', 'VEILIG_THUIS']),
    );
    expect(new Set(Object.values(asked).flat())).toEqual(new Set(['identity']));
  });

  it('of an organisation from whose records figures are counted, although no field of it is asked', () => {
    const query = `{ indicators(region: "x", from: "2026-01-01", until: "2026-03-31", referenceDate: "2026-03-31") {
      figures { households { value } } } }`;
    expect(kindsAsked(query)).toEqual({
      REGISTER: ['combined-view', 'involvement'],
      GI: ['measure', 'provision'],
    });
  });

  it('of every organisation from whose records a study set is made, and of none but those', () => {
    const query = `{ costStudySet(study: "x", region: "x", from: "2026-01-01", until: "2026-03-31") {
      set { groups { rows { pseudonym } } } } }`;
    expect(kindsAsked(query)).toEqual({
      REGISTER: ['combined-view', 'cost-line', 'involvement'],
      GI: ['cost-line'],
      LOCAL_TEAM: ['cost-line'],
    });
  });

  it('but none that is never given to who asks, because it was not asked', () => {
    const noReports: WithheldFields = {
      key: 'Household.reports',
      failureOf: (type, field) =>
        type === 'Household' && field === 'reports'
          ? { message: 'not for this function', extensions: { code: 'WITHHELD' } }
          : null,
    };
    const query = '{ household(id: "x") { measures { kind } reports { receivedOn } } }';
    expect(kindsAsked(query, noReports)).toEqual({ GI: ['measure'] });
    expect(kindsAsked(query)).toEqual({ GI: ['measure'], VEILIG_THUIS: ['report'] });
  });

  it('of the operation that was sent, and of no other in the same text', () => {
    const query = 'query A { household(id: "x") { measures { kind } } } query B { __typename }';
    expect(kindsAsked(query, nothingWithheld, 'B')).toEqual({});
    expect(kindsAsked(query, nothingWithheld, 'A')).toEqual({ GI: ['measure'] });
  });
});
