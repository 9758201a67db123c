/** The resources as the Zaken API 1.5.1 shows them, and what `expand` adds. */
import type { CaseType } from './catalogue.js';
import { toEigenschap, toRolType, toStatusType, toZaakType } from './catalogue-answers.js';
import type { Resultaat, Rol, Status, Store, Zaak, ZaakEigenschap, ZaakObject } from './store.js';
import { caseTypesByUuid, propertyTypes, roleTypes, statusTypes } from './store.js';

/** Where the APIs stand: every link in an answer is absolute. */
export interface Bases {
  readonly zaken: string;
  readonly catalogi: string;
}

export type Json = Readonly<Record<string, unknown>>;

/** What to expand, as a tree: `rollen.roltype` is `rollen` with `roltype` under it. */
export interface ExpandTree {
  readonly [relation: string]: ExpandTree;
}

export function toExpandTree(paths: readonly string[]): ExpandTree {
  const tree: Record<string, ExpandTree> = {};
  for (const path of paths) {
    let level = tree;
    for (const step of path.split('.')) {
      const next = level[step] ?? {};
      level[step] = next;
      // Built here and nowhere else, so still writable.
      level = next as Record<string, ExpandTree>;
    }
  }
  return tree;
}

export function toZaak(zaak: Zaak, store: Store, bases: Bases): Json {
  const self = `${bases.zaken}/zaken/${zaak.uuid}`;
  const statuses = store.of('status', zaak.uuid);
  const lastStatus = statuses.at(-1);
  const result = store.of('resultaat', zaak.uuid).at(-1);
  return {
    url: self,
    uuid: zaak.uuid,
    identificatie: zaak.identificatie,
    bronorganisatie: zaak.bronorganisatie,
    omschrijving: zaak.omschrijving,
    toelichting: zaak.toelichting,
    zaaktype: `${bases.catalogi}/zaaktypen/${zaak.zaaktype}`,
    registratiedatum: zaak.registratiedatum,
    verantwoordelijkeOrganisatie: zaak.verantwoordelijkeOrganisatie,
    startdatum: zaak.startdatum,
    einddatum: zaak.einddatum,
    einddatumGepland: zaak.einddatumGepland,
    uiterlijkeEinddatumAfdoening: zaak.uiterlijkeEinddatumAfdoening,
    publicatiedatum: null,
    laatstGemuteerd: zaak.laatstGemuteerd,
    laatstGeopend: null,
    communicatiekanaalNaam: '',
    productenOfDiensten: [],
    vertrouwelijkheidaanduiding: zaak.vertrouwelijkheidaanduiding,
    betalingsindicatie: '',
    betalingsindicatieWeergave: '',
    laatsteBetaaldatum: null,
    zaakgeometrie: null,
    verlenging: null,
    opschorting: null,
    hoofdzaak: zaak.hoofdzaak === null ? null : `${bases.zaken}/zaken/${zaak.hoofdzaak}`,
    deelzaken: store.partsOf(zaak.uuid).map((part) => `${bases.zaken}/zaken/${part.uuid}`),
    relevanteAndereZaken: [],
    gerelateerdeZaken: [],
    eigenschappen: store
      .of('zaakeigenschap', zaak.uuid)
      .map((record) => `${self}/zaakeigenschappen/${record.uuid}`),
    rollen: store.of('rol', zaak.uuid).map((record) => `${bases.zaken}/rollen/${record.uuid}`),
    status: lastStatus ? `${bases.zaken}/statussen/${lastStatus.uuid}` : null,
    zaakinformatieobjecten: [],
    zaakobjecten: store
      .of('zaakobject', zaak.uuid)
      .map((record) => `${bases.zaken}/zaakobjecten/${record.uuid}`),
    kenmerken: [],
    archiefnominatie: zaak.archiefnominatie,
    archiefstatus: 'nog_te_archiveren',
    archiefactiedatum: zaak.archiefactiedatum,
    resultaat: result ? `${bases.zaken}/resultaten/${result.uuid}` : null,
    processobjectaard: '',
    startdatumBewaartermijn: null,
    processobject: null,
  };
}

/** A case with what was asked to be expanded, nested as asked. */
export function toExpandedZaak(zaak: Zaak, tree: ExpandTree, store: Store, bases: Bases): Json {
  const answer = toZaak(zaak, store, bases);
  const expanded: Record<string, unknown> = {};
  for (const [relation, below] of Object.entries(tree)) {
    expanded[relation] = expandRelation(relation, below, zaak, store, bases);
  }
  return Object.keys(expanded).length === 0 ? answer : { ...answer, _expand: expanded };
}

function expandRelation(
  relation: string,
  below: ExpandTree,
  zaak: Zaak,
  store: Store,
  bases: Bases,
): unknown {
  const type = caseTypesByUuid.get(zaak.zaaktype);
  const withType = (answer: Json, field: string, toType: (type: CaseType) => Json | undefined): Json => {
    const expanded = below[field] && type ? toType(type) : undefined;
    return expanded ? { ...answer, _expand: { [field]: expanded } } : answer;
  };
  switch (relation) {
    case 'zaaktype':
      return type ? toZaakType(type, bases) : null;
    case 'hoofdzaak': {
      const main = zaak.hoofdzaak === null ? undefined : store.zaak(zaak.hoofdzaak);
      return main ? toExpandedZaak(main, below, store, bases) : null;
    }
    case 'deelzaken':
      return store.partsOf(zaak.uuid).map((part) => toExpandedZaak(part, below, store, bases));
    case 'eigenschappen':
      return store.of('zaakeigenschap', zaak.uuid).map((record) =>
        withType(toZaakEigenschap(record, bases), 'eigenschap', (owner) => {
          const property = propertyTypes.get(record.eigenschap);
          return property && toEigenschap(property, owner, bases);
        }),
      );
    case 'rollen':
      return store.of('rol', zaak.uuid).map((record) =>
        withType(toRol(record, bases), 'roltype', (owner) => {
          const role = roleTypes.get(record.roltype);
          return role && toRolType(role, owner, bases);
        }),
      );
    case 'zaakobjecten':
      return store.of('zaakobject', zaak.uuid).map((record) => toZaakObject(record, bases));
    case 'zaakinformatieobjecten':
      return [];
    case 'status': {
      const last = store.of('status', zaak.uuid).at(-1);
      if (!last) return null;
      return withType(toStatus(last, store, bases), 'statustype', (owner) => {
        const status = statusTypes.get(last.statustype);
        return status && toStatusType(status, owner, bases);
      });
    }
    case 'resultaat': {
      const result = store.of('resultaat', zaak.uuid).at(-1);
      return result ? toResultaat(result, bases) : null;
    }
    default:
      return undefined;
  }
}

export function toRol(rol: Rol, bases: Bases): Json {
  const type = roleTypes.get(rol.roltype);
  return {
    url: `${bases.zaken}/rollen/${rol.uuid}`,
    uuid: rol.uuid,
    zaak: `${bases.zaken}/zaken/${rol.zaak}`,
    ...(rol.betrokkene === '' ? {} : { betrokkene: rol.betrokkene }),
    betrokkeneType: rol.betrokkeneType,
    afwijkendeNaamBetrokkene: rol.afwijkendeNaamBetrokkene,
    roltype: `${bases.catalogi}/roltypen/${rol.roltype}`,
    omschrijving: type?.description ?? '',
    omschrijvingGeneriek: type?.generic ?? '',
    roltoelichting: rol.roltoelichting,
    registratiedatum: rol.registratiedatum,
    indicatieMachtiging: '',
    contactpersoonRol: rol.contactpersoonRol && withoutBlank(rol.contactpersoonRol, ['emailadres']),
    statussen: [],
    beginGeldigheid: rol.beginGeldigheid,
    eindeGeldigheid: rol.eindeGeldigheid,
    betrokkeneIdentificatie: withoutBlank(rol.betrokkeneIdentificatie, ['inpBsn', 'inpA_nummer']),
  };
}

export function toZaakObject(object: ZaakObject, bases: Bases): Json {
  return {
    url: `${bases.zaken}/zaakobjecten/${object.uuid}`,
    uuid: object.uuid,
    zaak: `${bases.zaken}/zaken/${object.zaak}`,
    objectType: object.objectType,
    objectTypeOverigeDefinitie: null,
    relatieomschrijving: object.relatieomschrijving,
    objectIdentificatie: withoutBlank(object.objectIdentificatie, ['inpBsn', 'inpA_nummer']),
  };
}

export function toZaakEigenschap(record: ZaakEigenschap, bases: Bases): Json {
  const zaak = `${bases.zaken}/zaken/${record.zaak}`;
  return {
    url: `${zaak}/zaakeigenschappen/${record.uuid}`,
    uuid: record.uuid,
    zaak,
    eigenschap: `${bases.catalogi}/eigenschappen/${record.eigenschap}`,
    naam: propertyTypes.get(record.eigenschap)?.name ?? '',
    waarde: record.waarde,
  };
}

export function toStatus(status: Status, store: Store, bases: Bases): Json {
  return {
    url: `${bases.zaken}/statussen/${status.uuid}`,
    uuid: status.uuid,
    zaak: `${bases.zaken}/zaken/${status.zaak}`,
    statustype: `${bases.catalogi}/statustypen/${status.statustype}`,
    datumStatusGezet: status.datumStatusGezet,
    statustoelichting: status.statustoelichting,
    indicatieLaatstGezetteStatus: store.of('status', status.zaak).at(-1)?.uuid === status.uuid,
    gezetdoor: null,
    zaakinformatieobjecten: [],
  };
}

export function toResultaat(result: Resultaat, bases: Bases): Json {
  return {
    url: `${bases.zaken}/resultaten/${result.uuid}`,
    uuid: result.uuid,
    zaak: `${bases.zaken}/zaken/${result.zaak}`,
    resultaattype: `${bases.catalogi}/resultaattypen/${result.resultaattype}`,
    toelichting: result.toelichting,
  };
}

/** The official file gives these a form that an empty text does not have, and lets them be absent. */
function withoutBlank(record: Json, fields: readonly string[]): Json {
  return Object.fromEntries(
    Object.entries(record).filter(([field, value]) => value !== '' || !fields.includes(field)),
  );
}
