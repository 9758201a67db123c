/** What a client may send, field by field as the Zaken API 1.5.1 lays it down; anything else is refused with `invalidParams`. */
import { z } from 'zod';
import { type InvalidParam, invalid } from './faults.js';

const day = z.iso.date();
const moment = z.iso.datetime({ offset: true });
const link = z
  .string()
  .min(1)
  .max(1_000)
  .refine((text) => URL.canParse(text), { params: { code: 'invalid' } });

/** The eleven-test over nine digits, as for a BSN and an RSIN. */
export function passesElevenTest(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false;
  const digits = [...text].map(Number);
  const sum = digits.reduce((total, digit, index) => total + digit * (index === 8 ? -1 : 9 - index), 0);
  return sum % 11 === 0;
}

const rsin = z.string().refine(passesElevenTest, { params: { code: 'invalid' } });
const bsn = z
  .string()
  .refine((text) => text === '' || passesElevenTest(text), { params: { code: 'invalid' } });

export const confidentialities = [
  'openbaar',
  'beperkt_openbaar',
  'intern',
  'zaakvertrouwelijk',
  'vertrouwelijk',
  'confidentieel',
  'geheim',
  'zeer_geheim',
] as const;

export const zaakBody = z.object({
  // A diacritic is refused by the standard; so is what does not fit.
  identificatie: z
    .string()
    .max(40)
    .regex(/^[\x20-\x7e]*$/)
    .default(''),
  bronorganisatie: rsin,
  omschrijving: z.string().max(80).default(''),
  toelichting: z.string().max(1_000).default(''),
  zaaktype: link,
  registratiedatum: day.optional(),
  verantwoordelijkeOrganisatie: rsin,
  startdatum: day,
  einddatumGepland: day.nullable().default(null),
  uiterlijkeEinddatumAfdoening: day.nullable().default(null),
  vertrouwelijkheidaanduiding: z.enum(confidentialities).optional(),
  hoofdzaak: link.nullable().default(null),
  archiefnominatie: z.enum(['blijvend_bewaren', 'vernietigen', '']).nullable().default(null),
  archiefactiedatum: day.nullable().default(null),
});

const residence = z.object({
  aoaIdentificatie: z.string().min(1).max(100),
  wplWoonplaatsNaam: z.string().min(1).max(80),
  gorOpenbareRuimteNaam: z.string().min(1).max(80),
  aoaPostcode: z.string().max(7).default(''),
  aoaHuisnummer: z.int().min(0).max(99_999),
  aoaHuisletter: z.string().max(1).default(''),
  aoaHuisnummertoevoeging: z.string().max(4).default(''),
  inpLocatiebeschrijving: z.string().max(1_000).default(''),
});

const rolBase = {
  zaak: link,
  betrokkene: z.string().max(1_000).default(''),
  afwijkendeNaamBetrokkene: z.string().max(625).default(''),
  roltype: link,
  roltoelichting: z.string().max(1_000).default(''),
  contactpersoonRol: z
    .object({
      emailadres: z.string().max(254).default(''),
      functie: z.string().max(50).default(''),
      telefoonnummer: z.string().max(20).default(''),
      naam: z.string().max(200),
    })
    .nullable()
    .default(null),
  beginGeldigheid: day.nullable().default(null),
  eindeGeldigheid: day.nullable().default(null),
};

const naturalPerson = z.object({
  inpBsn: bsn.default(''),
  anpIdentificatie: z.string().max(17).default(''),
  inpA_nummer: z.union([z.literal(''), z.string().regex(/^[1-9]\d{9}$/)]).default(''),
  geslachtsnaam: z.string().max(200).default(''),
  voorvoegselGeslachtsnaam: z.string().max(80).default(''),
  voorletters: z.string().max(20).default(''),
  voornamen: z.string().max(200).default(''),
  geslachtsaanduiding: z.enum(['m', 'v', 'o', '']).default(''),
  geboortedatum: z.string().max(18).default(''),
  verblijfsadres: residence.nullable().default(null),
  subVerblijfBuitenland: z.null().default(null),
});

export const rolBody = z.discriminatedUnion('betrokkeneType', [
  z.object({
    ...rolBase,
    betrokkeneType: z.literal('natuurlijk_persoon'),
    betrokkeneIdentificatie: naturalPerson,
  }),
  z.object({
    ...rolBase,
    betrokkeneType: z.literal('medewerker'),
    betrokkeneIdentificatie: z.object({
      identificatie: z.string().max(128).default(''),
      achternaam: z.string().max(200).default(''),
      voorletters: z.string().max(20).default(''),
      voorvoegselAchternaam: z.string().max(10).default(''),
    }),
  }),
  z.object({
    ...rolBase,
    betrokkeneType: z.literal('organisatorische_eenheid'),
    betrokkeneIdentificatie: z.object({
      identificatie: z.string().max(255).default(''),
      naam: z.string().max(255).default(''),
      isGehuisvestIn: z.string().max(255).default(''),
    }),
  }),
]);

const building = z.object({
  identificatie: z.string().min(1).max(100),
  adresAanduidingGrp: z
    .object({
      numIdentificatie: z.string().max(100).default(''),
      oaoIdentificatie: z.string().max(100).default(''),
      wplWoonplaatsNaam: z.string().min(1).max(80),
      gorOpenbareRuimteNaam: z.string().min(1).max(80),
      aoaPostcode: z.string().max(7).default(''),
      aoaHuisnummer: z.int().min(0).max(99_999),
      aoaHuisletter: z.string().max(1).default(''),
      aoaHuisnummertoevoeging: z.string().max(4).default(''),
      ogoLocatieAanduiding: z.string().max(100).default(''),
    })
    .nullable()
    .default(null),
});

// The standard knows thirty kinds; a local team's case needs these two: where its household lives, and from whom it is kept.
export const zaakObjectBody = z.discriminatedUnion('objectType', [
  z.object({
    zaak: link,
    objectType: z.literal('huishouden'),
    relatieomschrijving: z.string().max(80).default(''),
    objectIdentificatie: z.object({
      nummer: z.string().min(1).max(12),
      isGehuisvestIn: building.nullable().default(null),
    }),
  }),
  z.object({
    zaak: link,
    objectType: z.literal('natuurlijk_persoon'),
    relatieomschrijving: z.string().max(80).default(''),
    objectIdentificatie: naturalPerson,
  }),
]);

export const zaakEigenschapBody = z.object({ zaak: link, eigenschap: link, waarde: z.string().min(1) });

export const statusBody = z.object({
  zaak: link,
  statustype: link,
  datumStatusGezet: moment,
  statustoelichting: z.string().max(1_000).default(''),
});

export const resultaatBody = z.object({
  zaak: link,
  resultaattype: link,
  toelichting: z.string().max(1_000).default(''),
});

/** @throws ApiFault 400 that names each field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid(result.error.issues.map(toInvalidParam));
}

function toInvalidParam(issue: z.core.$ZodIssue): InvalidParam {
  const name = issue.path.map(String).join('.') || 'nonFieldErrors';
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { name, code: 'required', reason: 'Dit veld is vereist.' }
        : { name, code: 'invalid', reason: 'Ongeldige waarde.' };
    case 'too_big':
      return { name, code: 'max_length', reason: 'Deze waarde is te groot.' };
    case 'too_small':
      return { name, code: 'blank', reason: 'Deze waarde is te klein.' };
    case 'invalid_value':
    case 'invalid_union':
      return { name, code: 'invalid_choice', reason: 'Deze keuze bestaat niet.' };
    default:
      return { name, code: 'invalid', reason: 'Ongeldige waarde.' };
  }
}
