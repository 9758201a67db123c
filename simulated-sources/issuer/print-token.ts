/**
 * Prints an access token of a persona, and nothing else: `npm run --silent token -- --as fixed-face [--issuer URL]`.
 *
 * It ends with 2 when nobody is asked for who exists, and says who does; with 1 when no issuer answers.
 */
import { parseArgs } from 'node:util';
import { demonstrationSecret } from './demonstration-client.js';
import type { Persona } from './persona.js';
import { personas } from './personas.js';

const timeoutMs = 5_000;
const usualIssuer = 'http://127.0.0.1:4300';

process.exitCode = await run();

async function run(): Promise<number> {
  const given = readArguments();
  const persona = personas.find(({ name }) => name === given?.as);
  if (!given || !persona) {
    process.stderr.write(howToAsk());
    return 2;
  }
  const base = given.issuer.replace(/\/+$/, '');
  let response: Response;
  try {
    response = await fetch(`${base}/${persona.realm}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${persona.name}:${demonstrationSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    process.stderr.write(
      `no issuer answers at ${base}. Start one with npm start, or by itself: npm run source -- issuer --port 4300\n`,
    );
    return 1;
  }
  const token = response.ok ? tokenIn(await response.json().catch(() => null)) : null;
  if (token === null) {
    process.stderr.write(
      `what answers at ${base} gives no token: expected status 200, received ${response.status}\n`,
    );
    return 1;
  }
  process.stdout.write(`${token}\n`);
  return 0;
}

/** `null`: something was asked that is not known here. */
function readArguments(): { readonly as: string; readonly issuer: string } | null {
  try {
    const { values } = parseArgs({
      options: { as: { type: 'string', default: '' }, issuer: { type: 'string', default: usualIssuer } },
    });
    return URL.canParse(values.issuer) ? values : null;
  } catch {
    return null;
  }
}

function howToAsk(): string {
  const width = Math.max(...personas.map(({ name }) => name.length));
  const lines = personas.map(
    (persona) => `  ${persona.name.padEnd(width)}  ${persona.about}${caseOf(persona)}`,
  );
  return `expected --as NAME [--issuer URL, else ${usualIssuer}], with one of these names:\n\n${lines.join('\n')}\n`;
}

/** Under which case somebody asks; family members under none. */
function caseOf(persona: Persona): string {
  const [assigned] = 'assignments' in persona ? persona.assignments : [];
  return assigned ? `; Case-Reference: ${assigned.caseReference}` : '';
}

function tokenIn(answer: unknown): string | null {
  const isAnswer = typeof answer === 'object' && answer !== null && 'access_token' in answer;
  return isAnswer && typeof answer.access_token === 'string' ? answer.access_token : null;
}
