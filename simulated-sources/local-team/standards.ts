/**
 * Holds every answer of the simulated Zaken API and its catalogue against the official OpenAPI files: that its status is
 * documented, and that its body is what the file says.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { SignJWT } from 'jose';
import { parse } from 'yaml';
import { demonstrationClients } from './authorization.js';
import { absoluteRefs, at, type Node, toJsonSchema } from './openapi-schema.js';
import { startLocalTeamSource } from './source.js';
import { type Question, questions } from './standards-questions.js';

export interface CheckedSubject {
  readonly subject: string;
  readonly problems: readonly string[];
}

const files = { zaken: 'zaken-api-1.5.1.yaml', catalogi: 'catalogi-api.yaml' } as const;

/** `standardsFolder` holds `zgw/` with both official files. One line for each question that was put to the simulator. */
export async function checkZakenAnswers(standardsFolder: string): Promise<readonly CheckedSubject[]> {
  const documents = {
    zaken: readDocument(standardsFolder, 'zaken'),
    catalogi: readDocument(standardsFolder, 'catalogi'),
  };
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  // The package is CommonJS; under Node its default export is the module object.
  const addFormats = addFormatsModule as unknown as (target: Ajv) => Ajv;
  addFormats(ajv);
  for (const api of ['zaken', 'catalogi'] as const) {
    ajv.addSchema({ $id: `https://${api}.invalid/`, components: toJsonSchema(documents[api]['components']) });
  }

  const dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-standards-'));
  const running = await startLocalTeamSource({ port: 0, dataFolder });
  const bases = {
    zaken: running.settings['LOCAL_TEAM_ZAKEN_URL'] ?? '',
    catalogi: running.settings['LOCAL_TEAM_CATALOGI_URL'] ?? '',
  };
  try {
    const checked: CheckedSubject[] = [];
    for (const question of questions(bases))
      checked.push(await check(question, bases[question.api], documents, ajv));
    return checked;
  } finally {
    await running.close();
    rmSync(dataFolder, { recursive: true });
  }
}

async function check(
  question: Question,
  base: string,
  documents: Readonly<Record<'zaken' | 'catalogi', Node>>,
  ajv: Ajv,
): Promise<CheckedSubject> {
  const method = question.method ?? 'get';
  const response = await fetch(`${base}${question.path}`, {
    method: method.toUpperCase(),
    headers: await headersOf(question),
    ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
  });
  const body: unknown = await response.json();
  const problems: string[] = [];
  if (response.status !== question.status)
    problems.push(`expected status ${question.status}, received ${response.status}`);
  if (!response.headers.has('api-version')) problems.push('expected the header API-version');
  const documented = at(documents[question.api], [
    'paths',
    question.template,
    method,
    'responses',
    String(response.status),
  ]);
  const content = documented && (at(documented, ['content']) as Node | undefined);
  const [mediaType, media] = Object.entries(content ?? {})[0] ?? [];
  if (!documented && !question.isUnlisted) problems.push(`status ${response.status} is not documented here`);
  // The file leaves out the media type of some 201 answers; their body is the resource itself.
  if (mediaType && !response.headers.get('content-type')?.startsWith(mediaType.split(';')[0] ?? '')) {
    problems.push(`expected ${mediaType}, received ${response.headers.get('content-type')}`);
  }
  const schema = at(media as Node | undefined, ['schema']);
  if (schema) problems.push(...problemsOf(compile(schema, question.api, ajv), body));
  return {
    subject: `${question.subject} (${method.toUpperCase()} ${question.template}, ${response.status})`,
    problems,
  };
}

function problemsOf(validate: ValidateFunction, body: unknown): readonly string[] {
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath || '/'} ${error.message ?? 'is not as documented'}`,
  );
}

function compile(schema: unknown, api: 'zaken' | 'catalogi', ajv: Ajv): ValidateFunction {
  // A schema of the file is an object.
  return ajv.compile(absoluteRefs(toJsonSchema(schema) as Node, api));
}

function readDocument(folder: string, api: 'zaken' | 'catalogi'): Node {
  // An OpenAPI file is an object; what it lacks shows as a problem of each subject.
  return parse(readFileSync(join(folder, 'zgw', files[api]), 'utf8'), { maxAliasCount: -1 }) as Node;
}

async function headersOf({
  client = demonstrationClients.registrar,
  headers = {},
}: Question): Promise<Record<string, string>> {
  const token = client
    ? await new SignJWT({ client_id: client.id, user_id: 'standards', user_representation: 'standards' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(client.id)
        .setIssuedAt()
        .sign(new TextEncoder().encode(client.secret))
    : null;
  const all: Readonly<Record<string, string | null>> = {
    authorization: token && `Bearer ${token}`,
    'accept-crs': 'EPSG:4326',
    'content-crs': 'EPSG:4326',
    'content-type': 'application/json',
    ...headers,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
