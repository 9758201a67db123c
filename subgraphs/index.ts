/** The organisations of the supergraph. Add one here, its folder beside this file, and its name in `schema/subgraph-sdl.ts`. */
import type { OrganisationModule } from '../adapter-kit/organisation-source.js';
import { gi } from './gi/subgraph.js';
import { localTeam } from './local-team/subgraph.js';
import { raad } from './raad/subgraph.js';
import { veiligThuis } from './veilig-thuis/subgraph.js';

export const organisations: readonly OrganisationModule[] = [veiligThuis, raad, gi, localTeam];
