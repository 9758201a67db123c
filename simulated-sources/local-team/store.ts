/**
 * What the simulated municipality registered: cases with their roles, objects, properties, statuses and results. In memory,
 * with every later registration in a journal, so that what was acknowledged is there again after a restart.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type CaseType, caseTypes, type PropertyType, type RoleType, type StatusType } from './catalogue.js';

export interface Zaak {
  readonly uuid: string;
  readonly identificatie: string;
  readonly bronorganisatie: string;
  readonly omschrijving: string;
  readonly toelichting: string;
  /** UUID of its case type. */
  readonly zaaktype: string;
  readonly registratiedatum: string;
  readonly verantwoordelijkeOrganisatie: string;
  readonly startdatum: string;
  readonly einddatum: string | null;
  readonly einddatumGepland: string | null;
  readonly uiterlijkeEinddatumAfdoening: string | null;
  readonly vertrouwelijkheidaanduiding: string;
  /** UUID of the case that it is a part of. */
  readonly hoofdzaak: string | null;
  readonly archiefnominatie: string | null;
  readonly archiefactiedatum: string | null;
  readonly laatstGemuteerd: string;
}

export interface Rol {
  readonly uuid: string;
  readonly zaak: string;
  readonly betrokkeneType: string;
  readonly betrokkene: string;
  readonly afwijkendeNaamBetrokkene: string;
  readonly roltype: string;
  readonly roltoelichting: string;
  readonly registratiedatum: string;
  readonly contactpersoonRol: Readonly<Record<string, unknown>> | null;
  readonly beginGeldigheid: string | null;
  readonly eindeGeldigheid: string | null;
  readonly betrokkeneIdentificatie: Readonly<Record<string, unknown>>;
}

export interface ZaakObject {
  readonly uuid: string;
  readonly zaak: string;
  readonly objectType: string;
  readonly relatieomschrijving: string;
  readonly objectIdentificatie: Readonly<Record<string, unknown>>;
}

export interface ZaakEigenschap {
  readonly uuid: string;
  readonly zaak: string;
  readonly eigenschap: string;
  readonly waarde: string;
}

export interface Status {
  readonly uuid: string;
  readonly zaak: string;
  readonly statustype: string;
  readonly datumStatusGezet: string;
  readonly statustoelichting: string;
}

export interface Resultaat {
  readonly uuid: string;
  readonly zaak: string;
  readonly resultaattype: string;
  readonly toelichting: string;
}

interface Kinds {
  readonly zaak: Zaak;
  readonly rol: Rol;
  readonly zaakobject: ZaakObject;
  readonly zaakeigenschap: ZaakEigenschap;
  readonly status: Status;
  readonly resultaat: Resultaat;
}

type Kind = keyof Kinds;
type Belonging = Exclude<Kind, 'zaak'>;

export class Store {
  readonly #journal: string;
  readonly #zaken = new Map<string, Zaak>();
  readonly #parts = new Map<string, string[]>();
  readonly #belongings: { readonly [K in Belonging]: Table<Kinds[K]> } = {
    rol: new Table(),
    zaakobject: new Table(),
    zaakeigenschap: new Table(),
    status: new Table(),
    resultaat: new Table(),
  };

  /** `journal`: the file that keeps what is registered while running. */
  constructor(journal: string) {
    this.#journal = journal;
  }

  /** Registers again what an earlier run acknowledged; a last line that was cut off was never acknowledged. */
  replay(): void {
    if (!existsSync(this.#journal)) return;
    for (const line of readFileSync(this.#journal, 'utf8').split('\n')) {
      if (!line.endsWith('}')) continue;
      // The journal is this class's own writing.
      const entry = JSON.parse(line) as { readonly kind: Kind; readonly record: never };
      this.seed(entry.kind, entry.record);
    }
  }

  /** Registers for good, before it is acknowledged. */
  register<K extends Kind>(kind: K, record: Kinds[K]): void {
    appendFileSync(this.#journal, `${JSON.stringify({ kind, record })}\n`);
    this.seed(kind, record);
  }

  /** Registers without the journal: for what every start brings anew. */
  seed<K extends Kind>(kind: K, record: Kinds[K]): void {
    if (kind === 'zaak') {
      // The kind says which record it is; TypeScript does not follow that.
      this.#addZaak(record as Zaak);
      return;
    }
    // As above.
    const table = this.#belongings[kind as Belonging] as Table<Kinds[Belonging]>;
    table.add(record as Kinds[Belonging]);
    if (kind === 'status') this.#close(record as Status);
  }

  zaken(): readonly Zaak[] {
    return [...this.#zaken.values()];
  }

  zaak(uuid: string): Zaak | undefined {
    return this.#zaken.get(uuid);
  }

  partsOf(uuid: string): readonly Zaak[] {
    return (this.#parts.get(uuid) ?? []).flatMap((part) => this.#zaken.get(part) ?? []);
  }

  /** The family's own case: the case itself, or the one that it is a part of. */
  mainOf(zaak: Zaak): Zaak {
    return (zaak.hoofdzaak === null ? undefined : this.#zaken.get(zaak.hoofdzaak)) ?? zaak;
  }

  all<K extends Belonging>(kind: K): readonly Kinds[K][] {
    return this.#belongings[kind].all();
  }

  of<K extends Belonging>(kind: K, zaak: string): readonly Kinds[K][] {
    return this.#belongings[kind].of(zaak);
  }

  get<K extends Belonging>(kind: K, uuid: string): Kinds[K] | undefined {
    return this.#belongings[kind].get(uuid);
  }

  #addZaak(zaak: Zaak): void {
    this.#zaken.set(zaak.uuid, zaak);
    if (zaak.hoofdzaak === null) return;
    const parts = this.#parts.get(zaak.hoofdzaak);
    if (parts) parts.push(zaak.uuid);
    else this.#parts.set(zaak.hoofdzaak, [zaak.uuid]);
  }

  // A case ends on the day of its final status (einddatum is read-only in the standard).
  #close(status: Status): void {
    const zaak = this.#zaken.get(status.zaak);
    if (!zaak || !statusTypes.get(status.statustype)?.isFinal) return;
    this.#zaken.set(zaak.uuid, {
      ...zaak,
      einddatum: status.datumStatusGezet.slice(0, 10),
      laatstGemuteerd: status.datumStatusGezet,
    });
  }
}

export const caseTypesByUuid: ReadonlyMap<string, CaseType> = new Map(
  caseTypes.map((type) => [type.uuid, type]),
);
export const roleTypes: ReadonlyMap<string, RoleType> = new Map(
  caseTypes.flatMap((type) => type.roles.map((role) => [role.uuid, role] as const)),
);
export const propertyTypes: ReadonlyMap<string, PropertyType> = new Map(
  caseTypes.flatMap((type) => type.properties.map((property) => [property.uuid, property] as const)),
);
export const statusTypes: ReadonlyMap<string, StatusType> = new Map(
  caseTypes.flatMap((type) => type.statuses.map((status) => [status.uuid, status] as const)),
);

class Table<R extends { readonly uuid: string; readonly zaak: string }> {
  readonly #records = new Map<string, R>();
  readonly #byZaak = new Map<string, R[]>();

  /** A record that is there already is corrected, in its own place: it stays with its case. */
  add(record: R): void {
    const isNew = !this.#records.has(record.uuid);
    this.#records.set(record.uuid, record);
    const list = this.#byZaak.get(record.zaak) ?? [];
    if (isNew) list.push(record);
    else
      list.splice(
        list.findIndex(({ uuid }) => uuid === record.uuid),
        1,
        record,
      );
    this.#byZaak.set(record.zaak, list);
  }

  all(): readonly R[] {
    return [...this.#records.values()];
  }

  of(zaak: string): readonly R[] {
    return this.#byZaak.get(zaak) ?? [];
  }

  get(uuid: string): R | undefined {
    return this.#records.get(uuid);
  }
}
