/**
 * XML of an iJw message to plain data: strictly, without DTDs and entities, every text as it stands (leading zeros too).
 * Errors name kinds and fields, never a value.
 */
import { ParseOption, XmlDocument, XmlElement } from 'libxml2-wasm';

/** The kind of message (`JW301`), and its content: an element with elements in it becomes an object, any other its text. */
export interface IjwDocument {
  readonly kind: string;
  readonly content: unknown;
}

/** What is wrong with a text that is no iJw 3.2 message. Its words may travel. */
export class IjwXmlError extends Error {
  override readonly name = 'IjwXmlError';
}

/** Elements that may stand more than once beside each other. */
const repeated: ReadonlySet<string> = new Set([
  'ToegewezenProduct',
  'StartProduct',
  'StopProduct',
  'Relatie',
  'Contact',
  'Prestatie',
]);
/** A message is about one client, but for a declaration. */
const isRepeated = (name: string, parent: string): boolean =>
  repeated.has(name) || (name === 'Client' && parent === 'Clienten');
const baseNamespace = 'http://www.istandaarden.nl/ijw/3_2/basisschema/schema';
const messageNamespace = /^http:\/\/www\.istandaarden\.nl\/ijw\/3_2\/(jw3\d\d)\/schema$/;

/** @throws IjwXmlError */
export function parseIjwXml(bytes: Uint8Array): IjwDocument {
  const text = decode(bytes);
  // libxml2 accepts a DTD, and with it entities that grow; no iJw message has one.
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(text)) throw new IjwXmlError('expected no DTD and no entities');
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(text, {
      option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE,
    });
  } catch {
    throw new IjwXmlError('expected well-formed XML');
  }
  try {
    const namespace = document.root.namespaceUri;
    const kind = messageNamespace.exec(namespace)?.[1]?.toUpperCase();
    if (kind === undefined || document.root.name !== 'Bericht')
      throw new IjwXmlError('expected a message of iJw 3.2');
    return { kind, content: toPlain(document.root, new Set([namespace, baseNamespace])) };
  } finally {
    document.dispose();
  }
}

function decode(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new IjwXmlError('expected UTF-8');
  }
  const declared = /^<\?xml[^>]*encoding=["']([^"']+)["']/.exec(text)?.[1];
  if (declared !== undefined && declared.toLowerCase() !== 'utf-8') throw new IjwXmlError('expected UTF-8');
  return text;
}

function toPlain(element: XmlElement, namespaces: ReadonlySet<string>): unknown {
  const children: XmlElement[] = [];
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) children.push(node);
  }
  if (children.length === 0) return element.content;
  const plain: Record<string, unknown> = Object.create(null);
  for (const child of children) {
    if (!namespaces.has(child.namespaceUri)) throw new IjwXmlError('expected elements of iJw 3.2 only');
    const value = toPlain(child, namespaces);
    const before = plain[child.name];
    if (isRepeated(child.name, element.name)) {
      // In place: a list copied for each of its lines takes the square of their number, and everything else waits for it.
      if (Array.isArray(before)) before.push(value);
      else plain[child.name] = [value];
    } else if (before === undefined) plain[child.name] = value;
    else throw new IjwXmlError('expected an element once, received it more often');
  }
  return plain;
}
