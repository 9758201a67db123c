/**
 * What the GI decides from of the youth care of persons: the numbers and days of their allocations and of what was declared, and from the
 * case database who of them is shielded and to whom what was given. iJw itself knows neither.
 *
 * A provider tells where a child is, so a provision and a cost line are kept back as the places of the child's case are.
 */
import { z } from 'zod';
import { involvementOf } from '../../../adapter-kit/access/open-cases.js';
import type { RecordAttributes } from '../../../adapter-kit/access/record-attributes.js';
import { parseContract } from '../../../adapter-kit/contract.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { BatchedRead } from '../../../adapter-kit/reference-loader.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { type CostLineRecord, costLineNumber, type ProvisionRecord, provisionNumber } from '../source.js';
import type { CaseDatabase } from './case-database.js';
import { disclosureJson, disclosureSchema, disclosuresOf, holdsOn, shieldedFrom } from './disclosure.js';
import type { IjwMessages } from './ijw.js';

export interface ProvisionAttributesOptions {
  readonly organisation: string;
  readonly database: CaseDatabase;
  readonly messages: Pick<IjwMessages, 'loadProvisions' | 'loadCosts'>;
  /** The name of the unit whose messages these are. */
  readonly unit: string;
  readonly pseudonymiser: Pseudonymiser;
  readonly now: () => Date;
}

const keptSchema = z.strictObject({
  /** Whoever is in a shielded case. */
  shielded: z.array(
    z.strictObject({
      reference: z.string().min(1),
      citizen_number: z.string(),
      kept_from_citizen_number: z.string().nullable(),
    }),
  ),
  /** Whoever is in a case of which somebody may know by consent. */
  consented: z.array(z.strictObject({ citizen_number: z.string(), given_to: z.string().min(1) })),
  disclosures: z.array(disclosureSchema),
  unit: z.strictObject({ unit_code: z.string().min(1), contact: z.string().min(1).nullable() }).nullable(),
});

/** A shield over a person: from whom, and the case under which it does not count. */
interface Shield {
  readonly reference: string;
  readonly from: readonly string[] | 'EVERYBODY';
}

const unknownPeriod = { since: null, until: null };
/** Stands for records that cannot be read: whoever may read them is told so. */
const unreadable = 'unreadable';

/** How one kind of record of the messages is read and numbered. */
interface CareRecords<Item> {
  readonly recordType: 'provision' | 'cost-line';
  readonly load: BatchedRead<readonly Item[]>;
  readonly numberOf: (item: Item) => string;
  readonly periodOf: (item: Item) => { readonly since: string; readonly until: string | null };
}

export function createProvisionAttributesRead(
  options: ProvisionAttributesOptions,
): BatchedRead<readonly RecordAttributes[]> {
  return createCareAttributesRead<ProvisionRecord>(options, {
    recordType: 'provision',
    load: options.messages.loadProvisions,
    numberOf: provisionNumber,
    periodOf: ({ validFrom, endedOn, validUntil }) => ({ since: validFrom, until: endedOn ?? validUntil }),
  });
}

export function createCostAttributesRead(
  options: ProvisionAttributesOptions,
): BatchedRead<readonly RecordAttributes[]> {
  return createCareAttributesRead<CostLineRecord>(options, {
    recordType: 'cost-line',
    load: options.messages.loadCosts,
    numberOf: costLineNumber,
    periodOf: ({ from, until }) => ({ since: from, until }),
  });
}

/** One look at the folder and one statement, also for nobody at all. */
function createCareAttributesRead<Item>(
  options: ProvisionAttributesOptions,
  { recordType, load, numberOf, periodOf }: CareRecords<Item>,
): BatchedRead<readonly RecordAttributes[]> {
  const { organisation, database, unit, pseudonymiser, now } = options;
  return async (persons, { signal }) => {
    const found = await load(persons, { signal });
    const numbers = [...found.values()].flatMap((records) =>
      records instanceof SourceError ? [] : records.map(numberOf),
    );
    const values = [numbers, unit, dayInTheNetherlands(now()), recordType];
    const rows = await database.read(
      { name: `${recordType}-attributes`, sql: provisionAttributesSql, values },
      signal,
    );
    const [{ kept }] = parseContract(z.tuple([z.strictObject({ kept: keptSchema })]), rows, {
      organisation,
      what: 'provision attributes',
    });
    const shields = shieldsOf(kept.shielded, pseudonymiser);
    const consents = consentsOf(kept.consented, pseudonymiser);
    return new Map(
      [...found].map(([person, items]) => {
        const shield = shields.get(person);
        const known = {
          reference: shield?.reference ?? person,
          holder: organisation,
          unit: kept.unit?.unit_code ?? unit,
          subjects: [{ person, localKey: '', informedOn: null, isNoticePending: false }],
          shieldedFrom: shield?.from ?? [],
        };
        const header = { unitName: unit, contact: kept.unit?.contact ?? null };
        const involvement = involvementOf({
          ...known,
          consentedFor: consents.get(person) ?? [],
          header: { ...header, since: null, until: null },
        });
        const records = items instanceof SourceError ? [null] : items;
        return [
          person,
          [
            involvement,
            ...records.map((record) => {
              const recordId = record === null ? unreadable : numberOf(record);
              return {
                ...known,
                ...disclosuresOf(kept.disclosures, recordType, recordId),
                recordType,
                recordId,
                isLocationBearing: true,
                retainUntil: null,
                header: { ...header, ...(record === null ? unknownPeriod : periodOf(record)) },
              };
            }),
          ],
        ];
      }),
    );
  };
}

/** Of several cases the shield that is kept from everybody; otherwise all from whom one of them is kept. */
function shieldsOf(
  lines: z.infer<typeof keptSchema>['shielded'],
  pseudonymiser: Pseudonymiser,
): ReadonlyMap<string, Shield> {
  const shields = new Map<string, Shield>();
  for (const line of lines) {
    const person = pseudonymiser.person(line.citizen_number);
    if (person === null) continue;
    const from = shieldedFrom([line], pseudonymiser);
    const before = shields.get(person);
    if (before?.from === 'EVERYBODY') continue;
    shields.set(person, {
      reference: line.reference,
      from: from === 'EVERYBODY' ? from : [...new Set([...(before?.from ?? []), ...from])].sort(),
    });
  }
  return shields;
}

/** Person to for whom there is consent that they know of a case of this person. */
function consentsOf(
  lines: z.infer<typeof keptSchema>['consented'],
  pseudonymiser: Pseudonymiser,
): ReadonlyMap<string, readonly string[]> {
  const consents = new Map<string, string[]>();
  for (const line of lines) {
    const person = pseudonymiser.person(line.citizen_number);
    if (person !== null) consents.set(person, [...(consents.get(person) ?? []), line.given_to]);
  }
  return consents;
}

const provisionAttributesSql = `
SELECT json_build_object(
  'shielded', (
    SELECT coalesce(json_agg(json_build_object(
      'reference', y.reference,
      'citizen_number', p.citizen_number,
      'kept_from_citizen_number', y.kept_from_citizen_number
    ) ORDER BY y.reference, p.person_key), '[]')
    FROM address_secrecy y JOIN case_person p USING (reference)
    WHERE p.citizen_number IS NOT NULL
  ),
  'consented', (
    SELECT coalesce(json_agg(json_build_object('citizen_number', p.citizen_number, 'given_to', d.given_to)), '[]')
    FROM disclosure_decision d JOIN case_person p USING (reference)
    WHERE d.record_type = 'involvement' AND d.ground = 'CONSENT' AND p.citizen_number IS NOT NULL AND ${holdsOn(3)}
  ),
  'disclosures', (
    SELECT coalesce(json_agg(${disclosureJson}), '[]')
    FROM disclosure_decision d
    WHERE d.record_type = $4::text AND d.record_number = ANY($1::text[]) AND ${holdsOn(3)}
  ),
  'unit', (
    SELECT json_build_object('unit_code', u.unit_code, 'contact', u.contact)
    FROM unit u WHERE u.unit_name = $2::text LIMIT 1
  )
) AS kept`;
