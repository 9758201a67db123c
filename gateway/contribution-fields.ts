/** Which fields of the supergraph only carry contributions to combined fields: they are marked `@inaccessible`. */
import { Kind, parse } from 'graphql';
import type { IsContribution } from './data-sources/losses.js';

export function findContributionFields(supergraphSdl: string): IsContribution {
  const fields = new Set<string>();
  for (const definition of parse(supergraphSdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      if (field.directives?.some((directive) => directive.name.value === 'inaccessible')) {
        fields.add(`${definition.name.value}.${field.name.value}`);
      }
    }
  }
  return (typeName, fieldName) => fields.has(`${typeName}.${fieldName}`);
}
