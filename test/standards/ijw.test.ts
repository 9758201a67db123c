/** Every iJw message that the simulated GI holds, against the official XSDs where these are at hand. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { checkIjwMessages } from '../../simulated-sources/gi/standards.js';

const standardsFolder = join(projectRoot, '../shared/standards');
const present = existsSync(join(standardsFolder, 'ijw-3.2'));

describe('the iJw messages of the simulated GI', () => {
  (present ? it : it.skip)(
    present
      ? 'are valid by the XSDs of iJw 3.2, every one of them'
      : 'are not checked here: the XSDs of iJw 3.2 are not beside this project',
    async () => {
      const findings = await checkIjwMessages(standardsFolder);
      expect(findings.length).toBeGreaterThan(30);
      expect(findings.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
  );
});
