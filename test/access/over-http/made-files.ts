/** The content of a made case, with the records in it that were asked for and no others, as each organisation's port gives it. */
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import { emptyCourse } from '../../../subgraphs/gi/case-course.js';
import { helpPartOf, workersPartOf } from '../../../subgraphs/gi/record-parts.js';
import type { CaseWorkerRecord, GiFile, ProvisionRecord } from '../../../subgraphs/gi/source.js';
import {
  type Involvement,
  type LocalTeamFile,
  plansRecordId,
  storyRecordId,
} from '../../../subgraphs/local-team/source.js';
import type { RaadDossier, RaadFile } from '../../../subgraphs/raad/source.js';
import type { VeiligThuisFile } from '../../../subgraphs/veilig-thuis/source.js';
import { contentMark, markedDay, recordedName } from './made-records.js';

/** The record ids that may be read of a case, by kind of record. */
export type Permitted = ReadonlyMap<RecordType, readonly string[]>;

export interface MadeCase {
  readonly reference: string;
  /** The number of its records. */
  readonly index: number;
  /** Pseudonym of the child whom records are about. */
  readonly child: string;
  readonly permitted: Permitted;
}

const day = '2026-03-01';
const code = (label: string) => ({ code: '1', label, list: 'made', version: '1' });
const person = (pseudonym: string) => ({ pseudonym, localKey: pseudonym });
const idsOf = (permitted: Permitted, recordType: RecordType): readonly string[] =>
  permitted.get(recordType) ?? [];

function personsOf({ reference, permitted }: MadeCase) {
  return idsOf(permitted, 'identity').map((localKey) => ({
    ...person(localKey),
    name: recordedName(reference, localKey),
    birthDate: '2000-01-01',
  }));
}

/** All parts of a case hang on its one report, where that may be read. */
export function veiligThuisFile(made: MadeCase): VeiligThuisFile {
  const { permitted } = made;
  const mark = (recordType: RecordType, id: string) => contentMark('veilig-thuis', recordType, id);
  const part = (partNumber: string) => ({
    partNumber,
    reportNumber: `report-${made.index}`,
    retainUntil: null,
  });
  return {
    unit: 'Made Veilig Thuis',
    system: 'made',
    persons: personsOf(made),
    reports: idsOf(permitted, 'report').map((reportNumber) => ({
      reportNumber,
      recordedAt: null,
      receivedOn: '2026-03-01T12:00:00Z',
      relation: 'FIRST',
      repeatOf: null,
      violenceKinds: [{ kind: 'OTHER', code: code(mark('report', reportNumber)) }],
      occasions: [code(mark('report', reportNumber))],
      statementKind: 'FACT',
      statements: [{ text: mark('report', reportNumber), statementKind: 'FACT' }],
      incident: { occurredOn: day, involved: [{ person: person(made.child), role: 'VICTIM' }] },
      concerns: [
        {
          fact: mark('report', reportNumber),
          label: null,
          nature: null,
          severity: null,
          observedOn: day,
          statementKind: 'FACT',
          persons: [],
          reactions: [],
        },
      ],
      informed: [],
      retainUntil: null,
    })),
    safetyAssessments: idsOf(permitted, 'safety-assessment').map((id) => ({
      ...part(id),
      assessedOn: day,
      dueOn: null,
      outcome: 'HANDED_OVER',
      outcomeCode: code(mark('safety-assessment', id)),
      workers: [worker(mark('safety-assessment', id))],
    })),
    safetyPlans: idsOf(permitted, 'safety-assessment').map((id) => ({
      ...part(id),
      validFrom: day,
      validUntil: null,
      agreements: [{ text: mark('safety-assessment', id), statementKind: 'AGREEMENT' }],
    })),
    inquiries: idsOf(permitted, 'vt-inquiry').map((id) => ({
      ...part(id),
      recordedAt: null,
      decidedOn: day,
      startedOn: day,
      endedOn: null,
      outcome: null,
      persons: [person(made.child)],
      workers: [worker(mark('vt-inquiry', id))],
      takeOvers: [
        {
          to: 'RAAD',
          unit: null,
          on: markedDay('vt-inquiry', id),
          reason: mark('vt-inquiry', id),
          persons: [],
        },
      ],
    })),
  };
}

/** One for each record, so that nobody is two. */
function worker(name: string) {
  return { worker: name, name, role: 'made', carriesCase: null, from: day, until: null };
}

export function raadFile(made: MadeCase): RaadFile {
  const { permitted } = made;
  const statuses = new Set(idsOf(permitted, 'raad-status'));
  const results = new Set(idsOf(permitted, 'raad-report'));
  const decisions = new Set(idsOf(permitted, 'court-decision'));
  return {
    unitName: 'Made Raad',
    persons: personsOf(made),
    investigations: [...new Set([...statuses, ...results, ...decisions])].map((recordNumber) => ({
      recordNumber,
      kind: statuses.has(recordNumber) ? 'PROTECTION' : null,
      requestedOn: statuses.has(recordNumber) ? day : null,
      requestedBy: statuses.has(recordNumber) ? contentMark('raad', 'raad-status', recordNumber) : null,
      intakeCompletedOn: null,
      startedOn: null,
      endedOn: null,
      status: statuses.has(recordNumber) ? 'INTAKE_COMPLETED' : null,
      result: results.has(recordNumber) ? 'NO_PETITION' : null,
      decision: decisions.has(recordNumber)
        ? {
            decidedOn: day,
            explanation: contentMark('raad', 'court-decision', recordNumber),
            effectiveFrom: null,
            effectiveUntil: null,
          }
        : null,
      concerns: [person(made.child)],
      dossier: statuses.has(recordNumber)
        ? dossierOf(contentMark('raad', 'raad-status', recordNumber), markedDay('raad-status', recordNumber))
        : null,
      recordedAt: null,
      resultRecordedAt: results.has(recordNumber)
        ? `${markedDay('raad-report', recordNumber)}T00:00:00Z`
        : null,
      decisionRecordedAt: null,
      retainUntil: null,
    })),
  };
}

function dossierOf(mark: string, onDay: string): RaadDossier {
  return {
    recordedAt: '2026-03-01T12:00:00Z',
    work: [{ id: mark, worker: mark, name: mark, role: mark, carriesCase: null, since: day, until: null }],
    contacts: [],
    handovers: [{ id: mark, toOrganisation: 'GI', toUnit: null, askedOn: onDay, reason: mark, concerns: [] }],
    sightings: [],
    knows: null,
  };
}

export function giFile(made: MadeCase): GiFile {
  const { permitted } = made;
  const measures = idsOf(permitted, 'measure');
  const plans = idsOf(permitted, 'gi-plan');
  const numberIn = (recordId: string): string => recordId.replace(/\D/g, '');
  return {
    unit: 'Made GI',
    persons: personsOf(made),
    measures: measures
      .filter((id) => !id.includes(' ('))
      .map((number) => ({
        number,
        child: person(made.child),
        kindCode: '11',
        codeListVersion: '1',
        startedOn: day,
        endsOn: null,
        endedOn: null,
        endReasonCode: null,
        caseWorkers: measures.includes(workersPartOf(number))
          ? [madeWorker(contentMark('gi', 'measure', number))]
          : [],
        firstContactOn: null,
        firstContactBy: null,
        familyPlanWaivedOn: null,
        planNumber: `gi-plan-${numberIn(number)}`,
        retainUntil: null,
        recordedAt: '2026-03-01T12:00:00Z',
      })),
    authorisations: idsOf(permitted, 'court-decision').map((number) => ({
      number,
      measureNumber: `measure-${numberIn(number)}`,
      authorisedOn: markedDay('court-decision', number),
      validFrom: day,
      validUntil: day,
    })),
    placements: idsOf(permitted, 'placement-address').map((number) => ({
      number,
      measureNumber: `measure-${numberIn(number)}`,
      child: person(made.child),
      carriedOutOn: markedDay('placement-address', number),
      retainUntil: null,
    })),
    plans: plans
      .filter((id) => id !== helpPartOf(id))
      .map((number) => ({
        number,
        children: [{ ...person(made.child), retainUntil: null }],
        madeOn: day,
        endedOn: null,
        goals: [contentMark('gi', 'gi-plan', number)],
      })),
    course: emptyCourse,
  };
}

function madeWorker(name: string): CaseWorkerRecord {
  return { worker: name, name, role: 'made', domain: 'OTHER', carriesCase: null, since: day, until: null };
}

/** The number of a made provision; its kind of record is told by its text. */
export function provisionsOf(permitted: Permitted): readonly ProvisionRecord[] {
  return idsOf(permitted, 'provision').map((recordId) => {
    const [municipality = '', provider = '', allocationNumber = ''] = recordId.split('/');
    return {
      allocationNumber,
      municipality,
      categoryCode: '45',
      provider,
      allocatedOn: day,
      validFrom: day,
      validUntil: null,
      startedOn: null,
      endedOn: null,
      unit: 'Made GI',
    };
  });
}

function involvement(decidedAs: Involvement['decidedAs'], name: string, { child }: MadeCase): Involvement {
  return {
    recordId: `work of ${name}`,
    recordedAt: null,
    retainUntil: null,
    decidedAs,
    persons: [person(child)],
    worker: name,
    name,
    role: name,
    party: null,
    domain: 'SUPPORT',
    isFixedFace: false,
    carriesCase: null,
    shownUnder: null,
    since: day,
    until: null,
    intakeOn: null,
    contactOn: null,
  };
}

export function localTeamFile(made: MadeCase): LocalTeamFile {
  const { permitted, reference } = made;
  const mark = (recordType: RecordType, id: string) => contentMark('local-team', recordType, id);
  const base = (recordId: string) => ({ recordId, recordedAt: null, retainUntil: null });
  const ofPlan = idsOf(permitted, 'family-plan');
  const planMark = mark('family-plan', `family-plan-${made.index}`);
  const numbered = ofPlan.filter((id) => id !== plansRecordId && id !== storyRecordId);
  return {
    reference,
    unit: 'Made team',
    persons: personsOf(made),
    casework: {
      involvements: [
        ...(ofPlan.includes(plansRecordId)
          ? [involvement({ recordType: 'family-plan', recordId: plansRecordId }, planMark, made)]
          : []),
        ...(['debts'] as const).flatMap((recordType) =>
          idsOf(permitted, recordType).map((recordId) =>
            involvement({ recordType, recordId }, mark(recordType, recordId), made),
          ),
        ),
      ],
      sightings: [],
      concerns: [],
      agreements: [],
      acquaintances: [],
      costs: [],
    },
    familyPlans: ofPlan.includes(plansRecordId)
      ? [
          {
            ...base(`plan of ${reference}`),
            madeOn: day,
            endedOn: null,
            goals: [
              {
                domain: 'FINANCES',
                domainCode: code(planMark),
                text: planMark,
                owner: null,
                dueOn: null,
                achieved: null,
                familyView: null,
              },
            ],
          },
        ]
      : [],
    story: ofPlan.includes(storyRecordId)
      ? {
          recordId: `story of ${reference}`,
          versions: [{ writtenOn: day, text: planMark, recordedAt: null, retainUntil: null }],
        }
      : null,
    fixedFaces: numbered
      .filter((id) => id.endsWith('(face)'))
      .map((id) => ({ ...base(id), name: planMark, since: day, until: null })),
    analyses: numbered
      .filter((id) => id.endsWith('(analysis)'))
      .map((id) => ({
        ...base(id),
        decidedOn: day,
        startedOn: day,
        endedOn: null,
        persons: [],
      })),
    provisions: (['provision', 'debts'] as const).flatMap((recordType) =>
      idsOf(permitted, recordType).map((id) => ({
        ...base(id),
        isDebtHelp: recordType === 'debts',
        kind: mark(recordType, id),
        persons: [],
        startedOn: day,
        endedOn: null,
      })),
    ),
    probationHeaders: idsOf(permitted, 'probation-header').map((id) => ({
      ...base(id),
      youth: person(made.child),
      kindCode: code(mark('probation-header', id)),
      startedOn: day,
      endsOn: null,
      institution: mark('probation-header', id),
    })),
  };
}
