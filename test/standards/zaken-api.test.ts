import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { checkZakenAnswers } from '../../simulated-sources/local-team/standards.js';

const folder = join(projectRoot, '..', 'shared', 'standards');
const isPresent = existsSync(join(folder, 'zgw', 'zaken-api-1.5.1.yaml'));

describe('the simulated Zaken API', () => {
  (isPresent ? it : it.skip)(
    `answers and refuses as the official OpenAPI files say${isPresent ? '' : ' (skipped: the official files are not beside the project)'}`,
    async () => {
      const checked = await checkZakenAnswers(folder);
      expect(checked.length).toBeGreaterThan(60);
      expect(checked.filter((subject) => subject.problems.length > 0)).toEqual([]);
    },
    60_000,
  );
});
