/**
 * What the Raad contributes to the combined view of a household: how its investigations went, what the
 * juvenile court decided, from when an investigation runs, and who worked on it and met whom
 * (`contributed-work.ts`).
 *
 * A part is made of a record that is open to this viewer and not past its retention, under the row of that kind
 * of record. Events and terms say no more than the fields of that record do. Who asked for an investigation
 * stands in no part: it names a region.
 */
import { contributeParts, type PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import type { OpenedCase } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { type KeyedEntity, toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import {
  acquaintances,
  activities,
  contacts,
  handovers,
  type PartsOfRecord,
  sightings,
  work,
} from './contributed-work.js';
import { foundRecords, openInvestigations } from './found-records.js';
import type { RaadContext } from './resolvers.js';
import type { RaadFile, RaadInvestigation } from './source.js';
import { type FoundRecord, toCouncilInvestigation, toCourtDecision } from './to-graph.js';

/** The value of `Household.raadCombined`: each kind of part is read when it is asked for. */
export function contributeCombined(household: KeyedEntity, context: RaadContext, system: string) {
  const fromStatus = (partsIn: PartsOfRecord, isKeptIn: (investigations: Investigations) => boolean) => [
    {
      ...partsFrom('raad-status', (found) => partsIn(found, context, system)),
      isKept: (opened: OpenedCase<RaadFile>) => isKeptIn(openInvestigations(opened, 'raad-status', context)),
    },
  ];
  return contributeParts<RaadFile, RaadContext>(household, context.loaders.files, context, {
    events: [
      partsFrom('raad-status', (found) => investigationEvents(found, context, system)),
      partsFrom('court-decision', (found) => courtEvents(found, context, system)),
    ],
    terms: fromStatus(investigationTerms, fromMessages),
    work: fromStatus(work, fromDossier),
    contacts: fromStatus(contacts, fromDossier),
    handovers: fromStatus(handovers, fromDossier),
    activities: fromStatus(activities, fromMessages),
    sightings: fromStatus(sightings, fromDossier),
    acquaintances: fromStatus(acquaintances, fromListOfParties),
  });
}

type Investigations = readonly RaadInvestigation[];

const fromMessages = (): boolean => true;

/** Where the Raad's own system handed in nothing, that there was nothing is not said. */
function fromDossier(investigations: Investigations): boolean {
  return investigations.every(({ dossier = null }) => dossier !== null);
}

/** One list stands for the case, with the record that has its number. */
function fromListOfParties(investigations: Investigations): boolean {
  const isTold = ({ dossier = null }: RaadInvestigation): boolean =>
    dossier !== null && dossier.knows !== null;
  return investigations.length === 0 || investigations.some(isTold);
}

function partsFrom(
  recordType: RecordType,
  partsIn: (found: FoundRecord) => readonly object[],
): PartsFrom<RaadFile, RaadContext> {
  return {
    recordType,
    async parts(opened, household, context) {
      return (await foundRecords(opened, recordType, household, context)).flatMap(partsIn);
    },
  };
}

function investigationEvents(found: FoundRecord, context: RaadContext, system: string): readonly object[] {
  const shown = toCouncilInvestigation(found, context, system);
  const days = [
    ['COUNCIL_REQUESTED', shown.requestedOn],
    ['COUNCIL_INTAKE_COMPLETED', shown.intakeCompletedOn],
    ['COUNCIL_INVESTIGATION_STARTED', shown.startedOn],
    ['COUNCIL_INVESTIGATION_COMPLETED', shown.endedOn],
  ] as const;
  return days.flatMap(([kind, when]) =>
    when === null ? [] : [{ ...toPart(found, kind, shown), ...onDay(when), text: null }],
  );
}

function courtEvents(found: FoundRecord, context: RaadContext, system: string): readonly object[] {
  const shown = toCourtDecision(found, context, system);
  if (shown === null) return [];
  return [{ ...toPart(found, 'COURT_DECIDED', shown), ...onDay(shown.decidedOn), text: shown.explanation }];
}

/**
 * From the day on which an investigation began. Of a case that was notified as completed without the day on which its investigation was,
 * no term is told: it was done, and nobody knows when.
 */
function investigationTerms(found: FoundRecord, context: RaadContext, system: string): readonly object[] {
  const shown = toCouncilInvestigation(found, context, system);
  const { startedOn: from, endedOn: doneOn, status } = shown;
  const isDoneOnUnknownDay = doneOn === null && status === 'CASE_COMPLETED';
  if (from === null || isDoneOnUnknownDay) return [];
  return [{ ...toPart(found, 'COUNCIL_INVESTIGATION', shown), from, alsoFrom: null, doneOn }];
}

/** What the messages tell has a day and no hour, and is a fact. */
function onDay(when: string) {
  return { when, precision: 'DAY', statementKind: 'FACT' };
}

function toPart<Source>(
  { one, memberIds }: FoundRecord,
  kind: string,
  { source }: { readonly source: Source },
) {
  return { id: toRecordId('RAAD', one.recordNumber, kind), kind, memberIds, source };
}
