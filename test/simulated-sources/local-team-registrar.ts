/** The team's own case system, as a client of the Zaken API: what a test registers, it registers over the real protocol. */
import { SignJWT } from 'jose';
import { demonstrationClients } from '../../simulated-sources/local-team/authorization.js';
import { caseTypeOf, municipalityRsin } from '../../simulated-sources/local-team/catalogue.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The answers of the API under test are read field by field.
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TokenClaims {
  readonly clientId?: string;
  readonly secret?: string;
  readonly issuedAtMs?: number;
  readonly alg?: string;
}

export async function tokenOf({
  clientId = demonstrationClients.registrar.id,
  secret = demonstrationClients.registrar.secret,
  issuedAtMs = Date.now(),
  alg = 'HS256',
}: TokenClaims = {}): Promise<string> {
  return new SignJWT({ client_id: clientId, user_id: 'test', user_representation: 'test' })
    .setProtectedHeader({ alg, typ: 'JWT' })
    .setIssuer(clientId)
    .setIssuedAt(Math.floor(issuedAtMs / 1_000))
    .sign(new TextEncoder().encode(secret));
}

/** Calls with everything that the API asks for; `null` leaves a header out. */
export async function call(
  running: RunningSource,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  options: {
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string | null>>;
    readonly api?: 'ZAKEN' | 'CATALOGI';
  } = {},
): Promise<Answer> {
  const headers: Readonly<Record<string, string | null>> = {
    authorization: `Bearer ${await tokenOf()}`,
    'accept-crs': 'EPSG:4326',
    ...(method !== 'GET' ? { 'content-crs': 'EPSG:4326', 'content-type': 'application/json' } : {}),
    ...options.headers,
  };
  const response = await fetch(`${running.settings[`LOCAL_TEAM_${options.api ?? 'ZAKEN'}_URL`]}${path}`, {
    method,
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    ),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

export interface FiledPart {
  readonly type: string;
  readonly number: string;
  readonly since: string;
  readonly plannedUntil?: string;
  readonly retainUntil?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly roles?: readonly FiledRole[];
}

export interface FiledRole {
  readonly role: string;
  readonly kind: 'natuurlijk_persoon' | 'medewerker' | 'organisatorische_eenheid';
  readonly who: Readonly<Record<string, unknown>>;
  readonly contact?: Readonly<Record<string, unknown>>;
}

/** Files a family with its parts; gives the URL of the family's case. */
export async function fileFamily(
  running: RunningSource,
  reference: string,
  home: string,
  roles: readonly FiledRole[],
  parts: readonly FiledPart[],
): Promise<string> {
  const register = async (path: string, body: unknown): Promise<string> => {
    const answer = await call(running, 'POST', path, { body });
    if (answer.status !== 201)
      throw new Error(`expected 201 from ${path.split('/')[1]}, received ${answer.status}`);
    return String(answer.body['url']);
  };
  const fileCase = async (type: string, fields: Readonly<Record<string, unknown>>): Promise<string> =>
    register('/zaken', {
      bronorganisatie: municipalityRsin,
      verantwoordelijkeOrganisatie: municipalityRsin,
      zaaktype: link(running, 'zaaktypen', caseTypeOf(type).uuid),
      ...fields,
    });
  const fileRoles = async (zaak: string, type: string, filed: readonly FiledRole[]): Promise<void> => {
    for (const { role, kind, who, contact } of filed) {
      await register('/rollen', {
        zaak,
        betrokkeneType: kind,
        roltype: link(
          running,
          'roltypen',
          caseTypeOf(type).roles.find((known) => known.description === role)?.uuid,
        ),
        roltoelichting: role,
        betrokkeneIdentificatie: who,
        ...(contact ? { contactpersoonRol: contact } : {}),
      });
    }
  };

  const main = await fileCase('LT-GEZIN', { identificatie: reference, startdatum: '2026-10-30' });
  await fileRoles(main, 'LT-GEZIN', roles);
  await register('/zaakobjecten', {
    zaak: main,
    objectType: 'huishouden',
    // A number of its own, as a municipality gives to every household.
    objectIdentificatie: { nummer: reference.slice(-9), isGehuisvestIn: { identificatie: home } },
  });
  for (const part of parts) {
    const zaak = await fileCase(part.type, {
      identificatie: `${reference}-${part.number}`,
      startdatum: part.since,
      hoofdzaak: main,
      ...(part.plannedUntil ? { einddatumGepland: part.plannedUntil } : {}),
      ...(part.retainUntil ? { archiefnominatie: 'vernietigen', archiefactiedatum: part.retainUntil } : {}),
    });
    await fileRoles(zaak, part.type, part.roles ?? []);
    for (const [name, waarde] of Object.entries(part.properties ?? {})) {
      const property = caseTypeOf(part.type).properties.find((known) => known.name === name);
      await register(`/zaken/${zaak.split('/').at(-1)}/zaakeigenschappen`, {
        zaak,
        eigenschap: link(running, 'eigenschappen', property?.uuid),
        waarde,
      });
    }
  }
  return main;
}

export function link(running: RunningSource, kind: string, uuid: string | undefined): string {
  return `${running.settings['LOCAL_TEAM_CATALOGI_URL']}/${kind}/${uuid}`;
}

export const teamRole: FiledRole = {
  role: 'Team',
  kind: 'organisatorische_eenheid',
  who: { identificatie: 'LT1', naam: 'Lokaal team Rotterdam-Centrum' },
  contact: { naam: 'Een medewerker', functie: 'team desk', telefoonnummer: '088-000 04 01' },
};
