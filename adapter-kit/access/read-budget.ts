/**
 * How much one asker, and one asking organisation, reads of an owner in a stretch of time: a guard against a programme, or a person,
 * that goes through one household after another. Counted before anything is read, so that questions at one time cannot pass together.
 *
 * Invariant: in no stretch of `windowSeconds` are more than the limit admitted. What is refused does not count.
 */

export interface ReadBudgetSettings {
  readonly windowSeconds: number;
  /** Reads by one subject in that time. */
  readonly perSubject: number;
  /** Reads by all subjects of one organisation in that time. */
  readonly perOrganisation: number;
}

/** By our own choice, to be set by each owner: no article and no measurement stands behind these figures. */
export const defaultReadBudget: ReadBudgetSettings = {
  windowSeconds: 3_600,
  perSubject: 600,
  perOrganisation: 20_000,
};

export interface BudgetAsker {
  readonly issuer: string;
  readonly id: string;
  /** OIN; `null` for a family member, who is of no organisation. */
  readonly organisation: string | null;
  /**
   * Reads in an emergency have a budget of their own, as large: they do not wait for what was read in the ordinary way, and are not
   * without end either.
   */
  readonly isGlassBroken: boolean;
}

export interface ReadBudget {
  /** Counts one read. `null`: it is admitted; else the instant from which it would be. */
  spend(asker: BudgetAsker): Date | null;
}

/** The window in parts; a read leaves it when its whole part has, so one part late and never early. */
const parts = 60;

interface Spent {
  /** Reads by part; the part `n` since 1970 stands at `n % slots`. */
  readonly counts: Uint32Array;
  /** The last part that was counted in. */
  last: number;
  sum: number;
}

const slots = parts + 1;

export function createReadBudget(settings: ReadBudgetSettings, now: () => Date): ReadBudget {
  const partMs = (settings.windowSeconds * 1_000) / parts;
  const spent = new Map<string, Spent>();
  let latest = 0;
  let sweptAt = 0;

  // A clock that goes back gives nothing back.
  const partNow = (): number => {
    latest = Math.max(latest, Math.floor(now().getTime() / partMs));
    return latest;
  };

  const upTo = (key: string, part: number): Spent => {
    const known = spent.get(key) ?? { counts: new Uint32Array(slots), last: part, sum: 0 };
    spent.set(key, known);
    const gone = Math.min(part - known.last, slots);
    for (let step = 1; step <= gone; step += 1) {
      const slot = (known.last + step) % slots;
      known.sum -= known.counts[slot] ?? 0;
      known.counts[slot] = 0;
    }
    known.last = part;
    return known;
  };

  /** When the oldest part that holds anything leaves the window. */
  const freeFrom = ({ counts, last }: Spent): Date => {
    for (let part = last - parts; part <= last; part += 1) {
      if ((counts[part % slots] ?? 0) > 0) return new Date((part + slots) * partMs);
    }
    return new Date((last + slots) * partMs);
  };

  const sweep = (part: number): void => {
    if (part - sweptAt < parts) return;
    sweptAt = part;
    for (const [key, { last }] of spent) if (part - last > parts) spent.delete(key);
  };

  return {
    spend({ issuer, id, organisation, isGlassBroken }) {
      const part = partNow();
      sweep(part);
      const limits = [
        { key: JSON.stringify(['subject', issuer, id, isGlassBroken]), most: settings.perSubject },
        ...(organisation === null
          ? []
          : [
              {
                key: JSON.stringify(['organisation', organisation, isGlassBroken]),
                most: settings.perOrganisation,
              },
            ]),
      ].map(({ key, most }) => ({ most, of: upTo(key, part) }));
      const full = limits.filter(({ most, of }) => of.sum >= most);
      if (full.length > 0) {
        return new Date(Math.max(...full.map(({ of }) => freeFrom(of).getTime())));
      }
      for (const { of } of limits) {
        of.sum += 1;
        of.counts[part % slots] = (of.counts[part % slots] ?? 0) + 1;
      }
      return null;
    },
  };
}
