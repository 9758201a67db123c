import { describe, expect, it } from '@jest/globals';
import type { IdentityContribution } from '../../adapter-kit/organisation-subgraph.js';
import {
  combinedValue,
  missingFrom,
  type OrganisationIdentity,
  variantsOf,
} from '../../subgraphs/household/combine/identity.js';

const recorded = (organisation: string, ...names: readonly (string | null)[]): OrganisationIdentity => ({
  organisation,
  contribution: {
    outcome: 'ANSWERED',
    reason: null,
    asOf: '2026-11-02T12:00:00Z',
    recorded: names.map((name, index) => ({
      name,
      birthDate: '2012-04-18',
      unit: `${organisation} ${index}`,
    })),
    formerGivenNames: [],
  },
});
const failed = (
  organisation: string,
  outcome: IdentityContribution['outcome'],
  reason: IdentityContribution['reason'],
): OrganisationIdentity => ({
  organisation,
  contribution: { outcome, reason, asOf: null, recorded: [], formerGivenNames: [] },
});

describe('the name of a person whom several organisations know', () => {
  it('is what most of them recorded, hyphens and capitals aside, and everything else is a variant', () => {
    const identities = [
      recorded('VT', 'Teun Groot-Esselink'),
      recorded('GI', 'Esselink, T. Groot'),
      recorded('RAAD', 'Teun Groot Esselink'),
    ];
    expect(combinedValue(identities, 'name')).toBe('Teun Groot Esselink');
    expect(variantsOf(identities).map(({ name, unit }) => [name, unit])).toEqual([
      ['Esselink, T. Groot', 'GI 0'],
      ['Teun Groot-Esselink', 'VT 0'],
    ]);
    expect(missingFrom(identities)).toEqual([]);
  });

  it('never shows a given name from before an adoption or a change of sex, once one source marks it so', () => {
    const marks: OrganisationIdentity = {
      organisation: 'LT',
      contribution: {
        outcome: 'ANSWERED',
        reason: null,
        asOf: '2026-11-02T12:00:00Z',
        recorded: [{ name: 'Vica Jacobs', birthDate: '2012-06-09', unit: 'LT 0' }],
        formerGivenNames: ['Celeke', 'Lodivica'],
      },
    };
    const identities = [recorded('VT', 'Celeke Jacobs'), recorded('RAAD', 'Jacobs, Celeke', null), marks];
    expect(combinedValue(identities, 'name')).toBe('Vica Jacobs');
    expect(variantsOf(identities).map(({ name }) => name)).not.toContain('Celeke Jacobs');
    expect(JSON.stringify(variantsOf(identities))).not.toContain('Celeke');
  });

  it('in full goes before initials when as many recorded either', () => {
    const identities = [recorded('GI', 'Esselink, T. Groot'), recorded('RAAD', 'Teun Groot Esselink')];
    expect(combinedValue(identities, 'name')).toBe('Teun Groot Esselink');
    expect(combinedValue([...identities].reverse(), 'name')).toBe('Teun Groot Esselink');
  });

  it('still stands when one organisation is away, which is told', () => {
    const identities = [
      recorded('RAAD', 'Teun'),
      failed('GI', 'UNAVAILABLE', 'TIMED_OUT'),
      { organisation: 'VT', contribution: null },
    ];
    expect(combinedValue(identities, 'name')).toBe('Teun');
    expect(missingFrom(identities)).toEqual([
      { organisation: 'GI', reason: 'TIMED_OUT' },
      { organisation: 'VT', reason: 'DOWN' },
    ]);
  });

  it('is an error, not "no name", when those who could know it are away', () => {
    const identities = [recorded('RAAD', null), failed('GI', 'NOT_ESTABLISHED', 'ROSTER_STALE')];
    expect(() => combinedValue(identities, 'name')).toThrow(
      expect.objectContaining({ code: 'NOT_ESTABLISHED', organisation: 'GI' }),
    );
  });

  it('is none when everybody answered and nobody recorded it', () => {
    expect(combinedValue([recorded('RAAD', null), failed('GI', 'NOT_KNOWN', null)], 'name')).toBeNull();
  });
});
