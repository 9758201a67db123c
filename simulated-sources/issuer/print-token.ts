/**
 * Prints an access token of a persona, and nothing else: `npm run --silent token -- --as fixed-face [--issuer URL]`.
 *
 * It ends with 2 when nobody is asked for who exists, and says who does; with 1 when no issuer answers.
 */
import { parseArgs } from 'node:util';
import { fetchToken } from './fetch-token.js';
import type { Persona } from './persona.js';
import { ownCase } from './persona-desk.js';
import { personas } from './personas.js';

const usualIssuer = 'http://127.0.0.1:4300';

process.exitCode = await run();

async function run(): Promise<number> {
  const given = readArguments();
  const persona = personas.find(({ name }) => name === given?.as);
  if (!given || !persona) {
    process.stderr.write(howToAsk());
    return 2;
  }
  const issuer = given.issuer.replace(/\/+$/, '');
  const fetched = await fetchToken(issuer, persona);
  if ('token' in fetched) {
    process.stdout.write(`${fetched.token}\n`);
    return 0;
  }
  process.stderr.write(
    fetched.failure === 'NOBODY_ANSWERS'
      ? `no issuer answers at ${issuer}. Start one with npm start, or by itself: npm run source -- issuer --port 4300\n`
      : `what answers at ${issuer} gives no token: expected status 200, received ${fetched.status}\n`,
  );
  return 1;
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
  const own = ownCase(persona);
  return own === null ? '' : `; Case-Reference: ${own}`;
}
