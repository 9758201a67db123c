/** The parsed SDL of a subgraph, for its module. */
import { type DocumentNode, parse } from 'graphql';
import { loadSubgraphSdl, type SubgraphName } from '../schema/subgraph-sdl.js';

export function loadTypeDefs(name: SubgraphName): DocumentNode {
  return parse(loadSubgraphSdl(name));
}
