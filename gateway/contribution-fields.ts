/**
 * Which fields of the supergraph only carry contributions to combined fields: they are marked `@inaccessible`. Of those whose
 * contribution holds several shares, each in one value (`ContributedShare`, `CountedShare`), the names of the shares.
 */
import { Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from 'graphql';
import type { FindContribution } from './data-sources/losses.js';

export function findContributionFields(supergraphSdl: string): FindContribution {
  const types = parse(supergraphSdl).definitions.filter(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
  const byName = new Map(types.map((type) => [type.name.value, type]));
  const fields = new Map<string, ReadonlySet<string>>();
  for (const type of types) {
    for (const field of type.fields ?? []) {
      if (field.directives?.some((directive) => directive.name.value === 'inaccessible')) {
        fields.set(`${type.name.value}.${field.name.value}`, sharesOf(byName.get(nameOf(field.type))));
      }
    }
  }
  return (typeName, fieldName) => {
    const shares = fields.get(`${typeName}.${fieldName}`);
    return shares ? { shares } : null;
  };
}

/** Scalars that hold a share: an outcome, a reason and parts. */
const shareTypes: ReadonlySet<string> = new Set(['ContributedShare', 'CountedShare']);

function sharesOf(type: ObjectTypeDefinitionNode | undefined): ReadonlySet<string> {
  const shares = (type?.fields ?? []).filter((field) => shareTypes.has(nameOf(field.type)));
  return new Set(shares.map(({ name }) => name.value));
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
