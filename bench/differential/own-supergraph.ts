/** Our own supergraph with made-up records behind it, beside the drawn ones. */
import { loadSubgraphSdl, subgraphNames } from '../../schema/subgraph-sdl.js';
import { composeModel, type Model } from './model.js';

/** @throws Error when our own subgraphs do not compose. */
export function composeOwnModel(): Model {
  const model = composeModel(subgraphNames.map((name) => ({ name, sdl: loadSubgraphSdl(name) })));
  if (!model) throw new Error('expected the own subgraphs to compose');
  return model;
}
