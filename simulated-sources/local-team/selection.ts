/** Which cases a list or a search asks for: the filters that `GET /zaken` and `POST /zaken/_zoek` share. */
import { z } from 'zod';
import { passesElevenTest } from './bodies.js';
import { invalid } from './faults.js';
import type { Store, Zaak } from './store.js';

const expandable: ReadonlySet<string> = new Set([
  'deelzaken',
  'hoofdzaak',
  'eigenschappen',
  'eigenschappen.eigenschap',
  ...['', 'deelzaken.', 'hoofdzaak.'].flatMap((prefix) =>
    [
      'rollen',
      'rollen.roltype',
      'status',
      'status.statustype',
      'resultaat',
      'zaakinformatieobjecten',
      'zaakobjecten',
      'zaaktype',
    ].map((relation) => `${prefix}${relation}`),
  ),
]);

const day = z.iso.date();
const uuid = z.guid();
// Query parameters are text where a search body has lists and booleans.
const list = (item: z.ZodType<string>) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(item));
const flag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
);

const selectionShape = {
  zaaktype: z.string().optional(),
  identificatie: z.string().optional(),
  identificatie__icontains: z.string().optional(),
  bronorganisatie: z.string().optional(),
  startdatum: day.optional(),
  startdatum__gt: day.optional(),
  startdatum__gte: day.optional(),
  startdatum__lt: day.optional(),
  startdatum__lte: day.optional(),
  einddatum__isnull: flag.optional(),
  rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn: z.string().refine(passesElevenTest).optional(),
  expand: list(z.string().refine((relation) => expandable.has(relation))).optional(),
};

const searchShape = {
  ...selectionShape,
  uuid__in: z.array(uuid).optional(),
  zaaktype__in: z.array(z.string()).optional(),
};

export type Selection = z.infer<z.ZodObject<typeof searchShape>>;

/** @throws ApiFault 400: an unknown parameter, or a value that cannot be. */
export function parseQuery(
  query: unknown,
  kind: 'list' | 'search',
): Selection & { readonly page: string; readonly pageSize: string } {
  const paging = { page: z.string().default('1'), pageSize: z.string().default('100') };
  const schema = z.strictObject(
    kind === 'list' ? { ...selectionShape, ...paging } : { expand: selectionShape.expand, ...paging },
  );
  return admit<Selection & { readonly page: string; readonly pageSize: string }>(
    schema,
    query,
    'unknown-parameters',
  );
}

/** @throws ApiFault 400: an empty search, an unknown field, or a value that cannot be. */
export function parseSearch(body: unknown): Selection {
  const search = admit<Selection>(z.strictObject(searchShape), body, 'unknown-parameters');
  const { expand: _expand, ...criteria } = search;
  if (Object.keys(criteria).length === 0) {
    throw invalid([
      { name: 'nonFieldErrors', code: 'empty_search_body', reason: 'Geef ten minste een zoekveld.' },
    ]);
  }
  return search;
}

/** The cases that fit, in the order of registration. */
export function select(store: Store, selection: Selection, catalogiBase: string): readonly Zaak[] {
  const ids = selection.uuid__in ? new Set(selection.uuid__in) : undefined;
  const types = selection.zaaktype__in ? new Set(selection.zaaktype__in) : undefined;
  const candidates = ids ? [...ids].flatMap((id) => store.zaak(id) ?? []) : store.zaken();
  const rawBsn = selection.rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn;
  return candidates.filter((zaak) => {
    const type = `${catalogiBase}/zaaktypen/${zaak.zaaktype}`;
    const since = zaak.startdatum;
    return (
      (!types || types.has(type)) &&
      (selection.zaaktype === undefined || selection.zaaktype === type) &&
      (selection.identificatie === undefined || selection.identificatie === zaak.identificatie) &&
      (selection.identificatie__icontains === undefined ||
        zaak.identificatie.toLowerCase().includes(selection.identificatie__icontains.toLowerCase())) &&
      (selection.bronorganisatie === undefined || selection.bronorganisatie === zaak.bronorganisatie) &&
      (selection.startdatum === undefined || since === selection.startdatum) &&
      (selection.startdatum__gt === undefined || since > selection.startdatum__gt) &&
      (selection.startdatum__gte === undefined || since >= selection.startdatum__gte) &&
      (selection.startdatum__lt === undefined || since < selection.startdatum__lt) &&
      (selection.startdatum__lte === undefined || since <= selection.startdatum__lte) &&
      (selection.einddatum__isnull === undefined ||
        selection.einddatum__isnull === (zaak.einddatum === null)) &&
      (rawBsn === undefined ||
        store.of('rol', zaak.uuid).some((rol) => rol.betrokkeneIdentificatie['inpBsn'] === rawBsn))
    );
  });
}

function admit<T>(schema: z.ZodType, value: unknown, unknownCode: string): T {
  const result = schema.safeParse(value);
  // The schemas of this file parse to the type that each caller names.
  if (result.success) return result.data as T;
  throw invalid(
    result.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? {
            name: 'nonFieldErrors',
            code: unknownCode,
            reason: `Onbekende parameters: ${issue.keys.join(', ')}`,
          }
        : {
            name: issue.path.map(String).join('.') || 'nonFieldErrors',
            code: 'invalid',
            reason: 'Ongeldige waarde.',
          },
    ),
  );
}
