/** What a Zaken API 1.5.1 and its Catalogi API must send for us to use it; nothing that does not parse is guessed at. */
import { z } from 'zod';
import { contractBroken, parseContract } from '../../../adapter-kit/contract.js';
import { dateSchema, dateTimeSchema } from '../../../adapter-kit/dates.js';

export const organisation = 'LOCAL_TEAM';

const link = z.string().min(1);
const links = z.array(link);
// The standard lets a server leave out or empty what it does not know.
const text = z
  .string()
  .nullish()
  .transform((value) => value || null);
const optionalDay = dateSchema.nullish().transform((value) => value ?? null);

const naturalPersonSchema = z.object({
  betrokkeneType: z.literal('natuurlijk_persoon'),
  betrokkeneIdentificatie: z.object({
    inpBsn: text,
    anpIdentificatie: text,
    geslachtsnaam: text,
    voorvoegselGeslachtsnaam: text,
    voorletters: text,
    voornamen: text,
    geslachtsaanduiding: z
      .enum(['m', 'v', 'o', ''])
      .nullish()
      .transform((value) => (value === 'm' ? 'M' : value === 'v' ? 'V' : null)),
    geboortedatum: text,
    verblijfsadres: z
      .object({
        aoaIdentificatie: text,
        aoaPostcode: text,
        aoaHuisnummer: z.int().nullish(),
        aoaHuisletter: text,
        aoaHuisnummertoevoeging: text,
      })
      .nullish(),
  }),
});

const workerSchema = z.object({
  betrokkeneType: z.literal('medewerker'),
  betrokkeneIdentificatie: z.object({
    identificatie: text,
    achternaam: text,
    voorletters: text,
    voorvoegselAchternaam: text,
  }),
});

const unitSchema = z.object({
  betrokkeneType: z.literal('organisatorische_eenheid'),
  betrokkeneIdentificatie: z.object({ identificatie: text, naam: text }),
  contactpersoonRol: z.object({ functie: text, telefoonnummer: text }).nullish(),
});

// The two kinds that no record of ours is about.
const otherPartySchema = z.object({ betrokkeneType: z.enum(['niet_natuurlijk_persoon', 'vestiging']) });

const rolBaseSchema = z.object({
  uuid: z.string().min(1),
  omschrijving: z.string(),
  afwijkendeNaamBetrokkene: text,
  registratiedatum: dateTimeSchema,
  // Experimental in 1.5.1: used where a server gives them.
  beginGeldigheid: optionalDay,
  eindeGeldigheid: optionalDay,
});

const rolSchema = z.discriminatedUnion('betrokkeneType', [
  rolBaseSchema.extend(naturalPersonSchema.shape),
  rolBaseSchema.extend(workerSchema.shape),
  rolBaseSchema.extend(unitSchema.shape),
  rolBaseSchema.extend(otherPartySchema.shape),
]);

const objectSchema = z.object({
  objectType: z.string(),
  objectIdentificatie: z
    .object({
      // Other kinds of object have a number of another form; nothing is asked of those.
      nummer: text.catch(null),
      inpBsn: text.catch(null),
      isGehuisvestIn: z.object({ identificatie: z.string().min(1) }).nullish(),
    })
    .nullish(),
});

const propertySchema = z.object({ naam: z.string().min(1), waarde: z.string() });

// A word that the standard does not have is refused: it may be the secrecy of an address.
const confidentialitySchema = z.enum([
  'openbaar',
  'beperkt_openbaar',
  'intern',
  'zaakvertrouwelijk',
  'vertrouwelijk',
  'confidentieel',
  'geheim',
  'zeer_geheim',
]);

const caseBaseSchema = z.object({
  url: link,
  uuid: z.guid(),
  identificatie: z.string().min(1).max(40),
  zaaktype: link,
  startdatum: dateSchema,
  einddatum: dateSchema.nullable(),
  einddatumGepland: optionalDay,
  archiefnominatie: text,
  archiefactiedatum: optionalDay,
  hoofdzaak: text,
  deelzaken: links,
  rollen: links,
  zaakobjecten: links,
  eigenschappen: links,
  vertrouwelijkheidaanduiding: confidentialitySchema.optional(),
  _expand: z.unknown().optional(),
});

// The API always gives both.
const familyBaseSchema = caseBaseSchema.extend({
  verantwoordelijkeOrganisatie: z.string().min(1),
  vertrouwelijkheidaanduiding: confidentialitySchema,
});

const pageSchema = z.object({
  count: z.int().min(0),
  next: z.string().nullish(),
  results: z.array(z.unknown()),
});
const caseTypeSchema = z.object({ url: link, identificatie: z.string() });

export type Rol = z.infer<typeof rolSchema>;
export type PersonRol = Extract<Rol, { betrokkeneType: 'natuurlijk_persoon' }>;
export type CaseObject = z.infer<typeof objectSchema>;
export type Property = z.infer<typeof propertySchema>;
export type Page = z.infer<typeof pageSchema>;
type CaseBase = z.infer<typeof caseBaseSchema>;

export type Case = Omit<CaseBase, '_expand'>;
/** The family's own case, with who and where, and which parts it has. */
export type FamilyCase = Omit<z.infer<typeof familyBaseSchema>, '_expand'> & {
  readonly roles: readonly Rol[];
  readonly objects: readonly CaseObject[];
};
/** The family's own case, and which parts it has; without who and where. */
export type FamilyOutline = Omit<z.infer<typeof familyBaseSchema>, '_expand'>;
/** A part, with who and what. */
export type PartCase = Case & { readonly roles: readonly Rol[]; readonly properties: readonly Property[] };
/** A part that says what a decision is made from. */
export type AccessCase = PartCase & { readonly objects: readonly CaseObject[] };

export function parsePage(value: unknown): Page {
  return parseContract(pageSchema, value, { organisation, what: 'page' });
}

export function parseCaseType(value: unknown): z.infer<typeof caseTypeSchema> {
  return parseContract(caseTypeSchema, value, { organisation, what: 'zaaktype' });
}

export function parseCase(value: unknown): Case {
  return withoutExpand(parseCaseBase(value));
}

/** Which case it is, before anything else of it is looked at. */
export function parseCaseName(value: unknown): { readonly uuid: string; readonly identificatie: string } {
  return parseContract(caseBaseSchema.pick({ uuid: true, identificatie: true }), value, {
    organisation,
    what: 'zaak',
  });
}

export function parseFamilyCase(value: unknown): FamilyCase {
  const parsed = parseContract(familyBaseSchema, value, { organisation, what: 'zaak' });
  const { _expand, ...own } = parsed;
  return {
    ...own,
    roles: parseExpanded(parsed, 'rollen', rolSchema, 'rol'),
    objects: parseExpanded(parsed, 'zaakobjecten', objectSchema, 'zaakobject'),
  };
}

export function parseFamilyOutline(value: unknown): FamilyOutline {
  const { _expand, ...own } = parseContract(familyBaseSchema, value, { organisation, what: 'zaak' });
  return own;
}

/** Who is in a family's case. */
export function parseFamilyRoles(value: unknown): readonly Rol[] {
  return parseExpanded(parseCaseBase(value), 'rollen', rolSchema, 'rol');
}

/** The parts of a family's case, without what is in them. */
export function parsePartsOf(value: unknown): readonly Case[] {
  return parseExpanded(parseCaseBase(value), 'deelzaken', caseBaseSchema, 'zaak').map(withoutExpand);
}

export function parsePartCase(value: unknown): PartCase {
  const parsed = parseCaseBase(value);
  return {
    ...withoutExpand(parsed),
    roles: parseExpanded(parsed, 'rollen', rolSchema, 'rol'),
    properties: parseExpanded(parsed, 'eigenschappen', propertySchema, 'zaakeigenschap'),
  };
}

export function parseAccessCase(value: unknown): AccessCase {
  const objects = parseExpanded(parseCaseBase(value), 'zaakobjecten', objectSchema, 'zaakobject');
  return { ...parsePartCase(value), objects };
}

function parseCaseBase(value: unknown): CaseBase {
  return parseContract(caseBaseSchema, value, { organisation, what: 'zaak' });
}

function withoutExpand({ _expand, ...rest }: CaseBase): Case {
  return rest;
}

/**
 * What the case links to, expanded. A server that does not expand, or leaves some out (because this client may not see
 * them), is refused: a part that silently is not there would look like a family without it.
 */
function parseExpanded<T>(
  parsed: CaseBase,
  relation: 'deelzaken' | 'rollen' | 'zaakobjecten' | 'eigenschappen',
  schema: z.ZodType<T>,
  what: string,
): readonly T[] {
  const expected = parsed[relation].length;
  if (expected === 0) return [];
  const container = z.object({ [relation]: z.array(z.unknown()) }).safeParse(parsed._expand);
  const received = container.success ? (container.data[relation] ?? []) : [];
  if (received.length !== expected) {
    throw contractBroken(
      { organisation, what: 'zaak' },
      `_expand.${relation}`,
      `${expected} of them, received ${received.length}`,
    );
  }
  return received.map((item) => parseContract(schema, item, { organisation, what }));
}
