/** The pieces of which a seeded case consists: the case itself, who is in it, and what it carries; the same at every start. */
import type { CastPerson, CastUnit } from '../families.js';
import { caseTypeOf, municipalityRsin, uuidOf } from './catalogue.js';
import {
  identityOf,
  naturalPerson,
  numberOf,
  residenceOf,
  type SeedAddress,
  type SeedPerson,
} from './person-fields.js';
import type { Store, Zaak } from './store.js';

/** A child that is not born: nothing of it is known but that it is expected. */
export interface SeedUnborn {
  readonly ownNumber: string;
  readonly role: string;
  readonly livesAt?: SeedAddress;
}

export interface SeedWorker {
  readonly code: string;
  readonly initials: string;
  readonly surname: string;
  readonly role: string;
}

/** Somebody who is not of the household: a reporter or an informant, who must never be seen outside the case system, or a professional. */
export interface SeedOutsider {
  readonly role: string;
  readonly initials?: string;
  readonly name: string;
  readonly ownNumber: string;
}

/** `registeredOn`: the day on which it was put into the system, where that is not its first day. */
export function seedCase(
  store: Store,
  told: {
    readonly type: string;
    readonly identification: string;
    readonly since: string;
    readonly main: Zaak | null;
    readonly plannedUntil?: string | null;
    readonly retainUntil?: string | null;
    readonly registeredOn?: string;
    readonly confidentiality?: string;
  },
): Zaak {
  const { registeredOn = told.since, confidentiality = 'zaakvertrouwelijk' } = told;
  const zaak: Zaak = {
    uuid: uuidOf(`zaak ${told.identification}`),
    identificatie: told.identification,
    bronorganisatie: municipalityRsin,
    // Whoever may know of a case is sent this text with it, so it names nobody.
    omschrijving: caseTypeOf(told.type).description,
    toelichting: '',
    zaaktype: caseTypeOf(told.type).uuid,
    registratiedatum: registeredOn,
    verantwoordelijkeOrganisatie: municipalityRsin,
    startdatum: told.since,
    einddatum: null,
    einddatumGepland: told.plannedUntil ?? null,
    uiterlijkeEinddatumAfdoening: null,
    vertrouwelijkheidaanduiding: confidentiality,
    hoofdzaak: told.main?.uuid ?? null,
    archiefnominatie: told.retainUntil ? 'vernietigen' : null,
    archiefactiedatum: told.retainUntil ?? null,
    laatstGemuteerd: registeredAt(registeredOn),
  };
  store.seed('zaak', zaak);
  return zaak;
}

export function seedTeam(store: Store, zaak: Zaak, type: string, unit: CastUnit, since: string): void {
  const [, desk = '', telephone = ''] = /^(.*) (\d{3}-[\d ]+)$/.exec(unit.contact) ?? [];
  addRole(store, zaak, type, 'Team', since, {
    betrokkeneType: 'organisatorische_eenheid',
    contactpersoonRol: { emailadres: '', functie: desk, telefoonnummer: telephone, naam: unit.name },
    betrokkeneIdentificatie: { identificatie: unit.code, naam: unit.name, isGehuisvestIn: '' },
  });
}

export function seedWorker(store: Store, zaak: Zaak, type: string, worker: SeedWorker, since: string): void {
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

export function seedPerson(
  store: Store,
  zaak: Zaak,
  type: string,
  told: SeedPerson | SeedUnborn,
  since: string,
): void {
  addRole(store, zaak, type, told.role, since, {
    betrokkeneType: 'natuurlijk_persoon',
    ...('person' in told ? {} : { afwijkendeNaamBetrokkene: 'Ongeboren kind' }),
    betrokkeneIdentificatie: naturalPerson({
      ...('person' in told ? identityOf(told) : {}),
      anpIdentificatie: told.ownNumber ?? '',
      verblijfsadres: told.livesAt ? residenceOf(told.livesAt) : null,
    }),
  });
}

/** Whom a case is about by number alone: without a name, a birth date or an address. */
export function seedNumber(
  store: Store,
  zaak: Zaak,
  type: string,
  told: SeedPerson | SeedUnborn,
  since: string,
): void {
  addRole(store, zaak, type, told.role, since, {
    betrokkeneType: 'natuurlijk_persoon',
    betrokkeneIdentificatie: naturalPerson({
      inpBsn: 'person' in told ? numberOf(told) : '',
      anpIdentificatie: told.ownNumber ?? '',
    }),
  });
}

export function seedOutsider(
  store: Store,
  zaak: Zaak,
  type: string,
  told: SeedOutsider,
  since: string,
): void {
  addRole(store, zaak, type, told.role, since, {
    betrokkeneType: 'natuurlijk_persoon',
    betrokkeneIdentificatie: naturalPerson({
      geslachtsnaam: told.name,
      voorletters: told.initials ?? '',
      anpIdentificatie: told.ownNumber,
    }),
  });
}

export function seedProperties(
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

export function seedStatus(store: Store, zaak: Zaak, type: string, index: number, on: string): void {
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

/** Ends a case: with a result, and by its final status. */
export function seedEnd(store: Store, zaak: Zaak, type: string, on: string): void {
  store.seed('resultaat', {
    uuid: uuidOf(`resultaat ${zaak.identificatie}`),
    zaak: zaak.uuid,
    resultaattype: caseTypeOf(type).resultTypeUuid,
    toelichting: '',
  });
  seedStatus(store, zaak, type, 1, on);
}

/** The household of a case. Only a dwelling is a home: of who lives in a shelter the household is known and has none. */
export function seedHousehold(store: Store, zaak: Zaak, number: string, home: SeedAddress | null): void {
  store.seed('zaakobject', {
    uuid: uuidOf(`huishouden ${zaak.identificatie}`),
    zaak: zaak.uuid,
    objectType: 'huishouden',
    relatieomschrijving: 'huishouden van deze zaak',
    objectIdentificatie: {
      nummer: number,
      isGehuisvestIn:
        home?.type === 'DWELLING'
          ? {
              identificatie: home.key,
              adresAanduidingGrp: {
                numIdentificatie: '',
                oaoIdentificatie: '',
                wplWoonplaatsNaam: home.city,
                gorOpenbareRuimteNaam: home.street,
                aoaPostcode: home.postcode ?? '',
                aoaHuisnummer: home.number,
                aoaHuisletter: '',
                aoaHuisnummertoevoeging: '',
                ogoLocatieAanduiding: '',
              },
            }
          : null,
    },
  });
}

/** From whom the persons of a case are kept. */
export function seedKeptFrom(store: Store, zaak: Zaak, person: CastPerson): void {
  store.seed('zaakobject', {
    uuid: uuidOf(`afgeschermd ${zaak.identificatie} ${person.bsn}`),
    zaak: zaak.uuid,
    objectType: 'natuurlijk_persoon',
    relatieomschrijving: 'afgeschermd voor',
    objectIdentificatie: naturalPerson({ inpBsn: person.bsn }),
  });
}

function addRole(
  store: Store,
  zaak: Zaak,
  type: string,
  role: string,
  since: string,
  told: {
    readonly betrokkeneType: string;
    readonly afwijkendeNaamBetrokkene?: string;
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
    afwijkendeNaamBetrokkene: told.afwijkendeNaamBetrokkene ?? '',
    roltype: roltype.uuid,
    roltoelichting: role,
    registratiedatum: registeredAt(since),
    contactpersoonRol: told.contactpersoonRol ?? null,
    beginGeldigheid: null,
    eindeGeldigheid: null,
    betrokkeneIdentificatie: told.betrokkeneIdentificatie,
  });
}

/** The cast tells days; the system registers instants. Ten in the morning, UTC, on that day. */
function registeredAt(day: string): string {
  return `${day}T10:00:00Z`;
}
