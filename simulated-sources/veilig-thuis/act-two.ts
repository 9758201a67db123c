/**
 * What happens at Veilig Thuis after the clock of the cast, done to a running source as its own people would: the case desk
 * corrects, records management removes. Each may be done again, and changes nothing then.
 */
import { z } from 'zod';
import { nagelhout } from '../families.js';
import { type Client, caseDeskClient, recordsClient } from './clients.js';
import { patchType } from './corrections.js';
import { informed } from './filing.js';

/** A running source, as whoever started it knows it. */
export interface ActTwoStage {
  readonly settings: Readonly<Record<string, string>>;
  readonly url: string;
}

export const veiligThuisActTwo: Readonly<Record<string, (at: ActTwoStage) => Promise<void>>> = {
  // Hein, who has no notice of his own, is told with the others.
  '2 report 3 informed': (at) =>
    correct(at, 'VT1/2026-1005/reports/1', {
      informed: informed(['P1', 'P2', 'P3', 'P4', 'P5'], '2026-11-04', '2026-11-02'),
    }),
  '3 Gerrit informed': (at) =>
    correct(at, 'VT3/2026-1188/reports/1', {
      informed: [
        ...informed(['P1'], '2026-11-05', '2026-11-20'),
        ...informed(['P2', 'P3'], '2026-10-30', '2026-11-20'),
      ],
    }),
  '4 Mila born': (at) => {
    const { bsn, givenName, surname, birthDate, sex } = nagelhout.mila;
    return correct(at, 'VT2/2026-0914/persons/P2', { bsn, givenName, surname, birthDate, sex });
  },
  '8 Molendijk case deleted': async (at) => {
    const answer = await send(at, recordsClient, 'DELETE', 'VT2/2017-0930');
    // Gone already is as good.
    if (answer.status !== 204 && answer.status !== 404) throw refused('a removal', answer);
  },
};

async function correct(at: ActTwoStage, place: string, patch: object): Promise<void> {
  const answer = await send(at, caseDeskClient, 'PATCH', place, patch);
  if (answer.status !== 200) throw refused('a correction', answer);
}

async function send(
  at: ActTwoStage,
  client: Client,
  method: string,
  place: string,
  patch?: object,
): Promise<Response> {
  const token = await fetchToken(at, client);
  return fetch(`${at.settings['VEILIG_THUIS_URL']}/cases/${place}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(patch ? { 'content-type': patchType } : {}) },
    ...(patch ? { body: JSON.stringify(patch) } : {}),
  });
}

async function fetchToken({ settings }: ActTwoStage, { id, secret }: Client): Promise<string> {
  const answer = await fetch(settings['VEILIG_THUIS_TOKEN_URL'] ?? '', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!answer.ok) throw refused('a token', answer);
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

function refused(what: string, { status }: Response): Error {
  return new Error(`expected ${what} to be taken, received status ${status}`);
}
