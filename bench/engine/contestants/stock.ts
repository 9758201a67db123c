/** Stock `@apollo/gateway` behind Apollo Server, as their documentation puts them together; nothing is switched on. */
import { ApolloGateway, type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type ApolloServerOptionsWithGateway, HeaderMap } from '@apollo/server';
import type { AnswerHttp, ContestantSettings } from './contestant-settings.js';

interface Context {
  readonly authorization: string | undefined;
}

export async function createStock({ supergraphSdl }: ContestantSettings): Promise<AnswerHttp> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ url }): GraphQLDataSource =>
      new RemoteGraphQLDataSource<Context>({
        ...(url === undefined ? {} : { url }),
        willSendRequest({ request, context }) {
          if (context.authorization !== undefined) {
            request.http?.headers.set('authorization', context.authorization);
          }
        },
      }),
  });
  const apollo = new ApolloServer<Context>({
    // Apollo's own type for a gateway lags behind its gateway package by a minor; the interface is the same.
    gateway: gateway as unknown as ApolloServerOptionsWithGateway<Context>['gateway'],
    stopOnTerminationSignals: false,
  });
  await apollo.start();
  return async (body, headers) => {
    const given = new HeaderMap();
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) given.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers: given, search: '', body: JSON.parse(body) as unknown },
      context: async () => ({ authorization: headers.authorization }),
    });
    if (answer.body.kind !== 'complete') throw new Error('expected an answer in one piece');
    return answer.body.string;
  };
}
