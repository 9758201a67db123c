/** Asks a started program as somebody of the simulation, by a token of the issuer that it started. */
import { readProcessingActivities } from '../../gateway/access/processing-activities.js';
import { fetchToken } from '../../simulated-sources/issuer/fetch-token.js';
import { openPersonaDesk } from '../../simulated-sources/issuer/persona-desk.js';
import { personas } from '../../simulated-sources/issuer/personas.js';
import { type GraphqlAnswer, post } from '../start-supergraph.js';

export interface ProgramAsker {
  /** Token, processing activity and own case, as every request of this persona has them. */
  readonly headers: Readonly<Record<string, string>>;
  ask(body: unknown): Promise<GraphqlAnswer>;
}

export async function askerAt(
  { url, issuerUrl }: { readonly url: string; readonly issuerUrl: string },
  name: string,
): Promise<ProgramAsker> {
  const persona = personas.find((candidate) => candidate.name === name);
  const card = openPersonaDesk(issuerUrl).cards.find((candidate) => candidate.name === name);
  if (!persona || !card) throw new Error(`expected a persona, and ${name} is none`);
  const fetched = await fetchToken(issuerUrl, persona);
  if (!('token' in fetched)) throw new Error('expected a token of the simulated issuer');
  const activity = readProcessingActivities().all.find(
    ({ functions, breaksGlass }) => !breaksGlass && functions.some((each) => each === card.function),
  );
  const headers = {
    authorization: `Bearer ${fetched.token}`,
    'processing-activity': activity?.id ?? '',
    ...(card.caseReference === null ? {} : { 'case-reference': card.caseReference }),
  };
  // On a busy machine the gateway may have the issuer's keys a few seconds late; until then nobody can be known.
  for (let attempt = 0; attempt < 40; attempt += 1) {
    if ((await post(url, { query: '{ __typename }' }, headers)).status !== 503) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { headers, ask: (body) => post(url, body, headers) };
}
