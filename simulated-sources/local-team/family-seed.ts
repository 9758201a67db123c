/** Turns a family as a local team would tell it into cases, roles, objects and properties; the same resources at every start. */
import type { CastPerson, CastUnit } from '../families.js';
import { caseTypeOf, municipalityRsin, uuidOf } from './catalogue.js';
import type { Store, Zaak } from './store.js';

export interface SeedAddress {
  readonly key: string;
  readonly street: string;
  readonly number: number;
  readonly city: string;
}

export interface SeedPerson {
  readonly person: CastPerson;
  /** As the catalogue names the role: code and meaning. */
  readonly role: string;
  /** Where the team recorded that this person lives; absent: elsewhere. */
  readonly livesAt?: SeedAddress;
  /** The surname as this team wrote it, where it differs. */
  readonly surname?: string;
}

export interface SeedPart {
  readonly type: string;
  /** Behind the number of the family's case, e.g. `PLAN-1`. */
  readonly number: string;
  readonly since: string;
  readonly until?: string;
  readonly plannedUntil?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly persons?: readonly SeedPerson[];
  /** Surname and initials of the worker that a fixed-face case is about. */
  readonly worker?: {
    readonly code: string;
    readonly initials: string;
    readonly surname: string;
    readonly role: string;
  };
}

export interface SeedFamily {
  readonly reference: string;
  readonly unit: CastUnit;
  readonly title: string;
  readonly since: string;
  readonly home: SeedAddress;
  readonly persons: readonly SeedPerson[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly workers?: readonly NonNullable<SeedPart['worker']>[];
  /** A reporter stands in the case system, and must never be seen outside it. */
  readonly reporter?: { readonly name: string };
  readonly parts: readonly SeedPart[];
}

/** Years that a file is kept after its end. @see Jeugdwet art. 7.3.8 */
const retentionYears = 20;

export function seedFamily(store: Store, family: SeedFamily): void {
  const main = seedCase(store, {
    type: 'LT-GEZIN',
    identification: family.reference,
    title: family.title,
    since: family.since,
    main: null,
  });
  const type = 'LT-GEZIN';
  seedTeam(store, main, type, family.unit, family.since);
  for (const person of family.persons) seedPerson(store, main, type, person, family.since);
  for (const worker of family.workers ?? []) seedWorker(store, main, type, worker, family.since);
  if (family.reporter) {
    addRole(store, main, type, '391 melder', family.since, {
      betrokkeneType: 'natuurlijk_persoon',
      betrokkeneIdentificatie: naturalPerson({
        geslachtsnaam: family.reporter.name,
        anpIdentificatie: 'MELDER-1',
      }),
    });
  }
  seedProperties(store, main, type, family.properties ?? {});
  store.seed('zaakobject', {
    uuid: uuidOf(`huishouden ${main.identificatie}`),
    zaak: main.uuid,
    objectType: 'huishouden',
    relatieomschrijving: 'huishouden van deze zaak',
    objectIdentificatie: {
      nummer: family.reference.replace(/\D/g, '').slice(0, 12),
      isGehuisvestIn: {
        identificatie: family.home.key,
        adresAanduidingGrp: {
          numIdentificatie: '',
          oaoIdentificatie: '',
          wplWoonplaatsNaam: family.home.city,
          gorOpenbareRuimteNaam: family.home.street,
          aoaPostcode: '',
          aoaHuisnummer: family.home.number,
          aoaHuisletter: '',
          aoaHuisnummertoevoeging: '',
          ogoLocatieAanduiding: '',
        },
      },
    },
  });
  seedStatus(store, main, type, 0, family.since);
  for (const part of family.parts) seedPart(store, main, family, part);
}

/** A case of another department, which a real Zaken API holds beside these. */
export function seedOtherCase(
  store: Store,
  identification: string,
  type: string,
  since: string,
  main?: string,
): void {
  const parent = main === undefined ? undefined : store.zaken().find((zaak) => zaak.identificatie === main);
  seedCase(store, { type, identification, title: 'Parkeervergunning bewoner', since, main: parent ?? null });
}

function seedPart(store: Store, main: Zaak, family: SeedFamily, part: SeedPart): void {
  const zaak = seedCase(store, {
    type: part.type,
    identification: `${family.reference}-${part.number}`,
    title: caseTypeOf(part.type).description,
    since: part.since,
    main,
    plannedUntil: part.plannedUntil ?? null,
    retainUntil: part.until === undefined ? null : yearsLater(part.until, retentionYears),
  });
  seedTeam(store, zaak, part.type, family.unit, part.since);
  if (part.worker) seedWorker(store, zaak, part.type, part.worker, part.since);
  for (const person of part.persons ?? []) seedPerson(store, zaak, part.type, person, part.since);
  seedProperties(store, zaak, part.type, part.properties ?? {});
  seedStatus(store, zaak, part.type, 0, part.since);
  if (part.until === undefined) return;
  store.seed('resultaat', {
    uuid: uuidOf(`resultaat ${zaak.identificatie}`),
    zaak: zaak.uuid,
    resultaattype: caseTypeOf(part.type).resultTypeUuid,
    toelichting: '',
  });
  seedStatus(store, zaak, part.type, 1, part.until);
}

function seedCase(
  store: Store,
  told: {
    readonly type: string;
    readonly identification: string;
    readonly title: string;
    readonly since: string;
    readonly main: Zaak | null;
    readonly plannedUntil?: string | null;
    readonly retainUntil?: string | null;
  },
): Zaak {
  const zaak: Zaak = {
    uuid: uuidOf(`zaak ${told.identification}`),
    identificatie: told.identification,
    bronorganisatie: municipalityRsin,
    omschrijving: told.title,
    toelichting: '',
    zaaktype: caseTypeOf(told.type).uuid,
    registratiedatum: told.since,
    verantwoordelijkeOrganisatie: municipalityRsin,
    startdatum: told.since,
    einddatum: null,
    einddatumGepland: told.plannedUntil ?? null,
    uiterlijkeEinddatumAfdoening: null,
    vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
    hoofdzaak: told.main?.uuid ?? null,
    archiefnominatie: told.retainUntil ? 'vernietigen' : null,
    archiefactiedatum: told.retainUntil ?? null,
    laatstGemuteerd: registeredAt(told.since),
  };
  store.seed('zaak', zaak);
  return zaak;
}

function seedTeam(store: Store, zaak: Zaak, type: string, unit: CastUnit, since: string): void {
  const [, desk = '', telephone = ''] = /^(.*) (\d{3}-[\d ]+)$/.exec(unit.contact) ?? [];
  addRole(store, zaak, type, 'Team', since, {
    betrokkeneType: 'organisatorische_eenheid',
    contactpersoonRol: { emailadres: '', functie: desk, telefoonnummer: telephone, naam: unit.name },
    betrokkeneIdentificatie: { identificatie: unit.code, naam: unit.name, isGehuisvestIn: '' },
  });
}

function seedWorker(
  store: Store,
  zaak: Zaak,
  type: string,
  worker: NonNullable<SeedPart['worker']>,
  since: string,
): void {
  addRole(store, zaak, type, worker.role, since, {
    betrokkeneType: 'medewerker',
    betrokkeneIdentificatie: {
      identificatie: worker.code,
      achternaam: worker.surname,
      voorletters: worker.initials,
      voorvoegselAchternaam: '',
    },
  });
}

function seedPerson(store: Store, zaak: Zaak, type: string, told: SeedPerson, since: string): void {
  const { person, livesAt } = told;
  addRole(store, zaak, type, told.role, since, {
    betrokkeneType: 'natuurlijk_persoon',
    betrokkeneIdentificatie: naturalPerson({
      inpBsn: person.bsn,
      voornamen: person.givenName,
      voorvoegselGeslachtsnaam: told.surname === undefined ? (person.prefix ?? '') : '',
      geslachtsnaam: told.surname ?? person.surname,
      geslachtsaanduiding: person.sex === 'M' ? 'm' : 'v',
      geboortedatum: person.birthDate,
      verblijfsadres: livesAt
        ? {
            aoaIdentificatie: livesAt.key,
            wplWoonplaatsNaam: livesAt.city,
            gorOpenbareRuimteNaam: livesAt.street,
            aoaPostcode: '',
            aoaHuisnummer: livesAt.number,
            aoaHuisletter: '',
            aoaHuisnummertoevoeging: '',
            inpLocatiebeschrijving: '',
          }
        : null,
    }),
  });
}

function naturalPerson(known: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    inpBsn: '',
    anpIdentificatie: '',
    inpA_nummer: '',
    geslachtsnaam: '',
    voorvoegselGeslachtsnaam: '',
    voorletters: '',
    voornamen: '',
    geslachtsaanduiding: '',
    geboortedatum: '',
    verblijfsadres: null,
    subVerblijfBuitenland: null,
    ...known,
  };
}

function addRole(
  store: Store,
  zaak: Zaak,
  type: string,
  role: string,
  since: string,
  told: {
    readonly betrokkeneType: string;
    readonly betrokkeneIdentificatie: Readonly<Record<string, unknown>>;
    readonly contactpersoonRol?: Readonly<Record<string, unknown>>;
  },
): void {
  const roltype = caseTypeOf(type).roles.find((candidate) => candidate.description === role);
  if (!roltype) throw new Error('expected a role of the catalogue');
  store.seed('rol', {
    uuid: uuidOf(`rol ${zaak.identificatie} ${store.of('rol', zaak.uuid).length}`),
    zaak: zaak.uuid,
    betrokkeneType: told.betrokkeneType,
    betrokkene: '',
    afwijkendeNaamBetrokkene: '',
    roltype: roltype.uuid,
    roltoelichting: role,
    registratiedatum: registeredAt(since),
    contactpersoonRol: told.contactpersoonRol ?? null,
    beginGeldigheid: null,
    eindeGeldigheid: null,
    betrokkeneIdentificatie: told.betrokkeneIdentificatie,
  });
}

function seedProperties(
  store: Store,
  zaak: Zaak,
  type: string,
  properties: Readonly<Record<string, string>>,
): void {
  for (const [name, waarde] of Object.entries(properties)) {
    const property = caseTypeOf(type).properties.find((candidate) => candidate.name === name);
    if (!property) throw new Error('expected a property of the catalogue');
    store.seed('zaakeigenschap', {
      uuid: uuidOf(`zaakeigenschap ${zaak.identificatie} ${name}`),
      zaak: zaak.uuid,
      eigenschap: property.uuid,
      waarde,
    });
  }
}

function seedStatus(store: Store, zaak: Zaak, type: string, index: number, on: string): void {
  const status = caseTypeOf(type).statuses[index];
  if (!status) throw new Error('expected a status of the catalogue');
  store.seed('status', {
    uuid: uuidOf(`status ${zaak.identificatie} ${index}`),
    zaak: zaak.uuid,
    statustype: status.uuid,
    datumStatusGezet: registeredAt(on),
    statustoelichting: '',
  });
}

/** The cast tells days; the system registers instants. Ten in the morning, UTC, on that day. */
function registeredAt(day: string): string {
  return `${day}T10:00:00Z`;
}

function yearsLater(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}
