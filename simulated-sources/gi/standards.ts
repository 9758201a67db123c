/** Holds every iJw message in use against the official XSDs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  XmlBufferInputProvider,
  XmlDocument,
  XsdValidator,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { castDeclarations, toDeclarationXml } from './ijw-declarations.js';
import type { AnyMessage } from './ijw-messages.js';
import { toIjwXml } from './ijw-messages.js';
import { castMessages } from './provisions.js';

export interface StandardsFinding {
  readonly subject: string;
  /** Empty: valid. */
  readonly problems: readonly string[];
}

const kinds = ['JW301', 'JW305', 'JW307', 'JW323'] as const;

/**
 * Validates the messages of the cast with its declarations, and one end message, since no provision of the cast has ended.
 *
 * @param standardsFolder The folder that holds `ijw-3.2`.
 * @throws Error when the folder does not hold the XSDs.
 */
export async function checkIjwMessages(standardsFolder: string): Promise<readonly StandardsFinding[]> {
  const folder = join(standardsFolder, 'ijw-3.2');
  const base = new TextEncoder().encode(await readSchema(join(folder, 'Basisschema.xsd')));
  xmlRegisterInputProvider(new XmlBufferInputProvider({ 'basisschema.xsd': base }));
  const validators = new Map<string, XsdValidator>();
  try {
    for (const kind of kinds)
      validators.set(kind, toValidator(await readSchema(join(folder, `${kind}.xsd`))));
    return [
      ...[...castMessages, ['JW307-sample.xml', sampleEnd()] as const].map(([name, message]) => ({
        subject: name,
        problems: problemsOf(toIjwXml(message), validators.get(message.kind)),
      })),
      ...[...castDeclarations].map(([name, message]) => ({
        subject: name,
        problems: problemsOf(toDeclarationXml(message), validators.get(message.kind)),
      })),
    ];
  } finally {
    for (const validator of validators.values()) validator.dispose();
    xmlCleanupInputProvider();
  }
}

/** Some of the published copies start with a heading that is no XML. */
async function readSchema(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replace(/^##[^\n]*\n/, '').trimStart();
}

function toValidator(xsd: string): XsdValidator {
  const document = XmlDocument.fromString(xsd);
  try {
    return XsdValidator.fromDoc(document);
  } finally {
    document.dispose();
  }
}

function problemsOf(xml: string, validator: XsdValidator | undefined): readonly string[] {
  if (!validator) return ['no schema for this kind of message'];
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    return [];
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message.trim() : 'not valid'];
  } finally {
    document.dispose();
  }
}

function sampleEnd(): AnyMessage {
  const start = [...castMessages.values()].find((message) => message.kind === 'JW305');
  if (start?.kind !== 'JW305') throw new Error('expected a start message in the cast');
  return { ...start, kind: 'JW307', status: '1', endedOn: '2026-10-30', endReason: '31' };
}
