/** What the differential run says of itself. */
import { print } from 'graphql';
import type { CampaignResult } from './campaign.js';
import type { Shrunk } from './shrink.js';

export function campaignLines(result: CampaignResult, seconds: number): readonly string[] {
  const { stockClasses } = result;
  const perSecond = Math.round(result.operations / seconds);
  return [
    `operations:            ${result.operations} in ${Math.round(seconds)} s (${perSecond} a second)`,
    `  with failing fields: ${result.withFaults}`,
    `  with a lost subgraph: ${result.withLoss}`,
    `distinct documents:    ${result.documents} (${result.invalid} drawn that are not valid)`,
    `distinct plans:        ${result.plans}`,
    `supergraphs:           ${result.supergraphs} (${result.notComposing} drawn that do not compose)`,
    `not planned by @apollo/query-planner: ${result.notPlanned}`,
    `declined by the engine: ${result.declined}`,
    `differences:           ${result.differences.length}`,
    '',
    `stock gateway: ${result.stockWrong} of ${result.stockAsked} answers differ from the monolith`,
    ...[...stockClasses]
      .sort(([, left], [, right]) => right.count - left.count)
      .flatMap(([name, { count, example }]) => [
        `  ${String(count).padStart(5)}  ${name}`,
        `         at ${example.difference.at} expected ${example.difference.expected.slice(0, 100)}, received ${example.difference.received.slice(0, 100)}`,
        `         supergraph ${example.schemaSeed}: ${print(example.trial.request.document).replaceAll(/\s+/g, ' ').slice(0, 240)}`,
      ]),
  ];
}

export function differenceLines(
  schemaSeed: number,
  { trial, difference }: Shrunk,
  withSdl: boolean,
): readonly string[] {
  return [
    `${difference.kind} at ${difference.at || '(whole answer)'}; supergraph ${schemaSeed}, ${JSON.stringify(trial.circumstances)}`,
    `  expected ${difference.expected}`,
    `  received ${difference.received}`,
    print(trial.request.document),
    JSON.stringify(trial.request.variables),
    ...(withSdl ? trial.model.services.flatMap(({ name, sdl }) => [`# ${name}`, sdl]) : []),
  ];
}
