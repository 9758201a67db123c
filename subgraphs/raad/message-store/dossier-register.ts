/**
 * What the Raad's own system told of its cases beside the messages: one dossier message for a case, of which
 * the last sent stands (ADR 0029). It is kept in the same log as the messages, and goes with the case, or when
 * another takes its place.
 */
import { z } from 'zod';
import { type DossierMessage, dossierMessageSchema } from '../adapters/dossier-contract.js';

/** As the log keeps it, with the moment. */
export const keptDossierSchema = z.strictObject({ dossier: dossierMessageSchema, at: z.string() });

export interface DossierRegister {
  /** Whether another one that was sent later stands already. */
  isOlder(message: DossierMessage): boolean;
  /** Whether this very message stands already. */
  has(message: DossierMessage): boolean;
  /** Takes a message of the log in, and says which position has one that stands no more; `null`: none. */
  apply(message: DossierMessage, position: number): number | null;
  /** Forgets a case, and says which position in the log is about it; `null`: none. */
  remove(reference: string): number | null;
  of(reference: string): DossierMessage | null;
}

export function createDossierRegister(): DossierRegister {
  const standing = new Map<string, { readonly message: DossierMessage; readonly position: number }>();
  const isOlder = ({ reference, sentAt }: DossierMessage): boolean => {
    const present = standing.get(reference);
    return present !== undefined && Date.parse(sentAt) < Date.parse(present.message.sentAt);
  };
  return {
    isOlder,
    has(message) {
      return JSON.stringify(standing.get(message.reference)?.message) === JSON.stringify(message);
    },
    apply(message, position) {
      if (isOlder(message)) return position;
      const { reference } = message;
      const replaced = standing.get(reference)?.position ?? null;
      standing.set(reference, { message, position });
      return replaced;
    },
    remove(reference) {
      const gone = standing.get(reference)?.position ?? null;
      standing.delete(reference);
      return gone;
    },
    of: (reference) => standing.get(reference)?.message ?? null,
  };
}
