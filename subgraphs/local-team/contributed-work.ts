/** Who works with the family and when they met it, as the local teams recorded it, each under the decision about its own record. */
import type { PartsByKind, PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { isRetained, type KeyedEntity, toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import type { Involvement, LocalTeamFile } from './source.js';
import {
  certainMemberIdsOf,
  isCaseworkKept,
  isCaseworkKeptAt,
  type LocalTeamContext,
  organisation,
  sourceOf,
  unitOf,
} from './to-graph.js';

/** Who helps with debts or with mental health is shown under the rule about those. */
const recordTypes = ['family-plan', 'debts', 'mental-health'] as const;

type Made = PartsFrom<LocalTeamFile, LocalTeamContext>;

/** The kinds of parts about who works with the family. */
export const contributedWork = {
  work: recordTypes.map((recordType): Made => partsOf(recordType, workPart)),
  contacts: recordTypes.map((recordType): Made => partsOf(recordType, contactParts)),
} satisfies PartsByKind<LocalTeamFile, LocalTeamContext>;

/** What every part about an involvement has. */
interface About {
  readonly involvement: Involvement;
  readonly file: LocalTeamFile;
  readonly memberIds: readonly string[];
  readonly source: object;
}

function partsOf(recordType: RecordType, toParts: (about: About) => readonly object[]): Made {
  return {
    recordType,
    isKept: isCaseworkKept,
    isKeptAt: isCaseworkKeptAt,
    parts: ({ record: file, isOpen }, household: KeyedEntity, context) =>
      (file.casework?.involvements ?? [])
        .filter(
          (involvement) =>
            involvement.decidedAs.recordType === recordType &&
            isOpen(recordType, involvement.decidedAs.recordId) &&
            isRetained(involvement, context.today) &&
            mayBeShown(involvement),
        )
        .flatMap((involvement) =>
          toParts({
            involvement,
            file,
            memberIds: certainMemberIdsOf(household, involvement.persons, file),
            source: sourceOf(file, involvement, context),
          }),
        ),
  };
}

/** Of a party outside the team somebody must have recorded why it may be shown at all. */
function mayBeShown({ party, shownUnder }: Involvement): boolean {
  return party === null || shownUnder !== null;
}

function workPart({ involvement, file, memberIds, source }: About): readonly object[] {
  const { recordId, party, worker, name, role, domain, isFixedFace, carriesCase, shownUnder, since, until } =
    involvement;
  return [
    {
      id: toRecordId(organisation, 'work', recordId),
      worker,
      name,
      role,
      employer: party ?? unitOf(file),
      employerKind: party === null ? organisation : null,
      domain,
      isFixedFace,
      carriesCase,
      duo: null,
      recordedBy: unitOf(file),
      shownUnder,
      since,
      until,
      memberIds,
      source,
    },
  ];
}

function contactParts({ involvement, file, memberIds, source }: About): readonly object[] {
  const { recordId, party, worker, intakeOn, contactOn } = involvement;
  // What a party outside did is not the unit's: the unit has met nobody by it, and answers nothing with it.
  const unit = party ?? unitOf(file);
  const contactOf = (kind: 'INTAKE' | 'FIRST_CONTACT', on: string | null): readonly object[] => {
    if (on === null) return [];
    const id = toRecordId(organisation, 'contact', recordId, kind);
    return [{ id, kind, unit, on, worker, memberIds, source }];
  };
  return [...contactOf('INTAKE', intakeOn), ...contactOf('FIRST_CONTACT', contactOn)];
}
