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
    case 'wrong-types':
      return inJson(answer, (value) => withoutLists(value));
    case 'entities':
      return inEntities(answer, (entities) => resized(entities, fault.how));
    case 'typename':
      return inEntities(answer, (entities) =>
        entities.map((entity) => (isObject(entity) ? { ...entity, __typename: fault.value } : entity)),
      );
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

function inJson(answer: Answer, change: (value: unknown) => unknown): Answer {
  const value = JSON.parse(answer.body.toString('utf8')) as unknown;
  return { ...answer, body: Buffer.from(JSON.stringify(change(value))) };
}

/** Where `_entities` is asked under that name, as every gateway does. */
function inEntities(answer: Answer, change: (entities: readonly unknown[]) => unknown): Answer {
  return inJson(answer, (value) => {
    if (!isObject(value) || !isObject(value['data'])) return value;
    const { _entities: entities, ...others } = value['data'];
    if (!Array.isArray(entities)) return value;
    const changed = change(entities);
    return { ...value, data: { ...others, ...(changed === undefined ? {} : { _entities: changed }) } };
  });
}

function resized(entities: readonly unknown[], how: 'missing' | 'extra' | 'none'): unknown {
  switch (how) {
    case 'missing':
      return entities.slice(1);
    case 'extra':
      return [...entities, entities[0] ?? null];
    case 'none':
      return undefined;
    default:
      return how satisfies never;
  }
}

function withoutLists(value: unknown): unknown {
  if (Array.isArray(value)) return 'no list';
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutLists(item)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
