/**
 * What the gateway must be given before it may start over real people's records. Every missing thing is told at once; what is not
 * established here (a contract, a decision) is asked for as a reference to it.
 *
 * @see docs/production.md
 */

import { isPassingFolder } from '../adapter-kit/passing-folder.js';
import {
  commonProductionProblems,
  isProduction,
  missing,
  registerProductionProblems,
} from '../adapter-kit/production.js';
import type { Environment } from '../adapter-kit/source-settings.js';
import type { IssuerSettings } from './access/access-settings.js';
import { isThisMachine } from './accountability/log-settings.js';

export interface ProductionChoice {
  /** `--simulate`: what is not configured is simulated. */
  readonly simulate: boolean;
  /** As far as they could be read; `null`: none. */
  readonly issuers: readonly IssuerSettings[] | null;
  readonly host: string;
  /** By variable: where subgraphs in other processes are. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
}

/** Nothing outside production. */
export function productionProblems(given: Environment, choice: ProductionChoice): readonly string[] {
  if (!isProduction(given)) return [];
  const { simulate, issuers, host, subgraphUrls } = choice;
  const notSecure = [...subgraphUrls].filter(([, url]) => !isSecure(url)).map(([name]) => name);
  const needsWord = !isThisMachine(host) && given['TLS_IN_FRONT'] !== 'true';
  return [
    ...commonProductionProblems(given),
    ...registerProductionProblems(given),
    ...(simulate ? ['--simulate: expected NODE_ENV other than production, where nothing is simulated'] : []),
    ...issuerProblems(given, issuers),
    ...missing(given, {
      ACCESS_SIGNING_KEY_FILE:
        'expected the file of the key by which the gateway signs who asks; one that lives as long as the process is for trying out',
      LOG_FOLDER: 'expected a folder that stays: without it the records of reads are gone with the machine',
    }),
    ...(given['LOG_FOLDER'] !== undefined && isPassingFolder(given['LOG_FOLDER'])
      ? ['LOG_FOLDER: expected a folder that stays, not one for temporary files']
      : []),
    ...notSecure.map((name) => `${name}: expected https (http on this machine only)`),
    ...(needsWord
      ? [
          'HOST: expected a loopback address, behind something on this machine that speaks TLS; or TLS_IN_FRONT=true, by which you say that nothing reaches this address but through TLS',
        ]
      : []),
  ];
}

function issuerProblems(given: Environment, issuers: readonly IssuerSettings[] | null): readonly string[] {
  if (given['ACCESS_ISSUERS'] === undefined) {
    return [
      'ACCESS_ISSUERS: expected the issuers whose access tokens are taken; none is simulated in production',
    ];
  }
  return (issuers ?? []).some(({ issuer, jwksUrl }) => !isHttps(issuer) || !isHttps(jwksUrl))
    ? ['ACCESS_ISSUERS: expected https for every issuer and its keys, on this machine too']
    : [];
}

function isHttps(url: string): boolean {
  return url.startsWith('https://');
}

function isSecure(url: string): boolean {
  return !URL.canParse(url) || isHttps(url) || isThisMachine(new URL(url).hostname);
}
