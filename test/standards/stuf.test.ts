/** The Raad's messages against the official schemas, which lie outside this project. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { checkStufMessages } from '../../simulated-sources/raad/standards.js';

const standardsFolder = join(projectRoot, '..', 'shared', 'standards');
const isPresent = existsSync(join(standardsFolder, 'stuf-jeugdzorg-1.0.9'));
const when = isPresent ? it : it.skip;
const reason = isPresent ? '' : ' (skipped: the official schemas are not in ../shared/standards)';

describe('what passes the connection of the Raad is StUF Jeugdzorg 1.0.9', () => {
  when(`every message and every answer in use is valid by the official schemas${reason}`, async () => {
    const findings = await checkStufMessages(standardsFolder);
    expect(findings.filter(({ problems }) => problems.length > 0)).toEqual([]);
    const kinds = new Set(
      findings.map(({ subject }) =>
        subject
          .split(' ')
          .slice(0, subject.startsWith('answer') ? 2 : 1)
          .join(' '),
      ),
    );
    expect([...kinds]).toEqual([
      'vtoDi01',
      'notificatieDi01',
      'answer Bv03Bericht',
      'answer Fo03Bericht',
      'answer Fo01Bericht',
      'answer Fo02Bericht',
    ]);
  });
});
