/** What the simulated organisations have in common. Each is a process of its own that speaks its real protocol. */

export interface SimulatedSourceOptions {
  /** The loopback port; 0 takes a free one. */
  readonly port: number;
  /** A folder of its own for what must survive a restart. */
  readonly dataFolder: string;
}

export interface RunningSource {
  readonly url: string;
  /** The environment variables by which an adapter finds this source and is let in. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export type StartSimulatedSource = (options: SimulatedSourceOptions) => Promise<RunningSource>;
