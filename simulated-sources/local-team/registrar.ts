/** The team's own case system as a client of its Zaken API: what it changes, it changes over the protocol. */
import { SignJWT } from 'jose';
import { z } from 'zod';
import { demonstrationClients } from './authorization.js';

const answerSchema = z.record(z.string(), z.unknown());
const pageSchema = z.object({ results: z.array(answerSchema) });
const personSchema = z.looseObject({
  inpBsn: z.string().optional(),
  anpIdentificatie: z.string(),
  voornamen: z.string(),
  geboortedatum: z.string(),
  verblijfsadres: z.looseObject({ aoaIdentificatie: z.string() }).nullable(),
});
const roleSchema = z.looseObject({
  url: z.string(),
  betrokkeneType: z.string(),
  omschrijving: z.string(),
  betrokkeneIdentificatie: z.unknown(),
});
const objectSchema = z.looseObject({
  url: z.string(),
  objectType: z.string(),
  objectIdentificatie: z.looseObject({
    nummer: z.string().optional(),
    isGehuisvestIn: z.looseObject({ identificatie: z.string() }).nullish(),
  }),
});
const caseSchema = z.looseObject({
  url: z.string(),
  identificatie: z.string(),
  zaaktype: z.string(),
  einddatum: z.string().nullable(),
  resultaat: z.string().nullable(),
  eigenschappen: z.array(z.string()),
  _expand: z.object({
    rollen: z.array(roleSchema).optional(),
    zaakobjecten: z.array(objectSchema).optional(),
    deelzaken: z.array(answerSchema).optional(),
  }),
});

type Json = Readonly<Record<string, unknown>>;
export type HouseholdObject = z.infer<typeof objectSchema>;

/** A natural person in a case. */
export interface RoleOfCase {
  readonly description: string;
  readonly person: z.infer<typeof personSchema>;
  readonly body: z.infer<typeof roleSchema>;
}

export interface CaseToEnd {
  readonly link: string;
  readonly type: string;
  readonly endedOn: string | null;
  readonly hasResult: boolean;
}

export interface ExpandedCase extends CaseToEnd {
  readonly body: Json;
  readonly hasProperties: boolean;
  readonly roles: readonly RoleOfCase[];
  readonly households: readonly HouseholdObject[];
  readonly parts: readonly CaseToEnd[];
}

/** What the catalogue names by a text, with the link to it. */
export interface Named {
  readonly name: string;
  readonly link: string;
}

export interface CaseTypeLinks {
  readonly link: string;
  readonly roles: readonly Named[];
  readonly properties: readonly Named[];
}

export type Registrar = ReturnType<typeof openCaseSystem>;

/** `settings`: those of the running source. Every call throws when the server refuses; the message says which and nothing of whom. */
export function openCaseSystem(settings: Readonly<Record<string, string>>) {
  const bases = {
    ZAKEN: settings['LOCAL_TEAM_ZAKEN_URL'] ?? '',
    CATALOGI: settings['LOCAL_TEAM_CATALOGI_URL'] ?? '',
  };

  async function ask(method: string, path: string, body?: Json): Promise<Json> {
    const { id, secret } = demonstrationClients.registrar;
    const token = await new SignJWT({ client_id: id, user_id: id, user_representation: id })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(id)
      .setIssuedAt()
      .sign(new TextEncoder().encode(secret));
    const response = await fetch(path.startsWith('/') ? `${bases.ZAKEN}${path}` : path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-crs': 'EPSG:4326',
        'content-crs': 'EPSG:4326',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`the case system refused a ${method} with ${response.status}`);
    return answerSchema.parse(await response.json());
  }

  async function list(url: string): Promise<readonly Json[]> {
    return pageSchema.parse(await ask('GET', url)).results;
  }

  async function named(kind: string, caseType: string, field: string): Promise<readonly Named[]> {
    const query = new URLSearchParams({ zaaktype: caseType });
    return (await list(`${bases.CATALOGI}/${kind}?${query}`)).map((item) => ({
      name: String(item[field]),
      link: String(item['url']),
    }));
  }

  async function findCase(identificatie: string): Promise<ExpandedCase | undefined> {
    const query = new URLSearchParams({ identificatie, expand: 'rollen,zaakobjecten,deelzaken' });
    const [found] = await list(`/zaken?${query}`);
    return found && toExpandedCase(found);
  }

  async function register(path: string, body: Json): Promise<string> {
    return String((await ask('POST', path, body))['url']);
  }

  return {
    findCase,
    register,

    async openCase(identificatie: string): Promise<ExpandedCase> {
      const found = await findCase(identificatie);
      if (!found) throw new Error('the case system has no case of that number');
      return found;
    },

    async caseType(identificatie: string): Promise<CaseTypeLinks> {
      const [found] = await list(`${bases.CATALOGI}/zaaktypen?${new URLSearchParams({ identificatie })}`);
      const link = String(found?.['url']);
      return {
        link,
        roles: await named('roltypen', link, 'omschrijving'),
        properties: await named('eigenschappen', link, 'naam'),
      };
    },

    /** Puts the role anew with what changed of the person. */
    async correctRole(role: RoleOfCase, changed: Json): Promise<void> {
      await ask('PUT', role.body.url, {
        ...role.body,
        // Whoever is known by a name needs no other one in its place ("unborn child").
        afwijkendeNaamBetrokkene: '',
        betrokkeneIdentificatie: { ...role.person, ...changed },
      });
    },

    async placeHousehold(household: HouseholdObject, address: string, written: Json): Promise<void> {
      const { nummer, isGehuisvestIn } = household.objectIdentificatie;
      if (isGehuisvestIn?.identificatie === address) return;
      await ask('PATCH', household.url, {
        objectIdentificatie: {
          nummer,
          isGehuisvestIn: { identificatie: address, adresAanduidingGrp: written },
        },
      });
    },

    /** Ends a case on a day: with a result, and by its final status. One that has ended is left as it is. */
    async end({ link, type, endedOn, hasResult }: CaseToEnd, on: string): Promise<void> {
      if (endedOn !== null) return;
      if (!hasResult) {
        const [resultaattype] = z.array(z.string()).parse((await ask('GET', type))['resultaattypen']);
        await register('/resultaten', { zaak: link, resultaattype });
      }
      const statuses = await list(`${bases.CATALOGI}/statustypen?${new URLSearchParams({ zaaktype: type })}`);
      const final = statuses.find((status) => status['isEindstatus'] === true);
      await register('/statussen', {
        zaak: link,
        statustype: final?.['url'],
        datumStatusGezet: `${on}T12:00:00Z`,
      });
    },
  };
}

/** @throws Error where the catalogue has nothing of that name. */
export function linkOf(all: readonly Named[], name: string): string {
  const found = all.find((candidate) => candidate.name === name);
  if (!found) throw new Error('the catalogue has nothing of that name');
  return found.link;
}

function toExpandedCase(answer: Json): ExpandedCase {
  const parsed = caseSchema.parse(answer);
  const { rollen = [], zaakobjecten = [], deelzaken = [] } = parsed._expand;
  return {
    ...toCaseToEnd(parsed),
    body: parsed,
    hasProperties: parsed.eigenschappen.length > 0,
    roles: rollen.flatMap((body) =>
      body.betrokkeneType === 'natuurlijk_persoon'
        ? [
            {
              description: body.omschrijving,
              person: personSchema.parse(body.betrokkeneIdentificatie),
              body,
            },
          ]
        : [],
    ),
    households: zaakobjecten.filter(({ objectType }) => objectType === 'huishouden'),
    parts: deelzaken.map(toCaseToEnd),
  };
}

function toCaseToEnd(answer: Json): CaseToEnd {
  const parsed = caseSchema.omit({ _expand: true }).parse(answer);
  return {
    link: parsed.url,
    type: parsed.zaaktype,
    endedOn: parsed.einddatum,
    hasResult: parsed.resultaat !== null,
  };
}
