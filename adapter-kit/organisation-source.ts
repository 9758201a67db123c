/**
 * What every organisation's port and module have in common, so that the folders are alike: read one and you know them all.
 */
import type { z } from 'zod';
import type { DecisionPoint } from './access/decision-point.js';
import type { OwnerControls } from './access/owner-controls.js';
import type { RecordAttributes } from './access/record-attributes.js';
import type { RecordDecisions } from './access/request-access.js';
import type { VerifyingKeys } from './access/signed-context.js';
import type { CircuitState } from './circuit.js';
import type { Pseudonymiser } from './pseudonym.js';
import type { BatchedRead } from './reference-loader.js';
import type { ResilienceSettings } from './resilience.js';
import type { RosterFeed } from './roster.js';
import type { Subgraph } from './subgraph.js';

/** The least that an organisation's port offers: its case files by reference, and its feed. */
export interface OrganisationSource<File> {
  /** Reads the case files of many references; the number of outward calls does not grow with them. */
  readonly loadFiles: BatchedRead<File>;
  /**
   * What the owner decides from, of every record of many cases, and nothing of their content. Asks the source also where there
   * is no reference at all, so that nobody can tell from time or failure whether it knows somebody.
   */
  readonly loadAttributes?: BatchedRead<readonly RecordAttributes[]>;
  readonly roster: RosterFeed;
  /** How the circuit to the system behind it stands; of several systems the worst. */
  readonly circuit?: () => CircuitState;
  close(): Promise<void>;
}

/** One setting of a source, read from the environment. */
export interface SourceSetting {
  readonly schema: z.ZodType<string>;
  /** For people: what it is and in which form. */
  readonly description: string;
  readonly optional?: boolean;
}

export interface OutwardCallNotice {
  readonly organisation: string;
  readonly method: string;
  readonly path: string;
}

/** What the composition root hands to an organisation's module. */
export interface SubgraphTools {
  readonly pseudonymiser: Pseudonymiser;
  readonly keyTokenSecret: string;
  /** By whose signature the subgraph knows who asks; absent: there are no access rules, for tests and benchmarks alone. */
  readonly contextKeys?: VerifyingKeys;
  /** Keeps the owner's decisions, durable before anything is read. */
  readonly recordDecisions?: RecordDecisions;
  /** Public keys by which a register in another process reads feeds, and nothing else. */
  readonly feedKeys?: VerifyingKeys;
  /** What the owner of a subgraph has in its own hand, by the subgraph's name. */
  readonly controlsOf?: (name: string) => OwnerControls | undefined;
  /** What decides in the place of the rules in this process, by the subgraph's name; given those rules, which bound it. */
  readonly decisionPointOf?: (name: string, rules: DecisionPoint) => DecisionPoint;
  readonly now: () => Date;
  /** The clock of signed contexts, where it is not the calendar of the records: tokens are of this minute, whatever day the cast lives on. */
  readonly tokenClock?: () => Date;
  /** How long one outward call may take. */
  readonly sourceTimeoutMs: number;
  /** What differs from the defaults in how sources are asked again, left alone and queued for. */
  readonly resilience?: Partial<ResilienceSettings>;
  /** Told of every outward call, e.g. to count them. */
  readonly onCall?: (call: OutwardCallNotice) => void;
  /** Told of an error that is a defect of ours. */
  readonly onDefect?: (error: unknown) => void;
}

/** An organisation's subgraph, ready to be created where the composition root decides. */
export interface OrganisationModule {
  /** The name in the supergraph, e.g. `veilig-thuis`. */
  readonly name: string;
  /** The organisation as the graph spells it, e.g. `VEILIG_THUIS`. */
  readonly organisation: string;
  /** The key field of its entities, e.g. `veiligThuisKey`. */
  readonly keyField: string;
  /** Environment variables that tell where its source is. All that are not optional are given, or none is. */
  readonly settings: Readonly<Record<string, SourceSetting>>;
  create(settings: Readonly<Record<string, string>>, tools: SubgraphTools): Subgraph;
}
