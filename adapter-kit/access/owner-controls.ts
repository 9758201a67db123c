/**
 * What an owner has in its own hand, beside its rules, while one request is answered: its off-switch and its read budget. Both are
 * looked at before anything of a record is read, attributes included, and what they refuse is kept in the owner's decision log.
 */
import type { OutcomeReason } from '../source-outcomes.js';
import type { Explanation } from './decision-point.js';
import type { OwnerSwitch, SwitchState } from './owner-switch.js';
import type { ReadBudget } from './read-budget.js';
import type { RecordType } from './record-attributes.js';
import { type AccessContext, isGlassBroken } from './subject.js';
import { WithheldError, type WithholdingReason } from './withheld.js';

export interface OwnerControls {
  /** Absent: this owner has none. */
  readonly ownerSwitch?: OwnerSwitch | undefined;
  /** Absent: reads are not counted. */
  readonly readBudget?: ReadBudget | undefined;
  /** Whether decisions can still be kept; absent: nobody knows before one is made. */
  readonly canRecord?: (() => boolean) | undefined;
}

/** A request's view of them. */
export interface RequestControls {
  /** Why this viewer is given nothing of this kind at this moment; `null`: the owner has not stopped. */
  stopOfType(recordType: RecordType): Explanation | null;
  /** The refusal where the owner has stopped serving this kind (`null`: anything at all) to this viewer; `null`: it has not. */
  stopped(recordType: RecordType | null): WithheldError | null;
  /** Counts one read. The refusal where it does not fit any more; `null`: it does. */
  spend(): WithheldError | null;
  /** Whether the switch stands otherwise than when the request began: then what was found is not given. */
  isOutdated(): boolean;
}

export interface RequestControlsOptions {
  readonly controls: OwnerControls | undefined;
  /** As the graph spells it. */
  readonly organisation: string;
  readonly access: AccessContext;
  /** The calendar by which a broken glass is judged. */
  readonly now: Date;
}

export const budgetRule = 'owner-read-budget';

export function openRequestControls(options: RequestControlsOptions): RequestControls {
  const { controls = {}, organisation, access, now } = options;
  const { ownerSwitch, readBudget } = controls;
  const { subject } = access;
  const begun: SwitchState | null = ownerSwitch?.read() ?? null;
  const refusal = (
    reason: WithholdingReason,
    about: {
      readonly explanation: Explanation;
      readonly recordType?: RecordType;
      readonly availableFrom?: Date;
    },
  ): WithheldError => new WithheldError({ organisation, recordType: 'involvement', reason, ...about });
  return {
    stopOfType: (recordType) => begun?.stopOfType(subject, recordType) ?? null,
    stopped(recordType) {
      const explanation =
        (recordType === null ? begun?.stopOf(subject) : begun?.stopOfType(subject, recordType)) ?? null;
      return (
        explanation && refusal('STOPPED_BY_OWNER', { explanation, ...(recordType ? { recordType } : {}) })
      );
    },
    spend() {
      const availableFrom =
        readBudget?.spend({ ...subject, isGlassBroken: isGlassBroken(access, now) }) ?? null;
      if (!availableFrom) return null;
      const explanation = budgetWords(organisation, availableFrom);
      return refusal('READ_BUDGET_SPENT', { explanation, availableFrom });
    },
    isOutdated: () => begun !== null && ownerSwitch?.read() !== begun,
  };
}

/** Whether an outcome's reason is one of an owner who gives nothing now, and may later. */
export function isWithholding(reason: OutcomeReason | null): reason is WithholdingReason {
  return reason === 'STOPPED_BY_OWNER' || reason === 'READ_BUDGET_SPENT';
}

function budgetWords(organisation: string, from: Date): Explanation {
  const instant = from.toISOString();
  return {
    rule: budgetRule,
    law: 'AVG art. 5 lid 1 onder c',
    nl: `U of uw organisatie heeft hier in korte tijd meer gelezen dan is toegestaan. Dit kan weer vanaf ${instant}.`,
    en: `You or your organisation have read more here in a short time than is allowed. It is possible again from ${instant}.`,
    ask: organisation,
  };
}
