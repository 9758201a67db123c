/** How one configured issuer is reached: its keys, by one policy of calls, and what is told of it in the operational log. */
import type { Logger } from 'pino';
import { createOutwardCaller } from '../../adapter-kit/outward-call.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import type { IssuerSettings } from './access-settings.js';
import { createIssuerKeys, type IssuerKeys, type IssuerKeysOptions, type KeyEvent } from './issuer-keys.js';

/** Somebody waits for it, with a token in the hand. */
const fetchTimeoutMs = 3_000;
/** A hundred keys are not as long. */
const maxKeySetBytes = 256 * 1024;

export interface ReachOptions extends Pick<IssuerKeysOptions, 'maxAgeMs' | 'monotonicMs' | 'schedule'> {
  readonly logger: Pick<Logger, 'warn' | 'info'>;
}

export interface ReachedIssuer {
  readonly settings: IssuerSettings;
  readonly keys: IssuerKeys;
  close(): Promise<void>;
}

export function reachIssuer(settings: IssuerSettings, options: ReachOptions): ReachedIssuer {
  const { logger, ...times } = options;
  const { origin, pathname, search } = new URL(settings.jwksUrl);
  const caller = createOutwardCaller({
    organisation: 'ISSUER',
    baseUrl: origin,
    timeoutMs: fetchTimeoutMs,
    // How often it is asked is decided in one place, and that is not here.
    resilience: { maxTries: 1, slowAfterMs: fetchTimeoutMs },
    maxAnswerBytes: maxKeySetBytes,
  });
  const keys = createIssuerKeys({
    fetchKeySet: () =>
      caller.fetchJson({
        method: 'GET',
        path: pathname + search,
        headers: { accept: 'application/jwk-set+json, application/json' },
      }),
    algorithms: settings.algorithms,
    ...times,
    onEvent: (event) => tell(event, settings.issuer, logger),
  });
  return {
    settings,
    keys,
    async close() {
      keys.close();
      await caller.close();
    },
  };
}

function tell(event: KeyEvent, issuer: string, logger: Pick<Logger, 'warn' | 'info'>): void {
  switch (event.kind) {
    case 'FETCH_FAILED':
      logger.warn(
        { issuer, reason: reasonOf(event.error) },
        'the keys of an issuer could not be fetched; known ones go on for a while',
      );
      break;
    case 'TOO_OLD':
      logger.warn(
        { issuer, reason: reasonOf(event.error) },
        'the keys of an issuer are too old; its tokens are not taken',
      );
      break;
    case 'REACHED_AGAIN':
      logger.info({ issuer }, 'the keys of an issuer are fetched again');
      break;
    case 'CHANGED':
      logger[event.usable === 0 ? 'warn' : 'info'](
        { issuer, usable: event.usable, ignored: event.ignored },
        'the keys of an issuer are others than before',
      );
      break;
    default:
      event satisfies never;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof SourceError ? error.reason : 'CONTRACT_BROKEN';
}
