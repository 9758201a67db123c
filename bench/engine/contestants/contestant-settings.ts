/** What a contestant is told when it starts, and what it gives. */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { sourceNames } from '../supergraph.js';

/** The contestants that the benchmark starts from its own code; the gateway is a program of the product. */
export const contestantKinds = [
  'aggregator',
  'aggregator-loop',
  'engine-loop',
  'household-gateway',
  'stock',
  'hive',
] as const;

export const settingsSchema = z.object({
  kind: z.enum(contestantKinds),
  urls: z.record(z.enum(sourceNames), z.string()),
  supergraphSdl: z.string(),
  /** Connections to each source, at most. */
  connections: z.number(),
  /** Longest wait for a source. */
  timeoutMs: z.number(),
  /** Folder whose `node_modules` has Hive Gateway. */
  hiveFolder: z.string().nullable(),
  /** `null`: no access rules stand. */
  guard: z
    .object({
      /** Whose tokens are taken (`ACCESS_ISSUERS`). */
      issuers: z.string(),
      /** Where records of reads are kept. */
      logFolder: z.string(),
      /** Whether owners decide in this process, as embedded subgraphs do, or behind the line, where it costs this process nothing. */
      owners: z.enum(['HERE', 'ELSEWHERE']),
    })
    .nullable(),
});
export type ContestantSettings = z.infer<typeof settingsSchema>;

/** From the text of a request's body to the text of the answer. */
export type AnswerHttp = (body: string, headers: IncomingHttpHeaders) => Promise<string>;
