/**
 * The limits of a query as parts of an Apollo Server, over any schema: what is over one of them is refused with
 * `LIMIT_EXCEEDED` and status 400, whatever media type the client accepts.
 *
 * The order matters: tokens while the text is parsed, everything that a text alone can tell before the first rule of
 * validation looks at it, and what needs the schema and the variables before the operation is planned.
 */
import type { ApolloServerPlugin } from '@apollo/server';
import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationContext,
} from 'graphql';
import { countBranches } from './count-branches.js';
import { estimateCost } from './estimate-cost.js';
import { type GatewayLimits, judge, type OverLimit } from './gateway-limits.js';
import { measureDocument } from './measure-document.js';

/** Options of an `ApolloServer`; rules and plugins go beside those that it has. */
export interface LimitedGraphql {
  readonly parseOptions: { readonly maxTokens: number };
  readonly validationOptions: { readonly maxErrors: number };
  readonly validationRules: readonly ((context: ValidationContext) => ASTVisitor)[];
  readonly plugin: ApolloServerPlugin;
}

/** Nobody mends more at once, and each costs a search for what the client may have meant. */
const mostErrors = 20;

export function limitGraphql(limits: GatewayLimits): LimitedGraphql {
  return {
    parseOptions: { maxTokens: limits.tokens },
    validationOptions: { maxErrors: mostErrors },
    validationRules: [createSizeRule(limits)],
    plugin: createPlanPlugin(limits),
  };
}

/** An error that says which limit, and nothing of what was asked. */
export function overLimitError(overLimit: OverLimit): GraphQLError {
  return new GraphQLError('over a limit', {
    extensions: { code: 'LIMIT_EXCEEDED', overLimit, http: { status: 400 } },
  });
}

/**
 * A rule that measures the document when validation enters it. If it is over a limit, the other rules get an empty one in
 * its place: several of them take time that grows with the square of what they are given.
 */
export function createSizeRule(limits: GatewayLimits): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    Document(document): DocumentNode | undefined {
      const measured = measureDocument(document, limits);
      if (measured === null) return undefined;
      context.reportError(
        measured === 'CYCLE'
          ? new GraphQLError('expected fragments that do not contain themselves')
          : overLimitError(measured),
      );
      return { ...document, definitions: [] };
    },
  });
}

/** What is found of an operation is kept with it, as long as it does not hang on what else a request brings. */
function createPlanPlugin(limits: GatewayLimits): ApolloServerPlugin {
  const withinLimits = new WeakMap<OperationDefinitionNode, GraphQLSchema>();
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (!operation || withinLimits.get(operation) === schema) return;
          const { variables = {} } = request;
          const branches = judge(limits, 'branches', countBranches(schema, document, operation));
          if (branches) throw overLimitError(branches);
          const { cost, dependsOnVariables } = estimateCost({ schema, document, operation, variables });
          const over = judge(limits, 'cost', cost);
          if (over) throw overLimitError(over);
          if (!dependsOnVariables) withinLimits.set(operation, schema);
        },
      };
    },
  };
}
