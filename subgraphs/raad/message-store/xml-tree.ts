/**
 * Strict reading of XML that somebody else wrote: a plain tree, or a refusal.
 *
 * Invariant: no byte reaches the XML parser that declares a document type, an entity or another encoding than UTF-8.
 * So there is nothing to expand and nothing to fetch, whatever the parser would be willing to do.
 */
import { ParseOption, XmlCData, XmlDocument, XmlElement, XmlText } from 'libxml2-wasm';

/** An element by its namespace and local name; attributes as `{namespace}name`. */
export interface XmlTree {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlTree[];
  /** The text directly inside, untrimmed; leading zeros are text and stay. */
  readonly text: string;
}

/** Why XML was refused. The message says what was expected and repeats nothing of the document. */
export class XmlRefused extends Error {
  override readonly name = 'XmlRefused';
}

const forbiddenMarkup = /<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i;
const declaredEncoding = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/;
/** A request about thirty-one children has some two thousand tags; a body of tags alone would only keep the store busy. */
const mostTags = 50_000;
const parseOption =
  ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NO_SYS_CATALOG;

/**
 * Decodes and checks what no parser may see, before any parser sees it.
 *
 * @throws XmlRefused where the bytes are no UTF-8, declare another encoding, or hold a document type declaration (also
 * inside a comment: nobody needs one there).
 */
export function decodeXml(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlRefused('expected UTF-8');
  }
  const encoding = declaredEncoding.exec(text)?.[1];
  if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8')
    throw new XmlRefused('expected UTF-8, received another declared encoding');
  if (text.includes('\u0000')) throw new XmlRefused('expected UTF-8, received null characters');
  if (countTags(text) > mostTags) throw new XmlRefused(`expected at most ${mostTags} tags`);
  if (forbiddenMarkup.test(text)) throw new XmlRefused('expected no document type and no entity declaration');
  return text;
}

/** Parses decoded XML and hands the document to `use`, which must not keep it: it is disposed afterwards. */
export function withXmlDocument<T>(decoded: string, use: (document: XmlDocument) => T): T {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(decoded, { option: parseOption });
  } catch {
    // The parser's own message quotes the document, which names people.
    throw new XmlRefused('expected well-formed XML');
  }
  try {
    if (document.dtd !== null) throw new XmlRefused('expected no document type and no entity declaration');
    return use(document);
  } finally {
    document.dispose();
  }
}

/** The document as a plain tree. */
export function toXmlTree(document: XmlDocument): XmlTree {
  return treeOf(document.root);
}

function countTags(text: string): number {
  let count = 0;
  for (let at = text.indexOf('<'); at !== -1 && count <= mostTags; at = text.indexOf('<', at + 1)) count += 1;
  return count;
}

function treeOf(element: XmlElement): XmlTree {
  const children: XmlTree[] = [];
  let text = '';
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) children.push(treeOf(node));
    else if (node instanceof XmlText || node instanceof XmlCData) text += node.content;
  }
  const attributes: Record<string, string> = {};
  for (const attribute of element.attrs) {
    attributes[
      attribute.namespaceUri === '' ? attribute.name : `{${attribute.namespaceUri}}${attribute.name}`
    ] = attribute.value;
  }
  return { namespace: element.namespaceUri, name: element.name, attributes, children, text };
}
