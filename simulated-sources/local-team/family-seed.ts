/** Turns a family as a local team would tell it into cases, roles, objects and properties; the same resources at every start. */
import type { CastPerson, CastUnit } from '../families.js';
import { accessOf } from './access-seed.js';
import {
  type SeedOutsider,
  type SeedUnborn,
  type SeedWorker,
  seedCase,
  seedEnd,
  seedHousehold,
  seedKeptFrom,
  seedNumber,
  seedOutsider,
  seedPerson,
  seedProperties,
  seedStatus,
  seedTeam,
  seedWorker,
} from './case-seed.js';
import type { SeedAddress, SeedPerson } from './person-fields.js';
import type { Store, Zaak } from './store.js';

export interface SeedPart {
  readonly type: string;
  /** Behind the number of the family's case, e.g. `PLAN-1`. */
  readonly number: string;
  readonly since: string;
  readonly until?: string;
  readonly plannedUntil?: string;
  /** The day on which it was put into the system, where that is not its first day. */
  readonly registeredOn?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly persons?: readonly (SeedPerson | SeedUnborn)[];
  /** The team's own worker whom the part is about. */
  readonly worker?: SeedWorker;
  /** The professional outside the team whom the part is about. */
  readonly professional?: SeedOutsider;
  /** Whom LT-TOEGANG names, where those are not the persons in the part. */
  readonly about?: readonly (SeedPerson | SeedUnborn)[];
  /** What its owner decides from beside whom it is about, by the names of the properties of LT-TOEGANG. */
  readonly access?: Readonly<Record<string, string>>;
}

export interface SeedFamily {
  readonly reference: string;
  readonly unit: CastUnit;
  readonly since: string;
  /** Where its household lives; `null`: in no dwelling that the team knows. */
  readonly home: SeedAddress | null;
  /** The municipality's number of the household (huishouden); absent: one of this case's own. */
  readonly householdNumber?: string;
  /** Since when they live where they live, where the team recorded it: as a part of the case for each address. */
  readonly livingSince?: string;
  readonly persons: readonly (SeedPerson | SeedUnborn)[];
  /** Their address is secret: from everybody, or from these. */
  readonly shield?: 'EVERYBODY' | readonly CastPerson[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly workers?: readonly SeedWorker[];
  readonly outsiders?: readonly SeedOutsider[];
  readonly parts: readonly SeedPart[];
}

/** Years that a file is kept after its end. @see Jeugdwet art. 7.3.8 */
const retentionYears = 20;

/** As the catalogue lists the kinds of address. */
const kindsOfAddress: Readonly<Record<SeedAddress['type'], string>> = {
  DWELLING: 'woning',
  INSTITUTION: 'instelling',
  SHELTER: 'opvang',
  POSTAL: 'briefadres',
};

export function seedFamily(store: Store, family: SeedFamily): void {
  const type = 'LT-GEZIN';
  const { since, shield } = family;
  const main = seedCase(store, {
    type,
    identification: family.reference,
    since,
    main: null,
    ...(shield === 'EVERYBODY' ? { confidentiality: 'geheim' } : {}),
  });
  seedTeam(store, main, type, family.unit, since);
  for (const person of family.persons) seedPerson(store, main, type, person, since);
  for (const worker of family.workers ?? []) seedWorker(store, main, type, worker, since);
  for (const outsider of family.outsiders ?? []) seedOutsider(store, main, type, outsider, since);
  seedProperties(store, main, type, family.properties ?? {});
  const ownNumber = family.reference.replace(/\D/g, '').slice(0, 12);
  seedHousehold(store, main, family.householdNumber ?? ownNumber, family.home);
  const keptFrom = shield === 'EVERYBODY' ? [] : (shield ?? []);
  for (const person of keptFrom) seedKeptFrom(store, main, person);
  seedStatus(store, main, type, 0, since);
  for (const part of [...family.parts, ...staysOf(family)]) seedPart(store, main, family, part);
  for (const part of accessOf(family)) {
    const zaak = seedPart(store, main, family, part);
    if (part.isOfFamily) for (const person of keptFrom) seedKeptFrom(store, zaak, person);
  }
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
  seedCase(store, { type, identification, since, main: parent ?? null });
}

function seedPart(store: Store, main: Zaak, family: SeedFamily, part: SeedPart): Zaak {
  const { type, since, registeredOn = since } = part;
  const zaak = seedCase(store, {
    type,
    identification: `${family.reference}-${part.number}`,
    since,
    registeredOn,
    main,
    plannedUntil: part.plannedUntil ?? null,
    retainUntil: part.until === undefined ? null : yearsLater(part.until, retentionYears),
    confidentiality: main.vertrouwelijkheidaanduiding,
  });
  seedTeam(store, zaak, type, family.unit, registeredOn);
  if (part.worker) seedWorker(store, zaak, type, part.worker, registeredOn);
  if (part.professional) seedOutsider(store, zaak, type, part.professional, registeredOn);
  // Who somebody is stands in the family's case; a part needs the number alone, and a stay the address.
  const seedRole = type === 'LT-VERBLIJF' ? seedPerson : seedNumber;
  for (const person of part.persons ?? []) seedRole(store, zaak, type, person, registeredOn);
  seedProperties(store, zaak, type, part.properties ?? {});
  seedStatus(store, zaak, type, 0, registeredOn);
  if (part.until !== undefined) seedEnd(store, zaak, type, part.until);
  return zaak;
}

/** One stay for each address at which the persons live. */
function staysOf({ livingSince, since, persons }: SeedFamily): readonly SeedPart[] {
  if (livingSince === undefined) return [];
  const addresses = new Set(persons.flatMap(({ livesAt }) => livesAt ?? []));
  return [...addresses].map((address, index) => ({
    type: 'LT-VERBLIJF',
    number: `VERBLIJF-${index + 1}`,
    since: livingSince,
    registeredOn: livingSince > since ? livingSince : since,
    properties: { soort_adres: kindsOfAddress[address.type] },
    persons: persons.filter(({ livesAt }) => livesAt === address),
  }));
}

function yearsLater(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}
