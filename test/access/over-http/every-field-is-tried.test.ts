/** Whoever adds a field that shows records cannot leave it out of the matrix that is tried over HTTP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, isObjectType, Kind, parse } from 'graphql';
import { type RecordType, recordTypes } from '../../../adapter-kit/access/record-attributes.js';
import { projectRoot } from '../../../schema/project-root.js';
import {
  type AskedField,
  fieldPaths,
  householdFields,
  triedApart,
  triedOtherwise,
  withoutField,
  withoutRecord,
} from './rows.js';

const read = (file: string): string => readFileSync(join(projectRoot, 'schema', file), 'utf8');
const household = buildSchema(read('api.graphql')).getType('Household');

/** `Type.field` to the kinds of records that its `@authz` names. */
const authorised = new Map(
  parse(read('supergraph.graphql'), { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? []).flatMap(({ name, directives = [] }): [string, readonly string[]][] => {
          const kinds = directives
            .filter((directive) => directive.name.value === 'authz')
            .flatMap((directive) => directive.arguments ?? [])
            .flatMap(({ name: argument, value }) =>
              argument.value === 'resourceType' && value.kind === Kind.STRING ? [value.value] : [],
            );
          return kinds.length > 0 ? [[`${definition.name.value}.${name.value}`, kinds]] : [];
        })
      : [],
  ),
);

/** What is asked over HTTP, as `Type.field`; the names of leaves count with the type that they are of. */
function askedOf({ name, type, leaves, fields = [] }: AskedField, parent: string): readonly string[] {
  const own = leaves.match(/[a-z]\w+/gi) ?? [];
  return [
    `${parent}.${name}`,
    ...own.map((leaf) => `${type}.${leaf}`),
    ...fields.flatMap((field) => askedOf(field, type)),
  ];
}
const asked = new Set(householdFields.flatMap((field) => askedOf(field, 'Household')));

describe('the matrix over HTTP', () => {
  it('asks every field of a household, or says why it shows no record', () => {
    const fields = isObjectType(household) ? Object.keys(household.getFields()) : [];
    const left = fields.filter((name) => !asked.has(`Household.${name}`) && !withoutRecord[name]);
    expect(left.map((name) => `Household.${name}: add it to test/access/over-http/rows.ts`)).toEqual([]);
  });

  it('asks every field whose @authz names a kind of record', () => {
    const left = [...authorised.keys()].filter((field) => !asked.has(field) && !triedOtherwise[field]);
    expect(left.map((field) => `${field}: add it to test/access/over-http/rows.ts`)).toEqual([]);
  });

  it('tries every kind of record that a field shows, and no field shows the others', () => {
    const tried = new Set<string>([...fieldPaths.map(({ recordType }) => recordType), ...triedApart]);
    const shown = new Set([...authorised.values()].flat());
    const unexplained = recordTypes.filter(
      (recordType: RecordType) => !tried.has(recordType) && withoutField[recordType] === undefined,
    );
    expect(unexplained).toEqual([]);
    const explainedButShown = recordTypes.filter(
      (recordType) => withoutField[recordType] !== undefined && shown.has(recordType),
    );
    expect(explainedButShown).toEqual([]);
    expect([...shown].filter((recordType) => !tried.has(recordType))).toEqual([]);
  });
});
