/** Every code that an error of this gateway carries. `docs/errors.md` is generated from it, and a test keeps them equal. */

export interface ErrorCode {
  readonly code: string;
  /** What it means for the person who reads the answer. */
  readonly meaning: string;
  /** What a client does. */
  readonly advice: string;
}

export const errorCodes: readonly ErrorCode[] = [
  {
    code: 'SOURCE_UNAVAILABLE',
    meaning:
      'An organisation was asked and gave no usable answer. Nobody knows whether it has records; `reason` says why (`DOWN`, `TIMED_OUT`, `REJECTED`, `CONTRACT_BROKEN`; `NOT_DECIDED`: its own decision could not be had, `NOT_RECORDED`: its decision could not be kept; then nothing was read), `organisation` who.',
    advice:
      'Show that this organisation could not answer. Ask again later when the reason is `DOWN`, `TIMED_OUT` or `NOT_DECIDED`.',
  },
  {
    code: 'NOT_ESTABLISHED',
    meaning:
      'An organisation could not be asked: its feed of references was not read (`ROSTER_STALE`), a member has no identifier (`NO_IDENTIFIER`), or its case waits for confirmation before it is opened here (`LINK_UNCONFIRMED`). Or, by the register itself (`organisation` is `REGISTER`): files disagree about who carries the number that was asked for (`IDENTITY_CONFLICT`).',
    advice: 'Show that it is not established. Never show it as "nothing known".',
  },
  {
    code: 'WITHHELD',
    meaning:
      'Not for this person and purpose. `rule` and `law` say by which rule, `nl` and `en` why, `ask` whom to ask. It is the same whether or not there is a record. With a `reason` it is so at this moment: the owner has stopped serving (`STOPPED_BY_OWNER`), or the asker or its organisation has read as much as is read in this time (`READ_BUDGET_SPENT`; `availableFrom` says from when it is possible again).',
    advice: 'Show the reason and whom to ask. Never show it as "nothing known".',
  },
  {
    code: 'UNAUTHENTICATED',
    meaning: 'The request carries no access token, or one that does not hold.',
    advice: 'Get a token from the issuer and send it as `Authorization: Bearer …`.',
  },
  {
    code: 'TOKEN_NOT_VERIFIABLE',
    meaning:
      'The keys of the issuer cannot be had at this moment, so nobody knows whether the access token holds.',
    advice: 'Ask again after the seconds in `Retry-After`.',
  },
  {
    code: 'PROCESSING_ACTIVITY_REQUIRED',
    meaning:
      'The header `Processing-Activity` is missing, or names one that this function may not use. The message lists those that it may.',
    advice: 'Say for which activity you ask.',
  },
  {
    code: 'CASE_NOT_ASSIGNED',
    meaning: 'The case in `Case-Reference` is not assigned to who asks, today.',
    advice: 'Ask under a case of your own.',
  },
  {
    code: 'BREAK_GLASS_OVER',
    meaning: 'The hour for which the glass was broken with this reason is over.',
    advice: 'Give a new reason, if there is one.',
  },
  {
    code: 'NOT_RECORDED',
    meaning: 'The record of the request could not be made durable. Without it nothing is answered.',
    advice: 'Ask again later, and tell who runs the gateway.',
  },
  {
    code: 'HOUSEHOLD_NOT_FOUND',
    meaning:
      'No household has this id that the asker may open, and every organisation that could know it was read.',
    advice: 'Look the household up again by a person.',
  },
  {
    code: 'HOUSEHOLD_SPLIT',
    meaning:
      'People were shown together under this id who turned out not to belong together: a link was wrong and has been undone. The id leads to none of them any more.',
    advice: 'Forget the id and everything that was kept under it. Look the household up again by a person.',
  },
  {
    code: 'LINK_QUESTION_NOT_FOUND',
    meaning:
      'There is no such question or confirmation about the case in `Case-Reference`, or it has nothing to confirm.',
    advice: 'Ask `linkQuestions` again: a question goes when the records change.',
  },
  {
    code: 'BAD_USER_INPUT',
    meaning: 'A variable or an argument is not what the schema asks for. The message never repeats it.',
    advice: 'Correct the input that the message names.',
  },
  {
    code: 'BSN_NOT_IN_URL',
    meaning: 'A request with a citizen service number came as GET, where the number would stand in a URL.',
    advice: 'Send it as POST, with the number as a variable.',
  },
  {
    code: 'GRAPHQL_PARSE_FAILED',
    meaning: 'The query is not GraphQL.',
    advice: 'Correct the query.',
  },
  {
    code: 'GRAPHQL_VALIDATION_FAILED',
    meaning: 'The query asks for what is not in the schema, or it is a subscription.',
    advice: 'Compare the query with `schema/api.graphql`.',
  },
  {
    code: 'NULL_NOT_ALLOWED',
    meaning:
      'A record leaves a field empty that the schema promises to hold a value. Whatever holds the field is `null`, up to the first position that may be.',
    advice: 'Show that the record could not be read whole. Report it: the schema or the source is wrong.',
  },
  {
    code: 'LIMIT_EXCEEDED',
    meaning:
      'The request asks for more at once than this gateway answers; `limit` says of what, the message how much and what was received. Nobody was asked.',
    advice:
      'Ask for less, or in several requests. All limits: [configuration](configuration.md#limits-of-one-request).',
  },
  {
    code: 'OPERATION_RESOLUTION_FAILURE',
    meaning:
      'The request holds several operations and does not say which one, or names one that it does not hold.',
    advice: 'Send `operationName`.',
  },
  {
    code: 'PERSISTED_QUERY_NOT_FOUND',
    meaning: 'The gateway does not know a query of this hash yet.',
    advice: 'Send the query with its hash once.',
  },
  {
    code: 'PERSISTED_QUERY_HASH_MISMATCH',
    meaning: 'The hash is not the hash of the query.',
    advice: 'Send the SHA-256 of the query text.',
  },
  {
    code: 'PERSISTED_QUERY_NOT_IN_LIST',
    meaning: 'This gateway admits the known operations only, and none of them has this hash.',
    advice: 'Send a hash of `schema/operations/generated/persisted-operations.json`.',
  },
  {
    code: 'QUERY_NOT_IN_SAFELIST',
    meaning: 'This gateway admits the known operations only, and this query is none of them.',
    advice: 'Add the operation to `schema/operations`, or send one that is there.',
  },
  {
    code: 'BAD_REQUEST',
    meaning: 'The request is not GraphQL over HTTP as this gateway takes it.',
    advice: 'Send JSON with a `query` by POST.',
  },
  {
    code: 'INTERNAL_SERVER_ERROR',
    meaning:
      'A defect of the gateway or of a subgraph. Details stand in the operational log under `requestId`, never in the answer.',
    advice: 'Report it with the request id.',
  },
];

export function renderErrorsPage(): string {
  const rows = errorCodes.map(({ code, meaning, advice }) => `| \`${code}\` | ${meaning} | ${advice} |`);
  return [
    '<!-- Generated by `npm run compose` from gateway/error-codes.ts. Do not edit. -->',
    '',
    '# Error codes',
    '',
    'Every error carries `extensions.code`. Errors about a source carry `reason` and `organisation` too, and `field` where',
    'an answer broke its contract. An error stands at the `path` of each position that is `null` because of it. No error',
    'holds a URL, an answer of a source, a stack or anything that a client sent.',
    '',
    '| code | meaning | what to do |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
