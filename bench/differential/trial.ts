/** One operation over one model's records, and whether a contestant answered it as the monolith does. */

import { compareExactly, compareWithLoss, type Difference } from './compare.js';
import type { Contestant, Scene } from './contestants.js';
import { toThrownAnswer } from './contestants.js';
import type { Model } from './model.js';
import { askMonolith, errorPathsOf, type Request } from './servers.js';
import type { World } from './world.js';

export interface Circumstances {
  readonly recordSeed: number;
  /** One in how many field values fails; 0: none. */
  readonly oneFaultIn: number;
  /** A subgraph that gives no answer. */
  readonly lost: string | null;
}

export interface Trial {
  readonly model: Model;
  readonly request: Request;
  readonly circumstances: Circumstances;
}

/** Null: right. Asides of stock count as errors that are told in the wrong place. */
export async function judge(
  trial: Trial,
  contestant: Contestant,
  noteQueries: (queries: string) => void = () => {},
): Promise<Difference | null> {
  const { model, request, circumstances } = trial;
  const scene: Scene = {
    world: newWorld(circumstances),
    lost: circumstances.lost,
    offences: [],
    queries: [],
    lostCalls: 0,
  };
  const answer = await contestant(request, scene).catch(toThrownAnswer);
  noteQueries(scene.queries.sort().join('\n'));
  const [offence] = scene.offences;
  if (offence !== undefined) return { kind: 'OFFENCE', at: '', expected: 'none', received: offence };
  const result = askMonolith(model, request, newWorld(circumstances));
  if (circumstances.lost !== null && scene.lostCalls > 0) {
    const least = mayJudgeLeast(model, circumstances.lost)
      ? askMonolith(model, request, { ...newWorld(circumstances), without: circumstances.lost })
      : null;
    return compareWithLoss(result, least, answer);
  }
  return compareExactly(
    { result, errorPaths: () => errorPathsOf(model, request, newWorld(circumstances)) },
    answer,
  );
}

function newWorld({ recordSeed, oneFaultIn }: Circumstances): World {
  return { seed: recordSeed, oneFaultIn, mutations: 0 };
}

/** Where the way to others leads through the lost one, more is lost than its own fields: nothing is said of how much. */
function mayJudgeLeast(model: Model, lost: string): boolean {
  for (const [place, keys] of model.keysIn) {
    const [service, type] = place.split('/');
    if (service !== lost || type === undefined) continue;
    if (
      keys.length > 1 ||
      model.types.get(type)?.family !== type ||
      (model.membersOf.get(type) ?? []).some((name) => name !== type)
    )
      return false;
  }
  return true;
}
