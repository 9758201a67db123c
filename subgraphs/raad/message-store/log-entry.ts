/** What stands in the log of the message store. */
import { z } from 'zod';
import { keptDecisionSchema } from './access-register.js';
import { keptDossierSchema } from './dossier-register.js';

const entrySchema = z.union([
  /** A message as it was received. */
  z.strictObject({ direction: z.enum(['inbound', 'outbound']), message: z.string() }),
  /** A case that was removed: all that is left of it, for who has to account for the removal. */
  z.strictObject({
    removed: z.strictObject({ reference: z.string(), decision: z.string(), at: z.string() }),
  }),
  /** Who may see a case, or may not. */
  keptDecisionSchema,
  /** What the Raad's own system told of a case. */
  keptDossierSchema,
  /** The place of a message of a removed case: a fingerprint of its sender and number, so that it is not taken in again. */
  z.strictObject({ erased: z.string() }),
]);

export type LogEntry = z.infer<typeof entrySchema>;

export function toLogBytes(entry: LogEntry): Buffer {
  return Buffer.from(JSON.stringify(entry));
}

/** @throws Error where the bytes are no entry of this store; it quotes nothing of them. */
export function parseLogEntry(bytes: Buffer): LogEntry {
  const parsed = entrySchema.safeParse(JSON.parse(bytes.toString('utf8')));
  if (!parsed.success) throw new Error('expected an entry of a message log');
  return parsed.data;
}
