/** What a team's worker records for decisions while the case system runs, over its own protocol. */
import { addresses, type CastPerson } from '../../simulated-sources/families.js';
import { caseTypeOf, municipalityRsin } from '../../simulated-sources/local-team/catalogue.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import {
  call,
  type FiledRole,
  fileFamily,
  link,
  teamRole,
} from '../simulated-sources/local-team-registrar.js';

const type = caseTypeOf('LT-TOEGANG');

async function register(running: RunningSource, path: string, body: unknown): Promise<string> {
  const answer = await call(running, 'POST', path, { body });
  if (answer.status !== 201)
    throw new Error(`expected 201 from ${path.split('/')[1]}, received ${answer.status}`);
  return String(answer.body['url']);
}

async function urlOf(running: RunningSource, identification: string): Promise<string> {
  const { body } = await call(running, 'GET', `/zaken?identificatie=${encodeURIComponent(identification)}`);
  // A page of cases; one number has one case.
  const [found] = body['results'] as { url: string }[];
  if (!found) throw new Error('expected a case of that number');
  return found.url;
}

async function tell(running: RunningSource, zaak: string, name: string, waarde: string): Promise<void> {
  const property = type.properties.find((known) => known.name === name);
  await register(running, `/zaken/${zaak.split('/').at(-1)}/zaakeigenschappen`, {
    zaak,
    eigenschap: link(running, 'eigenschappen', property?.uuid),
    waarde,
  });
}

/** Adds a property to the LT-TOEGANG of that number. */
export function tellOf(running: RunningSource, identification: string) {
  return async (name: string, waarde: string): Promise<void> =>
    tell(running, await urlOf(running, identification), name, waarde);
}

/** Files an LT-TOEGANG about a case of this family. */
export async function fileAccess(
  running: RunningSource,
  family: string,
  about: string,
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  const zaak = await register(running, '/zaken', {
    identificatie: `${about}-LEAVE`,
    bronorganisatie: municipalityRsin,
    verantwoordelijkeOrganisatie: municipalityRsin,
    zaaktype: link(running, 'zaaktypen', type.uuid),
    startdatum: '2026-11-02',
    hoofdzaak: await urlOf(running, family),
  });
  for (const [name, waarde] of Object.entries({ zaak: about, ...properties })) {
    await tell(running, zaak, name, waarde);
  }
}

/** Files a family with this one youth and a notification of youth probation; `properties` are those of its LT-TOEGANG. */
export async function fileMinorOnProbation(
  running: RunningSource,
  reference: string,
  { bsn }: CastPerson,
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  const youth: FiledRole = {
    role: '301 jeugdige',
    kind: 'natuurlijk_persoon',
    who: { inpBsn: bsn, voornamen: 'Kind', geslachtsnaam: 'Voorbeeld' },
  };
  const numberAlone: FiledRole = { ...youth, who: { inpBsn: bsn } };
  const since = '2026-10-30';
  const access = (number: string, zaak: string, more: Readonly<Record<string, string>> = {}) => ({
    type: 'LT-TOEGANG',
    number,
    since,
    roles: [teamRole, numberAlone],
    properties: { zaak, ...more },
  });
  await fileFamily(
    running,
    reference,
    addresses.schakelstraat.key,
    [teamRole, youth],
    [
      {
        type: 'LT-JR-NOTIFICATIE',
        number: 'JR-1',
        since,
        properties: { maatregelcode: '41', gecert_instelling: 'Jeugdbescherming De Kade' },
        roles: [youth],
      },
      access('TOEGANG', reference),
      access('JR-1-TOEGANG', `${reference}-JR-1`, properties),
    ],
  );
}
