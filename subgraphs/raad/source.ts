/** The port to the Raad's own records: what its subgraph may ask, and what it gets. No protocol, no GraphQL. */
import type { OrganisationSource } from '../../adapter-kit/organisation-source.js';

/** How far an investigation is, by the last notification (StUF Jeugdzorg 1.0.9). */
export type RaadStatus = 'INTAKE_COMPLETED' | 'INVESTIGATION_COMPLETED' | 'CASE_COMPLETED';

/** What came of an investigation (StUF Jeugdzorg 1.0.9). */
export type RaadResult = 'REQUEST_DECLINED' | 'NO_PETITION' | 'MEASURE_IMPOSED' | 'NO_MEASURE_IMPOSED';

/** Somebody a record is about: by pseudonym, or by the source's own key where there is no number. */
export interface RaadSubject {
  readonly pseudonym: string | null;
  readonly localKey: string;
}

/** A person of the case as the Raad's messages name them. Reporters, informants and professionals are never among them. */
export interface RaadPerson extends RaadSubject {
  readonly name: string | null;
  /** `YYYY-MM-DD`, or `null` where unknown or incomplete. */
  readonly birthDate: string | null;
}

/** What the juvenile court decided. Days are `YYYY-MM-DD`. */
export interface RaadDecision {
  readonly decidedOn: string;
  readonly explanation: string | null;
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
}

/**
 * One investigation, with what came of it and what the court decided: three records under one number, each with rules of its own.
 * What may not be read is `null` in it. Where it ended differently for some children of a case, one for each ending.
 */
export interface RaadInvestigation {
  /** The Raad's own number of the record, unique within the Raad. */
  readonly recordNumber: string;
  readonly kind: 'PROTECTION' | 'AUTHORITY_AND_CONTACT' | null;
  readonly requestedOn: string | null;
  readonly requestedBy: string | null;
  readonly intakeCompletedOn: string | null;
  readonly startedOn: string | null;
  readonly endedOn: string | null;
  readonly status: RaadStatus | null;
  readonly result: RaadResult | null;
  readonly decision: RaadDecision | null;
  readonly concerns: readonly RaadSubject[];
  /** When the last message about it was sent (RFC 3339), or `null` where none tells the time. */
  readonly recordedAt: string | null;
  /** When the last message with its result, and with its decision, was sent. */
  readonly resultRecordedAt: string | null;
  readonly decisionRecordedAt: string | null;
  /** The messages carry no term, so `null`; the port has it for a source that does. */
  readonly retainUntil: string | null;
  /** What the Raad's own file tells beside the messages. Null or absent: nothing was handed in, so nothing of it is kept. */
  readonly dossier?: RaadDossier | null;
}

/**
 * From the Raad's own file, of one investigation. Days are days of the Netherlands; an `id` is unique in its
 * list.
 */
export interface RaadDossier {
  /** When the Raad's system sent it (RFC 3339). */
  readonly recordedAt: string;
  readonly work: readonly RaadWork[];
  readonly contacts: readonly RaadContact[];
  readonly handovers: readonly RaadHandover[];
  readonly sightings: readonly RaadSighting[];
  /**
   * Units (as references begin) and other parties that the file names, as a whole list of one day; `null`:
   * not told.
   */
  readonly knows: { readonly asOf: string; readonly parties: readonly string[] } | null;
}

/** A period in which somebody of the Raad worked on the investigation. */
export interface RaadWork {
  readonly id: string;
  /** Opaque. */
  readonly worker: string;
  readonly name: string | null;
  readonly role: string;
  /** Whether the case is this worker's own; `null`: not told. */
  readonly carriesCase: boolean | null;
  readonly since: string;
  readonly until: string | null;
}

/** A conversation with the family, in which it told its story (`INTAKE`) or that was the first. */
export interface RaadContact {
  readonly id: string;
  readonly kind: 'INTAKE' | 'FIRST_CONTACT';
  readonly on: string;
  readonly worker: string | null;
}

/** That the Raad asked another organisation to take over. */
export interface RaadHandover {
  readonly id: string;
  readonly toOrganisation: 'VEILIG_THUIS' | 'GI' | 'LOCAL_TEAM';
  readonly toUnit: string | null;
  readonly askedOn: string;
  readonly reason: string;
  /** `[]`: the whole family. */
  readonly concerns: readonly RaadSubject[];
}

/** That somebody of the Raad saw or spoke with a person of the case. */
export interface RaadSighting {
  readonly id: string;
  readonly person: RaadSubject;
  readonly on: string;
  readonly how: 'SEEN' | 'SPOKEN_ALONE' | 'PHONED';
}

/** What the Raad has under one reference, e.g. `RVDK/2025-7781`. */
export interface RaadFile {
  readonly unitName: string;
  readonly persons: readonly RaadPerson[];
  readonly investigations: readonly RaadInvestigation[];
}

/** The Raad's case files by reference, what is decided from before they are opened, and its feed. */
export interface RaadSource extends OrganisationSource<RaadFile> {
  readonly loadAttributes: NonNullable<OrganisationSource<RaadFile>['loadAttributes']>;
  /** The kind of system behind the port, for `source.system`. */
  readonly system: string;
}
