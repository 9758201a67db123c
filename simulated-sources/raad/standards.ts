/** Holds what the simulated Raad speaks against the official schemas of StUF Jeugdzorg 1.0.9. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMessageStore } from '../../subgraphs/raad/message-store/message-store.js';
import { loadSchemaCheck } from '../../subgraphs/raad/message-store/schema-check.js';
import { decodeXml, withXmlDocument } from '../../subgraphs/raad/message-store/xml-tree.js';
import { birthOfMila } from './later-families.js';
import { castMessages } from './records.js';

export interface StandardsFinding {
  readonly subject: string;
  /** Empty: as the standard says. */
  readonly problems: readonly string[];
}

/**
 * Every message in use, and every kind of answer that the store gives, against the schemas in
 * `<standardsFolder>/stuf-jeugdzorg-1.0.9`.
 *
 * @throws Error when the schemas are not there.
 */
export async function checkStufMessages(standardsFolder: string): Promise<readonly StandardsFinding[]> {
  const schemas = loadSchemaCheck(join(standardsFolder, 'stuf-jeugdzorg-1.0.9'));
  const dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-standards-'));
  const store = await openMessageStore({ dataFolder, now: () => new Date() });
  try {
    const messages = [...castMessages(), birthOfMila()].map(({ subject, xml }) => ({ subject, xml }));
    const first = castMessages().find((message) => message.direction === 'inbound');
    const bytes = Buffer.from(first?.xml ?? '');
    const withoutCase = Buffer.from(
      (first?.xml ?? '').replaceAll('VT1-VTO-2025-0001', 'X-1').replace(/ StUF:entiteittype="ZAK"/, ''),
    );
    const answers = [
      await store.receive('inbound', bytes),
      await store.receive('inbound', bytes),
      await store.receive('inbound', withoutCase),
      await store.receive('inbound', Buffer.from('no message')),
    ].map(({ kind, xml }) => ({ subject: `answer ${kind}Bericht`, xml }));
    return [...messages, ...answers].map(({ subject, xml }) => ({
      subject,
      problems: withXmlDocument(decodeXml(Buffer.from(xml)), (document) => schemas.problemsOf(document)),
    }));
  } finally {
    await store.close();
    schemas.dispose();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
