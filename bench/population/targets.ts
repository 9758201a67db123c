/** What a run of 100,000 households must show. */
export interface Target {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** `null`: no target was set for this figure. */
  readonly target: { readonly limit: number; readonly is: 'AT_MOST' | 'AT_LEAST' } | null;
}

export function atMost(name: string, value: number, limit: number, unit: string): Target {
  return { name, value, unit, target: { limit, is: 'AT_MOST' } };
}

export function atLeast(name: string, value: number, limit: number, unit: string): Target {
  return { name, value, unit, target: { limit, is: 'AT_LEAST' } };
}

export function figure(name: string, value: number, unit: string): Target {
  return { name, value, unit, target: null };
}

export function isMissed({ value, target }: Target): boolean {
  if (target === null) return false;
  return !(target.is === 'AT_MOST' ? value <= target.limit : value >= target.limit);
}
