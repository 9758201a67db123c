/** The product's engine alone: an operation goes in, the text of the answer comes out, over the leanest way to a source. */
import { parse } from 'graphql';
import type { SubgraphAnswer } from '../../../adapter-kit/subgraph.js';
import { createEngine } from '../../../gateway/execution/engine.js';
import { createPoster } from '../post-json.js';
import type { PreparedQuestion } from '../question.js';
import type { ContestantSettings } from './contestant-settings.js';

interface Context {
  readonly identity: string;
}

export async function createEngineLoop(settings: ContestantSettings) {
  const engine = await createEngine<Context>({
    supergraphSdl: settings.supergraphSdl,
    portOf: (_name, url) => {
      const poster = createPoster(url, settings);
      return {
        async ask({ query, variablesJson, context }) {
          const body = `{"query":${quoted(query)},"variables":${variablesJson}}`;
          const text = await poster.post(body, { authorization: context.identity });
          return JSON.parse(text) as SubgraphAnswer; // judged by the engine, and compared with what is expected
        },
      };
    },
  });
  return ({ operation, ids }: PreparedQuestion) => {
    const document = parse(operation);
    return async (variant: number, identity: string): Promise<string> => {
      const { data, errors } = await engine.execute({
        document,
        variables: { ids: ids[variant] },
        context: { identity },
      });
      if (errors.length > 0) throw new Error(`expected no errors, received ${errors.length}`);
      return `{"data":${data}}`;
    };
  };
}

const quotedQueries = new Map<string, string>();

function quoted(query: string): string {
  let text = quotedQueries.get(query);
  if (text === undefined) {
    text = JSON.stringify(query);
    quotedQueries.set(query, text);
  }
  return text;
}
