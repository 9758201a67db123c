/** The goals of the product's questions, each held against what one run measured. */
import { atMost, type Judgement } from './engine/goals.js';
import type { WorkloadResult } from './result.js';

/** What two measurements of one thing may differ by; less says nothing on a machine that does other things as well. */
const noise = 1.1;

export function judgeProduct(
  results: readonly Pick<WorkloadResult, 'name' | 'ratio'>[],
): readonly Judgement[] {
  const ratioOf = (name: string): WorkloadResult['ratio'] | undefined =>
    results.find((one) => one.name === name)?.ratio;
  const combined = ratioOf('relay-family-combined');
  const long = ratioOf('long-timeline');
  const view = 'the full combined view against the plain household view';
  const page = 'the first page of 2,000 events against that of 20';
  return [
    atMost('combined', `${view}, p50`, 1.5, combined?.p50 ?? null),
    atMost('combined', `${view}, CPU`, 1.5, combined?.cpu ?? null),
    atMost('timeline', `${page}, p50`, noise, long?.p50 ?? null),
    atMost('timeline', `${page}, CPU`, noise, long?.cpu ?? null),
  ];
}
