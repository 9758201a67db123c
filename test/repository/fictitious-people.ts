import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { addresses, type CastPerson, denBraber, grootEsselink } from '../../simulated-sources/families.js';
import { besideTheProject, findAll, isWithin, textOf, writtenFiles } from './project-files.js';

/** Nine digits that stand alone, however they are used. */
const nineDigits = /(?<!\d)\d{9}(?!\d)/g;
/** The range that the population register gives out for tests, and to nobody. */
const testRange = /^9999/;
/** Passes the eleven-test and means "unknown". */
const unknownNumber = '0'.repeat(9);

/** Numbers in the simulated sources of whom the cast tells nothing, each with the reason. */
const numbersOutsideTheCast: Readonly<Record<string, string>> = {
  999998006:
    'Jason Mastenbroek: the placed child who only shares a residential group with Daan (cast, family 2)',
  999990639: 'no person: the RSIN of the municipality that keeps the cases, which has the form of a BSN',
};

/** Hosts that nobody can be reached at, or that are names of standards and never called. */
const knownHosts: Readonly<Record<string, string>> = {
  '127.0.0.1': 'this machine',
  localhost: 'this machine',
  '10.0.0.1': 'a private address, to show that it is refused',
  '169.254.169.254': 'the address where clouds keep secrets, to show that it is refused',
  'specs.apollo.dev': 'names of the Federation specifications',
  'www.w3.org': 'names of XML Schema',
  'json-schema.org': 'name of the dialect of JSON Schema',
  'www.stufstandaarden.nl': 'name of StUF Jeugdzorg',
  'www.egem.nl': 'names of StUF',
  'www.istandaarden.nl': 'names of iJw',
};

describe('everybody is fictitious, and visibly so', () => {
  it('every number that could be a BSN is one of the test range of the population register', () => {
    const real = findAll(writtenFiles, nineDigits)
      .filter(({ match: [number] }) => number !== unknownNumber && passesElevenTest(number))
      .filter(({ match: [number] }) => !testRange.test(number))
      // The place and not the number: it may be somebody's.
      .map(({ place }) => `${place} holds a number that somebody may have: take one that starts with 9999`);
    expect(real).toEqual([]);
  });

  it('every number in a simulated source is of somebody in the cast, or is explained here', () => {
    const cast = new Set(textOf('simulated-sources/families.ts').match(nineDigits));
    const used = findAll(
      writtenFiles.filter((file) => isWithin(file, 'simulated-sources')),
      nineDigits,
    ).filter(({ match: [number] }) => number !== unknownNumber && passesElevenTest(number));
    expect(used.length).toBeGreaterThan(30);
    const unexplained = used
      .filter(({ match: [number] }) => !cast.has(number) && numbersOutsideTheCast[number] === undefined)
      .map(({ place }) => `${place}: nobody in families.ts has this number`);
    expect(unexplained).toEqual([]);
    const found = new Set(used.map(({ match: [number] }) => number));
    expect(Object.keys(numbersOutsideTheCast).filter((number) => !found.has(number))).toEqual([]);
  });

  it('no address on a network is of a real organisation', () => {
    const authority = /\b(?:https?|wss?|ftps?|rediss?|postgres(?:ql)?):\/\/([^\s/?#'"`<>)\]]+)/gi;
    const strange = findAll(writtenFiles, authority)
      .map(({ place, match: [, found = ''] }) => ({ place, host: hostOf(found) }))
      .filter(({ host }) => !isNobodysHost(host))
      .map(({ place, host }) => `${place}: ${host}; use a host that ends in .invalid`);
    expect(strange).toEqual([]);
  });

  it('no address of mail is of a real domain', () => {
    // Credentials in front of a host look like mail, and are looked at with the hosts.
    const mail = /(?<![/:\w])[\w.+-]+@([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\b/gi;
    const strange = findAll(writtenFiles, mail)
      .filter(({ match: [, domain = ''] }) => !/\.(invalid|example|test)$/.test(domain))
      .map(({ place }) => `${place}: use a domain that ends in .invalid`);
    expect(strange).toEqual([]);
  });
});

describe('families 1 and 2 agree with the cast', () => {
  const castFile = besideTheProject('shared', 'cast.md');
  const isPresent = existsSync(castFile);
  const withCast = isPresent ? it : it.skip;
  const why = isPresent ? '' : ' (skipped: there is no ../shared/cast.md beside this project)';
  const families = [
    ['1', denBraber, [addresses.schakelstraat]],
    [
      '2',
      grootEsselink,
      [addresses.molendijk, addresses.hofdijk, addresses.spaanseweg, addresses.residentialGroup],
    ],
  ] as const satisfies readonly (readonly [string, object, readonly object[]])[];

  withCast.each(families)(
    `family %s has the same people, born on the same days${why}`,
    (number, family, _lived) => {
      const rows = [
        ...sectionOf(number).matchAll(/^\| (\d{9}) \| ([^|]+) \| (\d{4}-\d\d-\d\d) \| ([MV]) \|/gm),
      ].map(([, bsn, name, birthDate, sex]) => ({ bsn, name: name?.trim(), birthDate, sex }));
      const people: readonly CastPerson[] = Object.values(family);
      const told = people.map(({ bsn, givenName, prefix, surname, birthDate, sex }) => ({
        bsn,
        name: [givenName, prefix, surname].filter((part) => part !== undefined).join(' '),
        birthDate,
        sex,
      }));
      expect(rows.length).toBeGreaterThan(0);
      expect(told).toEqual(rows);
    },
  );

  withCast.each(families)(`family %s lives at the same addresses${why}`, (number, _, lived) => {
    const keys = new Set(sectionOf(number).match(/(?<!\d)\d{16}(?!\d)/g));
    expect(lived.map(({ key }) => key).sort()).toEqual([...keys].sort());
  });

  function sectionOf(number: string): string {
    const [, section = ''] = readFileSync(castFile, 'utf8').split(new RegExp(`^## ${number}\\. `, 'm'));
    return section.split(/^## /m)[0] ?? '';
  }
});

/** The eleven-test itself: the product refuses more, and what it refuses may still be somebody's number. */
function passesElevenTest(number: string): boolean {
  const sum = [...number].reduce(
    (total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index),
    0,
  );
  return sum % 11 === 0;
}

/** Without credentials and port. */
function hostOf(authority: string): string {
  return authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:(?:\d*|port|\$\{.*)$/, '')
    .replace(/[.,;]+$/, '')
    .toLowerCase();
}

function isNobodysHost(host: string): boolean {
  // One word names no host outside this machine's own network; what a program fills in is not known here.
  const isPlaceholder = !host.includes('.') || host.startsWith('${') || host.includes('…');
  return isPlaceholder || /\.(invalid|example|test)$/.test(host) || knownHosts[host] !== undefined;
}
