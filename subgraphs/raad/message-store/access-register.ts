/**
 * What the Raad itself decided on who may see a case: a release, a consent of the person concerned, a shield. The messages have no
 * place for it; it is kept in the same log, and goes with the case.
 */
import { z } from 'zod';

/** Who is kept from a case that is shielded from everybody outside it. */
export const everybody = 'EVERYBODY';

const common = {
  reference: z.string().min(1).max(100),
  /** Takes an earlier one of the same words back. */
  isWithdrawn: z.boolean().default(false),
  /** By what decision, e.g. a number; never a name. */
  decision: z.string().trim().min(1).max(100),
};

/** What is handed in about one case. */
export const accessDecisionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    /** A professional of the Raad releases a kind of record to somebody who asked for it. */
    kind: z.literal('RELEASE'),
    recordType: z.enum(['raad-report']),
    /** The asker's own case reference, function, or kind of organisation. */
    to: z.string().min(1).max(100),
    ...common,
  }),
  z.strictObject({
    /** The person concerned consents that a kind of record is shown. */
    kind: z.literal('CONSENT'),
    recordType: z.enum(['involvement', 'raad-report']),
    to: z.string().min(1).max(100),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('SHIELD'),
    /** `EVERYBODY`, or the key of a person within the case (`localKey`). */
    from: z.string().min(1).max(100),
    ...common,
  }),
]);
export type AccessDecision = z.infer<typeof accessDecisionSchema>;

/** As the log keeps it, with the moment. */
export const keptDecisionSchema = z.strictObject({ access: accessDecisionSchema, at: z.string() });

/** What stands for one case now. */
export interface CaseAccess {
  readonly releases: readonly { readonly recordType: string; readonly to: string }[];
  readonly consents: readonly { readonly recordType: string; readonly to: string }[];
  /** Keys of persons within the case, or `EVERYBODY`. */
  readonly shieldedFrom: readonly string[];
}

export interface AccessRegister {
  apply(decision: AccessDecision, position: number): void;
  /** Forgets a case, and says which positions in the log were about it. */
  remove(reference: string): readonly number[];
  of(reference: string): CaseAccess;
}

export function createAccessRegister(): AccessRegister {
  const positions = new Map<string, number[]>();
  const standing = new Map<string, Map<string, AccessDecision>>();
  return {
    apply(decision, position) {
      const { reference } = decision;
      positions.set(reference, [...(positions.get(reference) ?? []), position]);
      const present = standing.get(reference) ?? new Map<string, AccessDecision>();
      if (decision.isWithdrawn) present.delete(wordsOf(decision));
      else present.set(wordsOf(decision), decision);
      standing.set(reference, present);
    },
    remove(reference) {
      const gone = positions.get(reference) ?? [];
      positions.delete(reference);
      standing.delete(reference);
      return gone;
    },
    of(reference) {
      const decisions = [...(standing.get(reference)?.values() ?? [])];
      return {
        releases: decisions.flatMap((one) =>
          one.kind === 'RELEASE' ? [{ recordType: one.recordType, to: one.to }] : [],
        ),
        consents: decisions.flatMap((one) =>
          one.kind === 'CONSENT' ? [{ recordType: one.recordType, to: one.to }] : [],
        ),
        shieldedFrom: decisions.flatMap((one) => (one.kind === 'SHIELD' ? [one.from] : [])),
      };
    },
  };
}

function wordsOf(decision: AccessDecision): string {
  return decision.kind === 'SHIELD'
    ? JSON.stringify([decision.kind, decision.from])
    : JSON.stringify([decision.kind, decision.recordType, decision.to]);
}
