/**
 * The words in which an owner's rules are written: the schema that every `access.cedar` is checked against when it is loaded, so
 * that a rule about a fact or a function that does not exist is found before anybody is answered.
 *
 * @see the Cedar policy language, version 4: schema, and entity types that are enumerations
 */
import { factNames } from './facts.js';
import { recordTypes } from './record-attributes.js';
import { functionNames } from './subject.js';

/**
 * What may be done with a record, from most to least: the first that a rule permits is the answer. `ExplainDenial` gives no
 * access: it says which words go with a refusal.
 */
export const actions = ['ReadContent', 'ReadHeader', 'RequestRelease', 'KnowOf', 'ExplainDenial'] as const;
export type Action = (typeof actions)[number];

/**
 * To count records into figures of ten households or more. It is not among the actions that are tried for a record: who may count is
 * by that shown nothing of any record.
 */
export const countAction = 'CountRecords' as const;
/** What a rule may be about. */
export type RuleAction = Action | typeof countAction;

/** Annotations that every rule carries. `consent` instead of `professional` in `@release`: the person concerned decides. */
export const annotationNames = ['id', 'law', 'nl', 'en', 'ask'] as const;

export const cedarSchema: string = `
entity Function enum [${functionNames.map((name) => JSON.stringify(name)).join(', ')}];
entity RecordType enum [${recordTypes.map((name) => JSON.stringify(name)).join(', ')}];
${[...actions, countAction]
  .map(
    (action) => `action ${action} appliesTo {
  principal: [Function],
  resource: [RecordType],
  context: { activity: String, ${factNames.map((name) => `${name}: Bool`).join(', ')} }
};`,
  )
  .join('\n')}
`;
