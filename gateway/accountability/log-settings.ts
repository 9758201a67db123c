/** How the logs are sealed, kept and taken elsewhere, from environment variables. How they are written: docs/configuration.md. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { defaultKeepMonths } from '../../adapter-kit/accountability/log-retention.js';
import { wholeNumber } from '../../adapter-kit/agreed-settings.js';

export interface SinkSettings {
  readonly kind: 'postgresql' | 'otlp';
  readonly url: string;
  /** For a collector that asks who it is; never logged. */
  readonly authorization: string | null;
  /** How long one delivery may take. */
  readonly timeoutMs: number;
}

export interface LogSettings {
  /** Where the processing log is delivered; `null`: it stays in its files alone. */
  readonly sink: SinkSettings | null;
  /** File of the key that seals the heads of the logs; `null`: they carry a checksum. */
  readonly sealKeyFile: string | null;
  /** Whole months that the processing log is kept, and the decision logs. */
  readonly keepMonths: number;
  readonly keepDecisionMonths: number;
}

/** What holds where nothing is configured. */
export const defaultLogSettings: LogSettings = {
  sink: null,
  sealKeyFile: null,
  keepMonths: defaultKeepMonths,
  keepDecisionMonths: defaultKeepMonths,
};

const mostMonths = 1_200;

export const logSettingsShape = {
  LOG_SINK: z.enum(['postgresql', 'otlp'], 'expected postgresql or otlp').optional(),
  LOG_SINK_URL: z.string().optional(),
  LOG_SINK_AUTHORIZATION: z
    .string()
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/, 'expected the value of an Authorization header')
    .optional(),
  LOG_SINK_TIMEOUT_MS: wholeNumber(100, 120_000).default(10_000),
  LOG_SEAL_KEY_FILE: z.string().min(1).optional(),
  LOG_KEEP_MONTHS: wholeNumber(1, mostMonths).default(defaultKeepMonths),
  DECISION_LOG_KEEP_MONTHS: wholeNumber(1, mostMonths).default(defaultKeepMonths),
};
const logSchema = z.object(logSettingsShape);
type LogData = z.infer<typeof logSchema>;

export function toLogSettings(data: LogData): LogSettings {
  const { LOG_SINK: kind, LOG_SINK_URL: url } = data;
  return {
    sink:
      kind === undefined || url === undefined
        ? null
        : {
            kind,
            url: url.replace(/\/+$/, ''),
            authorization: data.LOG_SINK_AUTHORIZATION ?? null,
            timeoutMs: data.LOG_SINK_TIMEOUT_MS,
          },
    sealKeyFile: data.LOG_SEAL_KEY_FILE ?? null,
    keepMonths: data.LOG_KEEP_MONTHS,
    keepDecisionMonths: data.DECISION_LOG_KEEP_MONTHS,
  };
}

/** What is wrong with settings that are each right. */
export function logContradictions(data: LogData): readonly string[] {
  const { LOG_SINK: kind, LOG_SINK_URL: url, LOG_SINK_AUTHORIZATION: authorization } = data;
  if (kind === undefined) {
    return url === undefined && authorization === undefined
      ? []
      : ['LOG_SINK: expected postgresql or otlp beside LOG_SINK_URL or LOG_SINK_AUTHORIZATION'];
  }
  const problems: string[] = [];
  if (url === undefined) problems.push('LOG_SINK_URL: expected beside LOG_SINK');
  else if (kind === 'postgresql' && !/^postgres(ql)?:\/\//.test(url))
    problems.push('LOG_SINK_URL: expected postgres:// or postgresql:// beside LOG_SINK=postgresql');
  else if (kind === 'otlp' && !isCollectorUrl(url))
    problems.push(
      'LOG_SINK_URL: expected an https URL (http on this machine only) without credentials, query or fragment beside LOG_SINK=otlp',
    );
  if (kind === 'postgresql' && authorization !== undefined)
    problems.push('LOG_SINK_AUTHORIZATION: expected beside LOG_SINK=otlp only; a database has it in its URL');
  return problems;
}

function isCollectorUrl(text: string): boolean {
  if (!URL.canParse(text) || /[?#]/.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}

/** By a name or an address that never leaves this machine. */
export function isThisMachine(hostname: string): boolean {
  const plain = hostname.replace(/^\[|\]$/g, '');
  return plain === 'localhost' || plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}
