/**
 * The simulated GI: its case database (PGlite in the data folder, behind PostgreSQL's own protocol) and the folder in which its
 * iJw messages arrive. Both survive a restart; records are filed with any PostgreSQL client and by putting files in the folder.
 */
import { existsSync } from 'node:fs';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { units } from '../families.js';
import { rightsFileOf } from '../rights-file.js';
import type { StartSimulatedSource } from '../simulated-source.js';
import { caseDatabaseName, caseSystemAccount, readerAccount } from './case-database.js';
import { startFaultRelay } from './fault-relay.js';
import { copyFilledFolder } from './filled-folder.js';
import { castDeclarations, toDeclarationXml } from './ijw-declarations.js';
import { toIjwXml } from './ijw-messages.js';
import { startPgliteServer } from './pglite-server.js';
import { castMessages } from './provisions.js';
import { seedCaseDatabase } from './seed.js';

export const startGiSource: StartSimulatedSource = async ({ port, dataFolder }) => {
  if (!existsSync(join(dataFolder, 'case-database'))) await copyFilledFolder(dataFolder);
  const ijwFolder = join(dataFolder, 'ijw');
  await fillIjwFolder(ijwFolder);
  const database = await PGlite.create({ dataDir: join(dataFolder, 'case-database') });
  const { rows } = await database.query<{ cases: string | null; newest: string | null }>(
    "SELECT to_regclass('case_file')::text AS cases, to_regclass('care_product')::text AS newest",
  );
  const isFilled = typeof rows[0]?.cases === 'string';
  if (isFilled && typeof rows[0]?.newest !== 'string') {
    await database.close();
    throw new Error('the data folder holds a case database with older tables: start with an empty folder');
  }
  if (!isFilled) {
    await seedCaseDatabase({
      script: async (sql) => void (await database.exec(sql)),
      run: async (sql, values) => void (await database.query(sql, [...values])),
    });
  }
  const server = await startPgliteServer({
    database,
    name: caseDatabaseName,
    accounts: [readerAccount, caseSystemAccount],
  });
  const relay = await startFaultRelay({ port, targetPort: server.port });
  const place = `127.0.0.1:${relay.port}/${caseDatabaseName}`;
  return {
    url: `postgres://${place}`,
    settings: {
      GI_DATABASE_URL: `postgres://${readerAccount.user}:${readerAccount.password}@${place}`,
      GI_IJW_FOLDER: ijwFolder,
      GI_IJW_UNIT: units.GI1.name,
      GI_RIGHTS_FILE: rightsFileOf('gi'),
    },
    close: async () => {
      await relay.close();
      await server.close();
      await database.close();
    },
  };
};

/** Puts a file in the folder as iJw software does: whole, under its name at once. */
export async function putIjwFile(folder: string, name: string, xml: string): Promise<void> {
  const unfinished = join(folder, `${name}.part`);
  await writeFile(unfinished, xml);
  await rename(unfinished, join(folder, name));
}

async function fillIjwFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const filled = join(folder, '.filled');
  if (
    await access(filled).then(
      () => true,
      () => false,
    )
  )
    return;
  for (const [name, message] of castMessages) await putIjwFile(folder, name, toIjwXml(message));
  for (const [name, message] of castDeclarations) await putIjwFile(folder, name, toDeclarationXml(message));
  await writeFile(filled, '');
}
