/**
 * What can go wrong between an asker and a source, as data: below any protocol (connection faults), and in the answers of a
 * source that speaks HTTP (answer faults). A fault can be written as text, for a terminal: `latency=200`, `status=503`.
 */

/** Bytes are those of answers, counted for each connection from the moment the fault was put on, or it was opened. */
export type ConnectionFault =
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs?: number }
  /** Accepts, and passes nothing on in either direction. */
  | { readonly kind: 'hang' }
  /** Nobody listens, and connections that were open are broken. */
  | { readonly kind: 'refuse' }
  /** Breaks the connection (RST) after so many bytes. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** Closes the connection in good order (FIN), but too early. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Says that no more will come, and goes on listening. */
  | { readonly kind: 'half-close'; readonly afterBytes: number }
  | { readonly kind: 'drip'; readonly bytesPerSecond: number }
  /** Breaks the connection (RST) when it is used once more after an answer, as one that was kept open too long. */
  | { readonly kind: 'stale' };

export type AnswerFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      /** Says the same instant as a date. */
      readonly isRetryAfterDate?: true;
      /** Of so many in a hundred requests; left out, of all. */
      readonly percent?: number;
    }
  /** A page for people, e.g. of a proxy in between, by default with status 200 and said to be what it is. */
  | { readonly kind: 'html'; readonly contentType?: string }
  | { readonly kind: 'empty' }
  /** This JSON, whatever was asked. */
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** JSON of so many bytes and more, well-formed if anybody reads to its end. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** So many zeros, compressed to a thousandth of that. */
  | { readonly kind: 'gzip'; readonly bytes: number }
  /** A part of the answer, by default half, as if it were all of it; never all. */
  | { readonly kind: 'truncated'; readonly percent?: number }
  /** Half of the answer, then the connection breaks, closes, or stays silent. */
  | { readonly kind: 'break-off'; readonly how: 'reset' | 'close' | 'stall' }
  /** The answer itself, said to be of another type. */
  | { readonly kind: 'content-type'; readonly value: string }
  /** The answer with each of its lists told twice, the second time empty. */
  | { readonly kind: 'duplicate-keys' }
  /** The answer with a name in it that is dangerous to copy. */
  | { readonly kind: 'proto' }
  /** The answer inside a list. */
  | { readonly kind: 'array' }
  /** The answer with each of its lists replaced by a text. */
  | { readonly kind: 'wrong-types' }
  /** A subgraph's answer with one entity too few or too many, or with none at all. */
  | { readonly kind: 'entities'; readonly how: 'missing' | 'extra' | 'none' }
  /** A subgraph's answer in which each entity says that it is of another type. */
  | { readonly kind: 'typename'; readonly value: string }
  /** The answer in another encoding of characters than JSON has. */
  | { readonly kind: 'latin1' };

export type Fault = ConnectionFault | AnswerFault;

const connectionKinds: ReadonlySet<string> = new Set<ConnectionFault['kind']>([
  'latency',
  'hang',
  'refuse',
  'reset',
  'cut',
  'half-close',
  'drip',
  'stale',
]);

export function isConnectionFault(fault: Fault): fault is ConnectionFault {
  return connectionKinds.has(fault.kind);
}

type Reader = (value: string) => Fault | null;

/** How each fault is written; `N` is a whole number. */
const spellings: Readonly<Record<string, { readonly form: string; readonly read: Reader }>> = {
  latency: {
    form: 'latency=MS or latency=MS+JITTER',
    read: (value) => {
      const [ms, jitterMs] = value.split('+').map(toNumber);
      if (ms === undefined || ms === null || jitterMs === null) return null;
      return { kind: 'latency', ms, ...(jitterMs === undefined ? {} : { jitterMs }) };
    },
  },
  hang: bare({ kind: 'hang' }),
  refuse: bare({ kind: 'refuse' }),
  reset: counted('reset=BYTES', (afterBytes) => ({ kind: 'reset', afterBytes })),
  cut: counted('cut=BYTES', (afterBytes) => ({ kind: 'cut', afterBytes })),
  'half-close': counted('half-close=BYTES', (afterBytes) => ({ kind: 'half-close', afterBytes })),
  drip: counted('drip=BYTES-PER-SECOND', (bytesPerSecond) =>
    bytesPerSecond > 0 ? { kind: 'drip', bytesPerSecond } : null,
  ),
  stale: bare({ kind: 'stale' }),
  status: {
    form: 'status=CODE, status=CODE+RETRY-AFTER-SECONDS (+Nd: as a date), either with @PERCENT of the requests',
    read: readStatus,
  },
  html: bare({ kind: 'html' }),
  empty: bare({ kind: 'empty' }),
  json: { form: 'json=TEXT', read: (text) => ({ kind: 'json', text }) },
  redirect: {
    form: 'redirect=URL',
    read: (location) => (location === '' ? null : { kind: 'redirect', location }),
  },
  huge: counted('huge=BYTES', (bytes) => ({ kind: 'huge', bytes })),
  gzip: counted('gzip=BYTES', (bytes) => ({ kind: 'gzip', bytes })),
  truncated: bare({ kind: 'truncated' }),
  'break-off': {
    form: 'break-off=reset, break-off=close or break-off=stall',
    read: (how) =>
      how === 'reset' || how === 'close' || how === 'stall' ? { kind: 'break-off', how } : null,
  },
  'content-type': {
    form: 'content-type=TYPE',
    read: (value) =>
      /^[\w.+-]+\/[\w.+-]+(;[\w =-]+)?$/.test(value) ? { kind: 'content-type', value } : null,
  },
  'duplicate-keys': bare({ kind: 'duplicate-keys' }),
  proto: bare({ kind: 'proto' }),
  array: bare({ kind: 'array' }),
  'wrong-types': bare({ kind: 'wrong-types' }),
  entities: {
    form: 'entities=missing, entities=extra or entities=none',
    read: (how) =>
      how === 'missing' || how === 'extra' || how === 'none' ? { kind: 'entities', how } : null,
  },
  typename: {
    form: 'typename=NAME',
    read: (value) => (/^[A-Za-z_]\w*$/.test(value) ? { kind: 'typename', value } : null),
  },
  latin1: bare({ kind: 'latin1' }),
};

/** How each fault is written, for people. */
export const faultForms: readonly string[] = Object.entries(spellings).map(
  ([name, { form }]) => form || name,
);

/** The fault that a text names; `null` for `none`. @throws Error saying how faults are written. */
export function parseFault(text: string): Fault | null {
  const [, name = '', value = ''] = /^\s*([a-z0-9-]+)(?:=(.*?))?\s*$/s.exec(text) ?? [];
  if (name === 'none') return null;
  const fault = Object.hasOwn(spellings, name) ? spellings[name]?.read(value) : null;
  if (!fault) throw new Error(`expected none, ${faultForms.join(', ')}`);
  return fault;
}

function readStatus(value: string): Fault | null {
  const [, code = '', seconds, asDate, share] =
    /^(\d{3})(?:\+(\d{1,9})(d)?)?(?:@(\d{1,3}))?$/.exec(value) ?? [];
  const status = Number(code);
  const percent = share === undefined ? undefined : Number(share);
  if (status < 200 || status > 599 || (percent ?? 0) > 100) return null;
  return {
    kind: 'status',
    status,
    ...(seconds === undefined ? {} : { retryAfterSeconds: Number(seconds) }),
    ...(asDate === undefined ? {} : { isRetryAfterDate: true }),
    ...(percent === undefined ? {} : { percent }),
  };
}

function bare(fault: Fault): { readonly form: string; readonly read: Reader } {
  return { form: '', read: (value) => (value === '' ? fault : null) };
}

function counted(form: string, make: (count: number) => Fault | null) {
  return {
    form,
    read: (value: string) => {
      const count = toNumber(value);
      return count === null ? null : make(count);
    },
  };
}

/** At most nine figures, so that no fault lasts or weighs more than a demonstration can bear. */
function toNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
