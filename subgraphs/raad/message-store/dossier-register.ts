/**
 * What the Raad's own system told of its cases beside the messages: one dossier message for a case, of which
 * the last sent stands (ADR 0029). It is kept in the same log as the messages, and goes with the case.
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
  apply(message: DossierMessage, position: number): void;
  /** Forgets a case, and says which positions in the log were about it. */
  remove(reference: string): readonly number[];
  of(reference: string): DossierMessage | null;
}

export function createDossierRegister(): DossierRegister {
  const positions = new Map<string, number[]>();
  const standing = new Map<string, DossierMessage>();
  const isOlder = ({ reference, sentAt }: DossierMessage): boolean => {
    const present = standing.get(reference);
    return present !== undefined && Date.parse(sentAt) < Date.parse(present.sentAt);
  };
  return {
    isOlder,
    has(message) {
      return JSON.stringify(standing.get(message.reference)) === JSON.stringify(message);
    },
    apply(message, position) {
      const { reference } = message;
      positions.set(reference, [...(positions.get(reference) ?? []), position]);
      if (!isOlder(message)) standing.set(reference, message);
    },
    remove(reference) {
      const gone = positions.get(reference) ?? [];
      positions.delete(reference);
      standing.delete(reference);
      return gone;
    },
    of: (reference) => standing.get(reference) ?? null,
  };
}
