/**
 * The local teams' share in the combined view: what happened, of records that are open to this viewer. A goal of a family plan is
 * agreed with the family and no statutory term, so terms there are none.
 */
import { contributeParts, type PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import type { OpenedCase } from '../../adapter-kit/access/open-cases.js';
import { isRetained, type KeyedEntity, toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import { contributedCasework } from './contributed-casework.js';
import { contributedWork } from './contributed-work.js';
import {
  type Analysis,
  type LocalTeamFile,
  type Provision,
  plansRecordId,
  type StoryVersion,
  storyRecordId,
} from './source.js';
import { certainMemberIdsOf, type LocalTeamContext, organisation, sourceOf, unitOf } from './to-graph.js';

type Parts = PartsFrom<LocalTeamFile, LocalTeamContext>['parts'];

/** The value of `Household.localTeamCombined`. */
export function contributeCombined(household: KeyedEntity, context: LocalTeamContext) {
  return contributeParts(household, context.loaders.files, context, {
    events: [
      { recordType: 'family-plan', parts: familyPlanEvents },
      { recordType: 'provision', parts: supportEvents('provision') },
      // Help with debts is support too, and is decided as what it is.
      { recordType: 'debts', parts: supportEvents('debts') },
    ],
    help: [{ recordType: 'provision', parts: supportAsHelp }],
    ...contributedWork,
    ...contributedCasework,
  });
}

interface EventsOf {
  /** Names the record among all of the local teams. */
  readonly record: readonly string[];
  readonly memberIds: readonly string[];
  /** Of the record: that an agreement was made is told as an agreement. */
  readonly statementKind: 'FACT' | 'OPINION' | 'AGREEMENT';
  readonly source: object;
}

/** `[]` where no day was recorded: nothing is derived. `text`: words that the record's own field shows this viewer as well. */
function eventOf(
  { record, memberIds, statementKind, source }: EventsOf,
  kind: string,
  when: string | null,
  text: string | null = null,
): readonly object[] {
  if (when === null) return [];
  const id = toRecordId(organisation, ...record, kind);
  return [{ id, kind, when, precision: 'DAY', text, memberIds, statementKind, source }];
}

/** The plan, the story and the broad analysis: records of one kind to the rules. */
const familyPlanEvents: Parts = (opened, household, context) => [
  ...planEvents(opened, context),
  ...storyEvents(opened, context),
  ...opened.record.analyses
    .filter(
      (analysis) => opened.isOpen('family-plan', analysis.recordId) && isRetained(analysis, context.today),
    )
    .flatMap((analysis) => analysisEvents(analysis, opened, household, context)),
];

function planEvents(
  { record: file, isOpen }: OpenedCase<LocalTeamFile>,
  context: LocalTeamContext,
): readonly object[] {
  if (!isOpen('family-plan', plansRecordId)) return [];
  return file.familyPlans
    .filter((plan) => isRetained(plan, context.today))
    .flatMap((plan) => {
      const about: EventsOf = {
        record: ['plan', plan.recordId],
        memberIds: [],
        statementKind: 'AGREEMENT',
        source: sourceOf(file, plan, context),
      };
      return [
        ...eventOf(about, 'FAMILY_PLAN_MADE', plan.madeOn),
        ...eventOf({ ...about, statementKind: 'FACT' }, 'FAMILY_PLAN_ENDED', plan.endedOn),
      ];
    });
}

/** Each version is the family's own account of that day. */
function storyEvents(
  { record: file, isOpen }: OpenedCase<LocalTeamFile>,
  context: LocalTeamContext,
): readonly object[] {
  const { story } = file;
  if (!story || !isOpen('family-plan', storyRecordId)) return [];
  return story.versions
    .map((version, index) => ({ version, name: nameOf(version, story.versions.slice(0, index)) }))
    .filter(({ version }) => isRetained(version, context.today))
    .flatMap(({ version, name }) => {
      const source = sourceOf(file, { ...story, recordedAt: version.recordedAt }, context);
      const about: EventsOf = {
        record: ['story', story.recordId, ...name],
        memberIds: [],
        statementKind: 'OPINION',
        source,
      };
      return eventOf(about, 'STORY_TOLD', version.writtenOn, version.text);
    });
}

/** A version has no number of its own: its day names it, and of several of one day their order. */
function nameOf({ writtenOn }: StoryVersion, before: readonly StoryVersion[]): readonly string[] {
  return [writtenOn, String(before.filter((version) => version.writtenOn === writtenOn).length)];
}

function analysisEvents(
  analysis: Analysis,
  { record: file }: OpenedCase<LocalTeamFile>,
  household: KeyedEntity,
  context: LocalTeamContext,
): readonly object[] {
  const about: EventsOf = {
    record: ['analysis', analysis.recordId],
    memberIds: certainMemberIdsOf(household, analysis.persons, file),
    statementKind: 'FACT',
    source: sourceOf(file, analysis, context),
  };
  return [
    ...eventOf(about, 'ANALYSIS_STARTED', analysis.startedOn),
    ...eventOf(about, 'ANALYSIS_COMPLETED', analysis.endedOn),
  ];
}

function supportEvents(recordType: 'provision' | 'debts'): Parts {
  const isOfKind = ({ isDebtHelp }: Provision): boolean => isDebtHelp === (recordType === 'debts');
  return ({ record: file, isOpen }, household, context) =>
    file.provisions
      .filter(
        (provision) =>
          isOfKind(provision) &&
          isOpen(recordType, provision.recordId) &&
          isRetained(provision, context.today),
      )
      .flatMap((provision) => {
        const about: EventsOf = {
          record: ['provision', provision.recordId],
          memberIds: certainMemberIdsOf(household, provision.persons, file),
          statementKind: 'FACT',
          source: sourceOf(file, provision, context),
        };
        return [
          ...eventOf(about, 'SUPPORT_STARTED', provision.startedOn, provision.kind),
          ...eventOf(about, 'SUPPORT_ENDED', provision.endedOn, provision.kind),
        ];
      });
}

/**
 * What the team itself gives, of the family's own will; when it was asked for is not recorded. Help with debts is none of it, so that
 * nobody is told of it under the rule about other support. Of support to persons of whom none is certainly a member nothing is told:
 * help to nobody by name counts as help to the whole household.
 */
const supportAsHelp: Parts = ({ record: file, isOpen }, household, context) =>
  file.provisions
    .filter(
      (provision) =>
        !provision.isDebtHelp &&
        isOpen('provision', provision.recordId) &&
        isRetained(provision, context.today),
    )
    .flatMap((provision) => {
      const memberIds = certainMemberIdsOf(household, provision.persons, file);
      if (provision.persons.length > 0 && memberIds.length === 0) return [];
      return [
        {
          id: toRecordId(organisation, 'help', provision.recordId),
          name: provision.kind,
          provider: unitOf(file),
          frame: 'VOLUNTARY',
          askedOn: null,
          startedOn: provision.startedOn,
          until: provision.endedOn,
          memberIds,
          source: sourceOf(file, provision, context),
        },
      ];
    });
