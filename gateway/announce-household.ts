/** What the gateway of the household graph prints when it is ready: where it is, and how each simulated part is started again. */
import type { GatewayConfig } from './config.js';

/** One simulated part. */
interface AnnouncedProcess {
  readonly name: string;
  /** `null`: it was left out and is not running. */
  readonly pid: number | null;
  readonly url: string;
  /** The command that starts it again as it was. */
  readonly startCommand: string;
}

export function announceHousehold(
  url: string,
  config: GatewayConfig,
  {
    processes,
    issuerUrl,
    explores,
    logFolder,
  }: {
    readonly processes: readonly AnnouncedProcess[];
    /** Where the simulated issuers of access tokens are; `null`: there are none. */
    readonly issuerUrl: string | null;
    readonly explores: boolean;
    /** Where records of reads are kept; `null`: no access rules stand. */
    readonly logFolder: string | null;
  },
): void {
  const lines = [
    '',
    ...(logFolder !== null
      ? ['  Every request needs an access token and a processing activity; the owners decide by their rules.']
      : [
          '  !! OPEN: no access rules stand. Whoever reaches this port reads everything; without --open they stand.',
          `  !! It listens on ${config.host} only. Never put it in front of real people's records.`,
        ]),
    '',
    `  gateway       ${url}/graphql   pid ${process.pid}`,
    ...(explores ? [`  explorer      ${url}/explorer`] : []),
    ...(logFolder === null ? [] : [`  logs          ${logFolder}`]),
    ...(issuerUrl === null
      ? []
      : [`  a token       npm run --silent token -- --as fixed-face --issuer ${issuerUrl}`]),
    ...[...config.placements]
      .filter(([, { placement }]) => placement === 'REMOTE')
      .map(([name]) => `  ${name.padEnd(13)} subgraph in another process`),
    ...processes.flatMap(({ name, pid, url: at, startCommand }) => [
      `  ${name.padEnd(13)} ${pid === null ? 'NOT RUNNING (left out)' : `simulated at ${at}   pid ${pid}`}`,
      `  ${' '.repeat(13)}   ${pid === null ? 'start' : 'again'}: ${startCommand}`,
    ]),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
