/**
 * What a function is never given whatever the record, as fields of the graph: by `@authz` a field says what kind of record it
 * shows, by the owners' rules it is known beforehand who is never shown such a record. Those fields are left out before planning.
 *
 * The owners decide again, each for its own; nothing depends on this alone.
 */
import { type DirectiveNode, Kind, parse } from 'graphql';
import type { Explanation, TypeVisibility } from '../../adapter-kit/access/decision-point.js';
import {
  type RecordType,
  recordTypes,
  toGraphRecordType,
} from '../../adapter-kit/access/record-attributes.js';
import { type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import { nothingWithheld, type WithheldFields } from '../execution/canonical-operation.js';
import type { Failure } from '../execution/failure.js';

/** What a function sees of a kind of record, over all its owners; from `schema/access-summary.json`. */
export type AccessSummary = (
  asker: FunctionName,
  recordType: RecordType,
) => { readonly visibility: TypeVisibility['visibility']; readonly explanation: Explanation | null } | null;

/** Kinds of which a header is shown in the field itself, or of which the viewer's own are. */
const shownInPart: ReadonlySet<RecordType> = new Set(['identity', 'involvement']);

/** @returns for a function: the fields that it is never given. */
export function createWithheldFields(
  supergraphSdl: string,
  summary: AccessSummary,
): (asker: FunctionName) => WithheldFields {
  const fields = readAuthorisedFields(supergraphSdl);
  const byFunction = new Map(
    functionNames.map((asker) => {
      const failures = new Map<string, Failure>();
      for (const [coordinate, types] of fields) {
        // A field that shows several kinds is left out only where none of them is ever shown.
        const refused = types.map((recordType) => refusalOf(asker, recordType, summary));
        const [first] = refused;
        if (first && refused.every((failure) => failure !== null)) failures.set(coordinate, first);
      }
      if (failures.size === 0) return [asker, nothingWithheld] as const;
      const withheld: WithheldFields = {
        key: [...failures.keys()].sort().join(),
        failureOf: (typeName, fieldName) => failures.get(`${typeName}.${fieldName}`) ?? null,
      };
      return [asker, withheld] as const;
    }),
  );
  return (asker) => byFunction.get(asker) ?? nothingWithheld;
}

function refusalOf(asker: FunctionName, recordType: RecordType, summary: AccessSummary): Failure | null {
  const seen = shownInPart.has(recordType) ? null : summary(asker, recordType);
  return seen?.visibility === 'NONE' && seen.explanation ? toFailure(recordType, seen.explanation) : null;
}

function toFailure(recordType: RecordType, explanation: Explanation): Failure {
  return {
    message: explanation.en,
    extensions: { code: 'WITHHELD', recordType: toGraphRecordType(recordType), ...explanation },
  };
}

/** `Type.field` to the kinds of records that it shows. */
function readAuthorisedFields(supergraphSdl: string): ReadonlyMap<string, readonly RecordType[]> {
  const found = new Map<string, RecordType[]>();
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const field of definition.fields ?? []) {
      const types = (field.directives ?? []).flatMap((directive) => recordTypeOf(directive));
      if (types.length > 0) found.set(`${definition.name.value}.${field.name.value}`, types);
    }
  }
  return found;
}

function recordTypeOf({ name, arguments: given }: DirectiveNode): readonly RecordType[] {
  if (name.value !== 'authz') return [];
  // Who may count is not who may see: of that the owner decides, and who is never shown such a record may be given figures.
  if (argumentOf(given, 'action') === 'count') return [];
  const type = recordTypes.find((known) => known === argumentOf(given, 'resourceType'));
  if (!type) throw new Error('expected @authz to name a kind of record of the access matrix');
  return [type];
}

function argumentOf(given: DirectiveNode['arguments'], name: string): string | null {
  const value = given?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}
