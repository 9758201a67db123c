import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { errorCodes, renderErrorsPage } from '../../gateway/error-codes.js';
import { formatError } from '../../gateway/errors.js';
import { projectRoot } from '../../schema/project-root.js';

describe('what a client reads of an error', () => {
  it('a lost source says who and why, at its place, and nothing else', () => {
    const formatted = formatError({
      message: '[RAAD] the source could not be reached',
      path: ['household', 'councilInvestigations'],
      extensions: {
        code: 'SOURCE_UNAVAILABLE',
        reason: 'DOWN',
        organisation: 'RAAD',
        serviceName: 'raad',
        url: 'http://10.0.0.1/secret',
        stacktrace: ['Error: at …'],
      },
    });
    expect(formatted).toEqual({
      message: '[RAAD] the source could not be reached',
      path: ['household', 'councilInvestigations'],
      extensions: { code: 'SOURCE_UNAVAILABLE', reason: 'DOWN', organisation: 'RAAD' },
    });
  });

  it('an error of a code that is not written down is masked', () => {
    const formatted = formatError({
      message: 'select * from cases',
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
    });
    expect(formatted).toEqual({ message: 'internal error', extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  });

  it('repeats neither a number nor any other value that a client sent', () => {
    const messages = [
      'Variable "$bsn" got invalid value "999994542"; BSN: expected nine digits',
      'Variable "$id" got invalid value { name: "Gerrit" }; ID cannot represent a non-string value',
      'Expected value of type "ID!", found "Gerrit den Braber".',
      'Syntax Error: Expected Name, found Int "999994542".',
    ].map((message) => formatError({ message, extensions: { code: 'BAD_USER_INPUT' } }).message);
    expect(messages.join('\n')).not.toMatch(/\d{6}|Gerrit|Braber/);
    expect(messages[0]).toBe('Variable "$bsn" got an invalid value; BSN: expected nine digits');
  });
});

describe('the page of error codes', () => {
  it('is what the table generates', () => {
    expect(readFileSync(join(projectRoot, 'docs', 'errors.md'), 'utf8')).toBe(renderErrorsPage());
  });

  it('explains every code that our sources can answer', () => {
    const known = new Set(errorCodes.map(({ code }) => code));
    const used = ['gateway', 'subgraphs', 'adapter-kit'].flatMap((folder) =>
      readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) => [
          ...readFileSync(join(projectRoot, folder, file), 'utf8').matchAll(
            /extensions: \{ code: '([A-Z_]+)'/g,
          ),
        ])
        .map((match) => match[1] ?? ''),
    );
    expect([...new Set(used)].filter((code) => !known.has(code))).toEqual([]);
    for (const code of ['SOURCE_UNAVAILABLE', 'NOT_ESTABLISHED']) expect(known).toContain(code);
  });
});
