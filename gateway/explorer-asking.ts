/**
 * How one asks in the explorer: as nobody where no access rules stand, by a token of one's own, or as a persona of the simulation.
 *
 * Personas and their tokens are there only beside a simulated issuer, and only for this machine: whoever has a token of one reads
 * what that persona may read. Real issuers are never asked anything here, and no secret of theirs is known.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopbackHost } from '../adapter-kit/loopback-request.js';
import { type ProcessingActivity, readProcessingActivities } from './access/processing-activities.js';

/** Somebody of the simulation, in plain words. */
export interface PersonaCard {
  readonly name: string;
  readonly about: string;
  readonly function: string;
  readonly functionInWords: string;
  readonly organisationInWords: string | null;
  readonly caseReference: string | null;
}

export interface PersonaDesk {
  readonly cards: readonly PersonaCard[];
  /** `null`: the issuer gives none now. */
  tokenOf(name: string): Promise<string | null>;
}

/** How one asks: `OPEN`, no access rules stand; `TOKEN`, by a token that is pasted; `PERSONA`, as somebody of the simulation. */
export type Asking =
  | { readonly by: 'OPEN' }
  | { readonly by: 'TOKEN' }
  | { readonly by: 'PERSONA'; readonly desk: PersonaDesk };

/** What the page is told of a processing activity. */
export type ActivityChoice = Pick<
  ProcessingActivity,
  'id' | 'dutchName' | 'meaning' | 'functions' | 'breaksGlass'
>;

/** Answers `/explorer/asking`, `/explorer/personas` and `/explorer/personas/NAME/token`; gives whether it did. */
export type AnswerAsking = (
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>;

export function createExplorerAsking(asking: Asking): AnswerAsking {
  const activities = readProcessingActivities().all.map(
    ({ id, dutchName, meaning, functions, breaksGlass }): ActivityChoice => ({
      id,
      dutchName,
      meaning,
      functions,
      breaksGlass,
    }),
  );
  return async (pathname, request, response) => {
    const desk = asking.by === 'PERSONA' && isOfThisMachine(request) ? asking.desk : null;
    if (pathname === '/explorer/asking') {
      if (isRefusedMethod(request, response, 'GET')) return true;
      const by = asking.by === 'PERSONA' && desk === null ? 'TOKEN' : asking.by;
      say(response, 200, { by, activities: by === 'OPEN' ? [] : activities });
      return true;
    }
    if (desk === null) return false;
    if (pathname === '/explorer/personas') {
      if (!isRefusedMethod(request, response, 'GET')) say(response, 200, { personas: desk.cards });
      return true;
    }
    const name = /^\/explorer\/personas\/([a-z0-9-]+)\/token$/.exec(pathname)?.[1];
    if (name === undefined || !desk.cards.some((card) => card.name === name)) return false;
    if (isRefusedMethod(request, response, 'POST')) return true;
    const token = await desk.tokenOf(name);
    if (token === null) say(response, 503, { error: 'the simulated issuer gives no token now' });
    else say(response, 200, { token });
    return true;
  };
}

const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

/** By where it comes from and by the name that it was called: another page's own name for this machine is none of ours. */
function isOfThisMachine({ headers, socket }: IncomingMessage): boolean {
  const from = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  // Something in front of the gateway that passes on what came from elsewhere says so.
  if (passedOn.some((name) => headers[name] !== undefined)) return false;
  return isLoopbackHost(headers.host) && (from === '::1' || from.startsWith('127.'));
}

function isRefusedMethod(
  { method }: IncomingMessage,
  response: ServerResponse,
  allowed: 'GET' | 'POST',
): boolean {
  if (method === allowed) return false;
  response.writeHead(405, { allow: allowed }).end();
  return true;
}

function say(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .end(JSON.stringify(body));
}
