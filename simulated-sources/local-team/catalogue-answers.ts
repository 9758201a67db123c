/** The catalogue's resources as the Catalogi API 1.3.1 shows them. */
import type { Bases, Json } from './answers.js';
import {
  type CaseType,
  caseTypeOf,
  catalogueUuid,
  municipalityRsin,
  type PropertyType,
  type RoleType,
  type StatusType,
} from './catalogue.js';

const validSince = '2025-01-01';

export function toZaakType(type: CaseType, bases: Bases): Json {
  const link = (kind: string, uuid: string): string => `${bases.catalogi}/${kind}/${uuid}`;
  return {
    url: link('zaaktypen', type.uuid),
    identificatie: type.identification,
    omschrijving: type.description,
    omschrijvingGeneriek: '',
    vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
    doel: type.description,
    aanleiding: 'Een vraag of zorg bij de gemeente',
    toelichting: '',
    indicatieInternOfExtern: 'extern',
    handelingInitiator: 'aanvragen',
    onderwerp: type.description,
    handelingBehandelaar: 'behandelen',
    doorlooptijd: 'P90D',
    servicenorm: null,
    opschortingEnAanhoudingMogelijk: false,
    verlengingMogelijk: false,
    verlengingstermijn: null,
    trefwoorden: [],
    publicatieIndicatie: false,
    publicatietekst: '',
    verantwoordingsrelatie: [],
    productenOfDiensten: [],
    referentieproces: { naam: type.description },
    verantwoordelijke: municipalityRsin,
    zaakobjecttypen: [],
    catalogus: link('catalogussen', catalogueUuid),
    statustypen: type.statuses.map((status) => link('statustypen', status.uuid)),
    resultaattypen: [link('resultaattypen', type.resultTypeUuid)],
    eigenschappen: type.properties.map((property) => link('eigenschappen', property.uuid)),
    // The official file types this field as text; the catalogue here has no document types.
    informatieobjecttypen: '',
    roltypen: type.roles.map((role) => link('roltypen', role.uuid)),
    besluittypen: [],
    deelzaaktypen: type.partTypes.map((part) => link('zaaktypen', caseTypeOf(part).uuid)),
    gerelateerdeZaaktypen: [],
    beginGeldigheid: validSince,
    eindeGeldigheid: null,
    beginObject: validSince,
    eindeObject: null,
    versiedatum: validSince,
    concept: false,
  };
}

export function toEigenschap(property: PropertyType, type: CaseType, bases: Bases): Json {
  return {
    url: `${bases.catalogi}/eigenschappen/${property.uuid}`,
    naam: property.name,
    catalogus: `${bases.catalogi}/catalogussen/${catalogueUuid}`,
    definitie: property.definition,
    specificatie: {
      groep: '',
      formaat: property.format,
      lengte: property.format === 'datum' ? '8' : '1000',
      kardinaliteit: '1',
      waardenverzameling: property.values,
    },
    toelichting: '',
    ...belonging(type, bases),
    statustype: null,
  };
}

export function toRolType(role: RoleType, type: CaseType, bases: Bases): Json {
  return {
    url: `${bases.catalogi}/roltypen/${role.uuid}`,
    omschrijving: role.description,
    omschrijvingGeneriek: role.generic,
    catalogus: `${bases.catalogi}/catalogussen/${catalogueUuid}`,
    ...belonging(type, bases),
  };
}

export function toStatusType(status: StatusType, type: CaseType, bases: Bases): Json {
  return {
    url: `${bases.catalogi}/statustypen/${status.uuid}`,
    omschrijving: status.description,
    omschrijvingGeneriek: '',
    statustekst: '',
    catalogus: `${bases.catalogi}/catalogussen/${catalogueUuid}`,
    volgnummer: status.sequence,
    isEindstatus: status.isFinal,
    informeren: false,
    doorlooptijd: null,
    toelichting: null,
    checklistitemStatustype: [],
    eigenschappen: [],
    zaakobjecttype: `${bases.catalogi}/zaakobjecttypen/${catalogueUuid}`,
    ...belonging(type, bases),
  };
}

function belonging(type: CaseType, bases: Bases): Json {
  return {
    zaaktype: `${bases.catalogi}/zaaktypen/${type.uuid}`,
    zaaktypeIdentificatie: type.identification,
    beginGeldigheid: null,
    eindeGeldigheid: null,
    beginObject: null,
    eindeObject: null,
  };
}
