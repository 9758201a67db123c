/** The settings of the owners' own controls, from environment variables: the same for an owner in the gateway's process and elsewhere. */
import { join } from 'node:path';
import { z } from 'zod';
import { describeIssues, wholeNumber } from '../agreed-settings.js';
import { ConfigurationError, type Environment, withoutEmpty } from '../source-settings.js';
import { createOwnerSwitch, type OwnerSwitch } from './owner-switch.js';
import {
  createReadBudget,
  defaultReadBudget,
  type ReadBudget,
  type ReadBudgetSettings,
} from './read-budget.js';

export interface OwnerSettings {
  /** Where each owner's switch stands, as `<subgraph>.json`; `null`: there is no switch. */
  readonly switchFolder: string | null;
  /** `null`: switched off, in so many words. */
  readonly readBudget: ReadBudgetSettings | null;
}

const ownerSchema = z.object({
  OWNER_SWITCH_FOLDER: z.string().min(1).optional(),
  READ_BUDGET: z.enum(['on', 'off'], 'expected on or off').default('on'),
  READ_BUDGET_WINDOW_SECONDS: wholeNumber(60, 604_800).default(defaultReadBudget.windowSeconds),
  READ_BUDGET_PER_SUBJECT: wholeNumber(1, 10_000_000).default(defaultReadBudget.perSubject),
  READ_BUDGET_PER_ORGANISATION: wholeNumber(1, 10_000_000).default(defaultReadBudget.perOrganisation),
});

/** @throws ConfigurationError naming every variable that is wrong, and what was expected. */
export function readOwnerSettings(environment: Environment): OwnerSettings {
  const parsed = ownerSchema.safeParse(withoutEmpty(environment));
  if (!parsed.success) throw new ConfigurationError(describeIssues(parsed.error));
  const { data } = parsed;
  return {
    switchFolder: data.OWNER_SWITCH_FOLDER ?? null,
    readBudget:
      data.READ_BUDGET === 'off'
        ? null
        : {
            windowSeconds: data.READ_BUDGET_WINDOW_SECONDS,
            perSubject: data.READ_BUDGET_PER_SUBJECT,
            perOrganisation: data.READ_BUDGET_PER_ORGANISATION,
          },
  };
}

export interface OwnerControlTools {
  readonly settings: OwnerSettings;
  /** The machine's clock: a stretch of time is one of real time, whatever day the records live on. */
  readonly now: () => Date;
  readonly report: (problem: string) => void;
}

/** The switch and the budget of one owner. */
export function createOwnerControls(
  { name, organisation }: { readonly name: string; readonly organisation: string },
  { settings, now, report }: OwnerControlTools,
): { readonly ownerSwitch?: OwnerSwitch; readonly readBudget?: ReadBudget } {
  const { switchFolder, readBudget } = settings;
  return {
    ...(switchFolder === null
      ? {}
      : {
          ownerSwitch: createOwnerSwitch({
            file: join(switchFolder, `${name}.json`),
            organisation,
            report,
          }),
        }),
    ...(readBudget === null ? {} : { readBudget: createReadBudget(readBudget, now) }),
  };
}
