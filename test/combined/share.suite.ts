/** The contract of what organisations contribute: what it names, what it refuses, and that the graph spells the same. */
import { describe, expect, it } from '@jest/globals';
import { buildSchema, isEnumType } from 'graphql';
import { partKinds } from '../../adapter-kit/combined/parts.js';
import {
  combinedContribution,
  contractAsJsonSchema,
  type MadeShares,
  readShare,
} from '../../adapter-kit/combined/share.js';
import * as words from '../../adapter-kit/combined/words.js';
import { outcomeKinds, outcomeReasons } from '../../adapter-kit/source-outcomes.js';
import { composeSupergraph } from '../../schema/supergraph.js';
import { event } from './contributions.js';

const report = event({ id: 'report', when: '2026-10-05', memberIds: ['m1'] }, 'VT1');
const share = { outcome: 'ANSWERED', reason: null, visibility: null, parts: [report] };
const withPart = (changed: object) => ({ ...share, parts: [report, { ...report, ...changed }] });

const whole = { ...share, isBroken: false };

describe('the contract of a share', () => {
  it('takes what keeps to it, and nothing beside what it names', () => {
    expect(readShare('events', share)).toEqual(whole);
    const more = {
      ...withPart({ reporter: 'somebody', source: { ...report.source, path: '/1' } }),
      asOf: null,
    };
    expect(readShare('events', more)).toEqual({ ...whole, parts: [report, report] });
  });

  it.each<[string, unknown]>([
    ['no object', 'nothing'],
    ['a list in its place', [share]],
    ['no parts', { ...share, parts: undefined }],
    ['parts beside an outcome that has none', { ...share, outcome: 'UNAVAILABLE', reason: 'DOWN' }],
    ['an outcome that nobody agreed', { ...share, outcome: 'FINE' }],
    ['"nothing" with a reservation', { ...share, outcome: 'NOT_KNOWN', reason: 'DOWN', parts: [] }],
    ['a reason that nobody agreed', { ...share, reason: 'ARCHIVE_NOT_READ', parts: [] }],
  ])('refuses %s', (_, given) => {
    expect(readShare('events', given)).toBeNull();
  });

  it.each<[string, object]>([
    ['of a kind that nobody agreed', { kind: 'VISIT' }],
    ['of a day that is none', { when: '2026-02-30' }],
    ['of a day said to be an instant', { precision: 'INSTANT' }],
    ['without a source', { source: undefined }],
    ['read at no instant', { source: { ...report.source, retrievedAt: 'today' } }],
    ['about a member without a number', { memberIds: [''] }],
  ])('leaves out a part %s, keeps the rest, and says so beside whatever reason there is', (_, changed) => {
    expect(readShare('events', withPart(changed))).toEqual({ ...share, isBroken: true });
    const before = { ...withPart(changed), reason: 'ROSTER_STALE' };
    expect(readShare('events', before)).toEqual({ ...share, reason: 'ROSTER_STALE', isBroken: true });
  });

  it('lets nothing leave an organisation that it does not name', async () => {
    const made = Object.fromEntries(
      partKinds.map((kind) => [
        kind,
        async () => withPart({ reporter: 'somebody', text: { reporter: 'somebody' } }),
      ]),
    ) as unknown as MadeShares; // whatever an adapter makes
    expect(await combinedContribution['events']?.(made)).toEqual({ ...share, parts: [report, report] });
  });

  it('is written down as JSON Schema for every kind', () => {
    const { properties } = contractAsJsonSchema() as {
      readonly properties: Readonly<Record<string, object>>;
    };
    expect(Object.keys(properties)).toEqual(partKinds);
  });

  it('spells as the graph does', () => {
    const schema = buildSchema(composeSupergraph().apiSdl);
    const spelled = (name: string): readonly string[] => {
      const type = schema.getType(name);
      return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
    };
    const agreed = {
      ActivityKind: words.activityKinds,
      ConcernSeverity: words.concernSeverities,
      CostUnit: words.costUnits,
      EventKind: words.eventKinds,
      HelpFrame: words.helpFrames,
      Organisation: words.organisationKinds,
      Precision: words.precisions,
      ShownUnder: words.shownUnders,
      SourceOutcomeKind: outcomeKinds,
      SourceOutcomeReason: outcomeReasons,
      StatementKind: words.statementKinds,
      TermKind: words.termKinds,
      WorkDomain: words.workDomains,
    };
    for (const [name, values] of Object.entries(agreed)) {
      expect([name, ...spelled(name)].sort()).toEqual([name, ...values].sort());
    }
  });
});
