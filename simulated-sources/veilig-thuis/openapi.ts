/**
 * The interface's own description, at `/api/v1/openapi.json`. What may be sent is derived from the schemas that check it.
 *
 * @see API Design Rules (Logius, 2026), documentation in OpenAPI at a standard place.
 */
import { z } from 'zod';
import { apiPath } from './authorization-server.js';
import { caseFilingSchema, reportFilingSchema } from './case-messages.js';
import { type Scope, scopes } from './clients.js';
import { casePatchSchema, patchType, personPatchSchema, reportPatchSchema } from './corrections.js';

export interface OpenApiOptions {
  readonly origin: string;
  readonly searchSchema: z.ZodType;
  readonly attributesSchema: z.ZodType;
  readonly feedSchema: z.ZodObject;
}

export const apiVersion = '1.3.0';

export function createOpenApi({
  origin,
  searchSchema,
  attributesSchema,
  feedSchema,
}: OpenApiOptions): object {
  return {
    openapi: '3.0.3',
    info: {
      title: 'Veilig Thuis case system (simulated)',
      version: apiVersion,
      description: 'A fictitious interface over fictitious people, for the household view Gezinsbeeld.',
    },
    servers: [{ url: `${origin}${apiPath}` }],
    paths: {
      '/cases': {
        get: operation('vt:roster', 'Cases in the order in which they last changed, and which were removed', {
          parameters: parametersOf(feedSchema),
          answers: {
            200: 'asOf, watermark, hasMore, cases, removed',
            410: 'The watermark is not of this feed: read it in full',
          },
        }),
        post: operation('vt:write', 'Files a case', {
          body: caseFilingSchema,
          answers: { 201: 'The number of the case and of its reports' },
        }),
      },
      '/cases/{unit}/{number}': {
        parameters: caseParameters(),
        patch: correction(
          'Closes or opens a case, or says from whom its addresses are kept, which measures hold and to what there is consent',
          casePatchSchema,
        ),
        delete: operation('vt:erase', 'Removes a case at the end of its retention', {
          answers: {
            204: 'Removed',
            404: 'No such case',
            409: 'The case is open, or a report of it has to be kept longer',
          },
        }),
      },
      '/cases/{unit}/{number}/persons/{personNumber}': {
        parameters: caseParameters('personNumber'),
        patch: correction('Corrects a person of a case', personPatchSchema),
      },
      '/cases/{unit}/{number}/reports': {
        parameters: caseParameters(),
        post: operation('vt:write', 'Adds a report to a case', {
          body: reportFilingSchema,
          answers: { 201: 'The number of the case and of its reports', 404: 'No such case' },
        }),
      },
      '/cases/{unit}/{number}/reports/{position}': {
        parameters: caseParameters('position'),
        patch: correction('Corrects a report, counted from 1', reportPatchSchema),
      },
      '/case-files/_search': {
        post: operation(
          'vt:reports',
          'Reads case files by their numbers, whole or only some of their parts',
          {
            body: searchSchema,
            answers: { 200: 'caseFiles, notFound' },
          },
        ),
      },
      '/case-files/_attributes': {
        post: operation(
          'vt:reports',
          'Reads what is needed to decide who may see what of a case, and no content',
          {
            body: attributesSchema,
            answers: { 200: 'cases, notFound' },
          },
        ),
      },
      '/advice': {
        get: operation('vt:advice', 'The advice register, without persons', { answers: { 200: 'advice' } }),
      },
    },
    components: {
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl: `${origin}/oauth/token`,
              scopes: Object.fromEntries(scopes.map((scope) => [scope, `needed where ${scope} stands`])),
            },
          },
        },
      },
    },
  };
}

interface OperationOptions {
  readonly parameters?: readonly object[];
  readonly body?: z.ZodType;
  /** JSON where it is not said. */
  readonly bodyType?: string;
  readonly answers: Readonly<Record<number, string>>;
}

function correction(summary: string, body: z.ZodType): object {
  return operation('vt:correct', summary, {
    body,
    bodyType: patchType,
    answers: {
      200: 'The number of the case and of its reports',
      404: 'No such case, person or report',
      409: 'It contradicts the rest of the case',
      415: 'No merge patch',
    },
  });
}

function operation(scope: Scope, summary: string, options: OperationOptions): object {
  const { parameters, body, bodyType = 'application/json', answers } = options;
  const refusals = {
    400: 'Not as agreed',
    401: 'No token that holds here',
    403: 'The token lacks the scope',
  };
  const responses = Object.entries({ ...answers, ...refusals }).map(([status, description]) => [
    status,
    {
      description,
      headers: { 'API-Version': { schema: { type: 'string' } } },
      ...(status === '204'
        ? {}
        : { content: { [Number(status) < 300 ? 'application/json' : 'application/problem+json']: {} } }),
    },
  ]);
  return {
    summary,
    security: [{ oauth2: [scope] }],
    ...(parameters ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: { [bodyType]: { schema: toSchema(body) } } } } : {}),
    responses: Object.fromEntries(responses),
  };
}

function parametersOf(query: z.ZodObject): readonly object[] {
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: toSchema(z.object({ schema })).properties?.['schema'] ?? {},
  }));
}

function caseParameters(...further: readonly string[]): readonly object[] {
  return ['unit', 'number', ...further].map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function toSchema(schema: z.ZodType) {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'openapi-3.0' });
  return rest;
}
