/** What is put to the simulated Zaken API and its catalogue, to hold the answers against the official files. */
import { grootEsselink } from '../families.js';
import { type Client, demonstrationClients } from './authorization.js';
import { caseTypeOf, municipalityRsin, uuidOf } from './catalogue.js';
import { correctionQuestions } from './standards-corrections.js';

export interface Question {
  readonly subject: string;
  readonly api: 'zaken' | 'catalogi';
  /** As the official file spells the path. */
  readonly template: string;
  readonly method?: 'get' | 'post' | 'put' | 'patch';
  readonly path: string;
  readonly body?: unknown;
  readonly client?: Client | null;
  /** Changed or (with `null`) left out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly status: number;
  /** The standard's servers answer so, and the official file does not list it. */
  readonly isUnlisted?: boolean;
}

/** Every endpoint that the simulator serves, its answers and its refusals. */
export function questions(bases: Readonly<Record<'zaken' | 'catalogi', string>>): readonly Question[] {
  const family = uuidOf('zaak LT1/2025-0217');
  const analysis = uuidOf('zaak LT1/2025-0217-ANALYSE-1');
  const malformed = uuidOf('zaak LT1/2026-9012-ANALYSE-1');
  const type = caseTypeOf('LT-GEZIN');
  const unknown = uuidOf('nothing');
  const zaak = `${bases.zaken}/zaken/${family}`;
  const property = type.properties[0]?.uuid ?? '';
  const link = (kind: string, uuid: string | undefined): string => `${bases.catalogi}/${kind}/${uuid ?? ''}`;
  const allRelations = [
    'zaaktype',
    'hoofdzaak',
    'deelzaken',
    'deelzaken.rollen',
    'deelzaken.status',
    'eigenschappen',
    'eigenschappen.eigenschap',
    'status',
    'status.statustype',
    'resultaat',
    'rollen',
    'rollen.roltype',
    'zaakinformatieobjecten',
    'zaakobjecten',
  ];
  const newCase = {
    identificatie: 'STANDARDS-1',
    bronorganisatie: municipalityRsin,
    verantwoordelijkeOrganisatie: municipalityRsin,
    zaaktype: link('zaaktypen', type.uuid),
    startdatum: '2026-11-02',
  };
  const parent = {
    zaak,
    betrokkeneType: 'natuurlijk_persoon',
    roltype: link('roltypen', type.roles[0]?.uuid),
    roltoelichting: 'ouder',
    betrokkeneIdentificatie: {
      inpBsn: grootEsselink.johan.bsn,
      geslachtsnaam: 'Voorbeeld',
      geboortedatum: '1985-05-27',
    },
  };
  const search = { api: 'zaken', template: '/zaken/_zoek', method: 'post', path: '/zaken/_zoek' } as const;
  const list = { api: 'zaken', template: '/zaken', path: '/zaken' } as const;
  const one = { api: 'zaken', template: '/zaken/{uuid}', path: `/zaken/${family}` } as const;
  const register = {
    api: 'zaken',
    template: '/zaken',
    method: 'post',
    path: '/zaken',
    body: newCase,
  } as const;
  const addRole = {
    api: 'zaken',
    template: '/rollen',
    method: 'post',
    path: '/rollen',
    body: parent,
  } as const;
  const properties = '/zaken/{zaak_uuid}/zaakeigenschappen';
  const ofKind = (kind: string, uuid: string): readonly Question[] => [
    { subject: `all ${kind}`, api: 'zaken', template: `/${kind}`, path: `/${kind}`, status: 200 },
    {
      subject: `${kind} of a case`,
      api: 'zaken',
      template: `/${kind}`,
      path: `/${kind}?zaak=${encodeURIComponent(zaak)}`,
      status: 200,
    },
    {
      subject: `one of ${kind}`,
      api: 'zaken',
      template: `/${kind}/{uuid}`,
      path: `/${kind}/${uuid}`,
      status: 200,
    },
    {
      subject: `${kind} without a token`,
      api: 'zaken',
      template: `/${kind}`,
      path: `/${kind}`,
      client: null,
      status: 403,
    },
    {
      subject: `${kind} that are not there`,
      api: 'zaken',
      template: `/${kind}/{uuid}`,
      path: `/${kind}/${unknown}`,
      status: 404,
    },
    {
      subject: `${kind} by an unknown filter`,
      api: 'zaken',
      template: `/${kind}`,
      path: `/${kind}?kleur=rood`,
      status: 400,
    },
  ];
  const catalogue = (kind: string, uuid: string | undefined): readonly Question[] => [
    { subject: `all ${kind}`, api: 'catalogi', template: `/${kind}`, path: `/${kind}`, status: 200 },
    {
      subject: `one of ${kind}`,
      api: 'catalogi',
      template: `/${kind}/{uuid}`,
      path: `/${kind}/${uuid ?? ''}`,
      status: 200,
    },
    {
      subject: `${kind} that are not there`,
      api: 'catalogi',
      template: `/${kind}/{uuid}`,
      path: `/${kind}/${unknown}`,
      status: 404,
    },
    {
      subject: `${kind} without a token`,
      api: 'catalogi',
      template: `/${kind}`,
      path: `/${kind}`,
      client: null,
      status: 403,
    },
    {
      subject: `${kind} by an unknown filter`,
      api: 'catalogi',
      template: `/${kind}`,
      path: `/${kind}?kleur=rood`,
      status: 400,
    },
  ];

  return [
    { ...list, subject: 'all cases', status: 200 },
    { ...list, subject: 'cases by page', path: '/zaken?page=2&pageSize=5', status: 200 },
    { ...list, subject: 'a page that is not there', path: '/zaken?page=999', status: 404, isUnlisted: true },
    {
      ...list,
      subject: 'cases with what belongs to them',
      path: `/zaken?expand=rollen,zaakobjecten,zaaktype`,
      status: 200,
    },
    { ...list, subject: 'cases by an unknown filter', path: '/zaken?kleur=rood', status: 400 },
    { ...list, subject: 'cases without a token', client: null, status: 403 },
    {
      ...list,
      subject: 'cases in another reference system',
      headers: { 'accept-crs': 'EPSG:28992' },
      status: 406,
    },
    { ...list, subject: 'cases without a reference system', headers: { 'accept-crs': null }, status: 412 },
    { ...one, subject: 'one case', status: 200 },
    {
      ...one,
      subject: 'one case with all that belongs to it',
      path: `/zaken/${family}?expand=${allRelations.join(',')}`,
      status: 200,
    },
    { ...one, subject: 'a case that is not there', path: `/zaken/${unknown}`, status: 404 },
    { ...one, subject: 'one case without a token', client: null, status: 403 },
    {
      ...search,
      subject: 'a search by UUID',
      body: { uuid__in: [family, analysis, malformed], expand: ['rollen', 'eigenschappen'] },
      status: 200,
    },
    { ...search, subject: 'a search for nothing', body: {}, status: 400 },
    {
      ...search,
      subject: 'a search without its reference system',
      body: { uuid__in: [family] },
      headers: { 'content-crs': null },
      status: 412,
    },
    {
      ...search,
      subject: 'a search without a token',
      body: { uuid__in: [family] },
      client: null,
      status: 403,
    },
    {
      ...search,
      subject: 'a search that is no JSON',
      body: undefined,
      headers: { 'content-type': 'application/xml' },
      status: 415,
    },
    {
      subject: 'properties of a case',
      api: 'zaken',
      template: properties,
      path: `/zaken/${malformed}/zaakeigenschappen`,
      status: 200,
    },
    {
      subject: 'one property',
      api: 'zaken',
      template: `${properties}/{uuid}`,
      path: `/zaken/${malformed}/zaakeigenschappen/${uuidOf('zaakeigenschap LT1/2026-9012-ANALYSE-1 besluitdatum')}`,
      status: 200,
    },
    ...ofKind('rollen', uuidOf('rol LT1/2025-0217 0')),
    ...ofKind('zaakobjecten', uuidOf('huishouden LT1/2025-0217')),
    ...ofKind('statussen', uuidOf('status LT1/2025-0217 0')),
    ...ofKind('resultaten', uuidOf('resultaat LT1/2025-0217-ANALYSE-1')),
    { ...register, subject: 'a new case', status: 201 },
    { ...register, subject: 'a case number that is taken', status: 400 },
    {
      ...register,
      subject: 'a case of an unknown kind',
      body: { ...newCase, zaaktype: link('zaaktypen', unknown) },
      status: 400,
    },
    {
      ...register,
      subject: 'a new case by who may only read',
      client: demonstrationClients.reader,
      status: 403,
    },
    { ...addRole, subject: 'a new role', status: 201 },
    {
      ...addRole,
      subject: 'a role on a number that is none',
      body: {
        ...parent,
        betrokkeneIdentificatie: { ...parent.betrokkeneIdentificatie, inpBsn: '999999999' },
      },
      status: 400,
    },
    {
      subject: 'a new household',
      api: 'zaken',
      template: '/zaakobjecten',
      method: 'post',
      path: '/zaakobjecten',
      body: {
        zaak,
        objectType: 'huishouden',
        objectIdentificatie: { nummer: '1', isGehuisvestIn: { identificatie: '0599010000110069' } },
      },
      status: 201,
    },
    {
      subject: 'a new property',
      api: 'zaken',
      template: properties,
      method: 'post',
      path: `/zaken/${family}/zaakeigenschappen`,
      body: { zaak, eigenschap: link('eigenschappen', property), waarde: 'tekst' },
      status: 201,
    },
    {
      subject: 'an end without a result',
      api: 'zaken',
      template: '/statussen',
      method: 'post',
      path: '/statussen',
      body: {
        zaak,
        statustype: link('statustypen', type.statuses[1]?.uuid),
        datumStatusGezet: '2026-11-02T12:00:00Z',
      },
      status: 400,
    },
    {
      subject: 'a new result',
      api: 'zaken',
      template: '/resultaten',
      method: 'post',
      path: '/resultaten',
      body: { zaak, resultaattype: link('resultaattypen', type.resultTypeUuid) },
      status: 201,
    },
    {
      subject: 'an end',
      api: 'zaken',
      template: '/statussen',
      method: 'post',
      path: '/statussen',
      body: {
        zaak,
        statustype: link('statustypen', type.statuses[1]?.uuid),
        datumStatusGezet: '2026-11-02T12:00:00Z',
      },
      status: 201,
    },
    ...correctionQuestions(bases),
    ...catalogue('zaaktypen', type.uuid),
    ...catalogue('eigenschappen', property),
    ...catalogue('roltypen', type.roles[0]?.uuid),
    ...catalogue('statustypen', type.statuses[0]?.uuid),
  ];
}
