/** The directory of specialists as the graph gives it. It holds no case data. */
import type { RequestAccess } from '../../../adapter-kit/access/request-access.js';
import { type SpecialistTheme, specialistsFor } from '../combine/specialists.js';
import type { SpecialistDirectory } from './settings.js';

export interface AskedSpecialists {
  readonly theme?: SpecialistTheme | null;
  readonly region?: string | null;
}

/** @throws WithheldError where the combined view is not for this function. */
export function specialistsIn(
  { specialists, isDemonstration }: SpecialistDirectory,
  { theme, region }: AskedSpecialists,
  access: RequestAccess | null,
) {
  access?.requireType('combined-view');
  const nodes = specialistsFor(specialists, { theme: theme ?? null, region: region ?? null });
  return {
    nodes: nodes.map(({ regions, ...rest }) => ({
      ...rest,
      regions: regions.filter((one) => one !== '*'),
      servesAllRegions: regions.includes('*'),
    })),
    isDemonstration,
  };
}
