/**
 * Checks messages against the official schemas of StUF Jeugdzorg 1.0.9, which are not part of this project: the folder
 * is given, and holds `jrberichten/` as it is published.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  XmlBufferInputProvider,
  XmlDocument,
  XmlValidateError,
  XsdValidator,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';

export interface SchemaCheck {
  /** The problems of a message or of an acknowledgement, each naming elements and never their content. Empty: valid. */
  problemsOf(document: XmlDocument): readonly string[];
  dispose(): void;
}

const messageSchema = 'jz0100_msg_jzberichten_resolved2025.xsd';

/** @throws Error when the folder has no schemas, or they cannot be read. */
export function loadSchemaCheck(schemaFolder: string): SchemaCheck {
  const folder = join(schemaFolder, 'jrberichten');
  // The schemas import each other by relative name; they are given from memory, so that nothing else can be reached.
  const base = 'stuf-jeugdzorg/';
  const files = Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.xsd'))
      .map((file) => [`${base}${file}`, new Uint8Array(readFileSync(join(folder, file)))]),
  );
  const main = files[`${base}${messageSchema}`];
  if (!main) throw new Error(`expected ${messageSchema} in the schema folder`);
  xmlRegisterInputProvider(new XmlBufferInputProvider(files));
  const document = XmlDocument.fromBuffer(main, { url: `${base}${messageSchema}` });
  const validator = XsdValidator.fromDoc(document);
  document.dispose();
  xmlCleanupInputProvider();
  return {
    problemsOf(candidate) {
      try {
        validator.validate(candidate);
        return [];
      } catch (thrown) {
        if (!(thrown instanceof XmlValidateError)) throw thrown;
        return thrown.details.map(({ message }) => withoutValues(message));
      }
    },
    dispose: () => validator.dispose(),
  };
}

// libxml2 quotes the value that it refuses. What is told is where, and by which rule.
function withoutValues(message: string): string {
  const match =
    /^((?:Element|Attribute) '[^']*'(?:, attribute '[^']*')?:)( \[facet '[A-Za-z]+'\])?(.*)$/s.exec(
      message.trim(),
    );
  if (!match) return 'not as the schema says';
  const [, place = '', facet = '', rest = ''] = match;
  const isAboutStructure =
    /^ (?:This element is not expected|Missing child element|Character content other than)/.test(rest);
  return `${place}${facet}${isAboutStructure ? rest : ' not as the schema says'}`;
}
