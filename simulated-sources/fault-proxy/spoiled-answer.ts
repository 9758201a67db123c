/** A source's own answer, made worse. */
import type { AnswerFault } from './faults.js';

export interface Answer {
  readonly body: Buffer;
  readonly contentType: string | undefined;
}

/** The answer with the fault in it; as it is where the fault has nothing to take hold of. */
export function spoil(fault: AnswerFault, answer: Answer): Answer {
  switch (fault.kind) {
    case 'truncated':
      return { ...answer, body: answer.body.subarray(0, partOf(answer.body.length, fault.percent ?? 50)) };
    case 'content-type':
      return { ...answer, contentType: fault.value };
    case 'latin1':
      return { ...answer, body: Buffer.from(withAccent(answer.body.toString('utf8')), 'latin1') };
    case 'array':
      return { ...answer, body: Buffer.concat([Buffer.from('['), answer.body, Buffer.from(']')]) };
    case 'duplicate-keys':
      return inObject(answer, (object) => ({ after: emptyTwins(object) }));
    case 'proto':
      return inObject(answer, () => ({ before: '"__proto__":{"polluted":true,"toString":null},' }));
    default:
      return answer;
  }
}

function partOf(bytes: number, percent: number): number {
  return Math.min(Math.floor((bytes * percent) / 100), bytes - 1);
}

interface Additions {
  readonly before?: string;
  readonly after?: string;
}

function inObject(answer: Answer, add: (object: object) => Additions): Answer {
  const text = answer.body.toString('utf8').trim();
  const value = JSON.parse(text) as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return answer;
  const { before = '', after = '' } = add(value);
  return { ...answer, body: Buffer.from(`{${before}${text.slice(1, -1)}${after}}`) };
}

/** Each list once more and empty; without a list each name once more, with nothing. */
function emptyTwins(object: object): string {
  const entries = Object.entries(object);
  const lists = entries.filter(([, value]) => Array.isArray(value));
  const twins = (lists.length > 0 ? lists : entries).map(
    ([name, value]) => `,${JSON.stringify(name)}:${Array.isArray(value) ? '[]' : 'null'}`,
  );
  return twins.join('');
}

/** A letter that takes one byte in Latin-1 and two in UTF-8, at the end of the first text that is a value. */
function withAccent(text: string): string {
  return text.replace(/([^\\"])"(?=\s*[,\]}])/, '$1é"');
}
