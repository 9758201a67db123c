/** The plans of an opened case that are shown in a household. */
import type { OpenedCase } from '../../adapter-kit/access/open-cases.js';
import type { KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import type { GiContext } from './opened-cases.js';
import { isPlanOpen } from './record-parts.js';
import type { GiFile, PlanRecord } from './source.js';
import { type Filed, isShownAt, toPlan } from './to-graph.js';

export interface ShownPlan {
  readonly plan: PlanRecord;
  readonly filed: Filed;
  /** The children of the plan. */
  readonly memberIds: readonly string[];
  readonly source: object;
  /** Whether all of the plan is open, and not the part about help alone. */
  readonly isWhole: boolean;
}

export function shownPlans(
  { reference, record, isOpen }: OpenedCase<GiFile>,
  { key }: KeyedEntity,
  context: GiContext,
): readonly ShownPlan[] {
  const filed = { unit: record.unit, reference };
  return record.plans
    .filter(
      ({ number, children }) =>
        isPlanOpen({ isOpen }, number) && children.some((child) => isShownAt(key, child, reference)),
    )
    .flatMap((plan) => {
      const shown = toPlan(plan, filed, key, context);
      if (!shown) return [];
      const { memberIds, source } = shown;
      return [{ plan, filed, memberIds, source, isWhole: isOpen('gi-plan', plan.number) }];
    });
}
