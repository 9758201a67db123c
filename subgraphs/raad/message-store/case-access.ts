/**
 * A case as far as it may be read: first what is decided from, then of the case itself only the parts that were permitted.
 *
 * Three records hang on one investigation, each under rules of its own: how far it is, what came of it, and what the court
 * decided. A person's name and birth day are a record as well, one each.
 */
import { recordKey } from '../../../adapter-kit/access/case-loader.js';
import type { RecordAttributes } from '../../../adapter-kit/access/record-attributes.js';
import { isRoleOfHousehold } from '../../../adapter-kit/roster.js';
import {
  caseFileSchema,
  type StoreCaseAttributes,
  type StoreCaseFile,
} from '../adapters/case-file-contract.js';
import type { DossierMessage } from '../adapters/dossier-contract.js';
import {
  groupChildren,
  type InvestigationGroup,
  isChildRole,
  tellsOfStatus,
} from '../adapters/investigations.js';
import type { CaseAccess } from './access-register.js';
import type { CaseFile } from './case-file.js';
import { splitDossier } from './split-dossier.js';

/** What kind of organisation somebody is who asks for an investigation. Jeugdwet art. 3.1 lid 1. */
export type RequesterKind = 'COLLEGE' | 'VT' | 'GI';

/** OIN of an organisation to its kind. Who is not in it is of no kind, and then nothing is given on the ground of a request. */
export type RequesterKinds = ReadonlyMap<string, RequesterKind>;

type RecordsAttributes = StoreCaseAttributes['records'];

/** What is decided from. Nothing of it is content, and the case stays closed: no name, no word of a message. */
export function attributesOf(
  file: CaseFile,
  { requesterKinds, access }: { readonly requesterKinds: RequesterKinds; readonly access: CaseAccess },
): StoreCaseAttributes {
  const persons = file.persons.filter(({ role }) => isRoleOfHousehold(role));
  const adults = persons.filter(({ role }) => !isChildRole(role));
  return {
    reference: file.reference,
    since: file.since,
    until: file.until,
    requestedBy: requestedBy(file, requesterKinds),
    persons: persons.map(({ localKey, rawBsn }) => ({ localKey, rawBsn })),
    records: groupsOf(file).flatMap((group): RecordsAttributes => {
      const { recordNumber: number, progress } = group;
      const { decision, result } = progress;
      const shared = {
        number,
        concerns: [...adults, ...group.children].map(({ localKey }) => localKey),
        measure: measureOf(progress),
      };
      const requestedOn = firstDay(file.requests.map(({ registeredOn }) => registeredOn));
      return [
        {
          ...shared,
          recordType: 'raad-status',
          since: requestedOn ?? file.since,
          until: file.until,
        },
        ...(result === null
          ? []
          : [{ ...shared, recordType: 'raad-report' as const, since: progress.endedOn, until: null }]),
        ...(decision === null
          ? []
          : [
              {
                ...shared,
                recordType: 'court-decision' as const,
                since: decision.decidedOn,
                until: decision.effectiveUntil,
              },
            ]),
      ];
    }),
    releases: [...access.releases],
    consents: [...access.consents],
    shieldedFrom: [...access.shieldedFrom],
  };
}

/** The whole case, with what its dossier message tells of each investigation. */
export function wholeOf(file: CaseFile, dossier: DossierMessage | null) {
  return dossier === null ? file : { ...file, dossiers: splitDossier(groupsOf(file), dossier) };
}

/** The case with these records in it (`recordKey`), and nothing of any other. */
export function partOf(file: CaseFile, only: ReadonlySet<string>, dossier: DossierMessage | null = null) {
  const isOpen = (recordType: RecordAttributes['recordType'], recordId: string): boolean =>
    only.has(recordKey({ recordType, recordId }));
  const opened = groupsOf(file).filter(({ recordNumber }) =>
    (['raad-status', 'raad-report', 'court-decision'] as const).some((type) => isOpen(type, recordNumber)),
  );
  const persons = file.persons.filter(({ role }) => isRoleOfHousehold(role));
  const concerned = new Set(
    opened.length === 0
      ? []
      : [
          ...persons.filter(({ role }) => !isChildRole(role)),
          ...opened.flatMap(({ children }) => children),
        ].map(({ localKey }) => localKey),
  );
  return {
    reference: file.reference,
    persons: persons
      .filter(({ localKey }) => concerned.has(localKey) || isOpen('identity', localKey))
      .map(({ localKey, rawBsn, role, name, birthDate }) => ({
        localKey,
        rawBsn,
        role,
        sex: null,
        stays: [],
        // Somebody may be meant by a record without being shown by name.
        ...(isOpen('identity', localKey) ? { name, birthDate } : { name: null, birthDate: null }),
      })),
    requests: opened.some(({ recordNumber }) => isOpen('raad-status', recordNumber)) ? file.requests : [],
    notifications: opened.flatMap(({ recordNumber, children }) => {
      const clients = new Set(children.map(({ localKey }) => localKey));
      const status = isOpen('raad-status', recordNumber);
      const report = isOpen('raad-report', recordNumber);
      const decision = isOpen('court-decision', recordNumber);
      return file.notifications
        .filter(({ client }) => clients.size === 0 || clients.has(client))
        .filter(
          (one) =>
            (status && tellsOfStatus(one)) ||
            (report && one.result !== null) ||
            (decision && one.decisions.length > 0),
        )
        .map((one) => ({
          client: one.client,
          sentAt: one.sentAt,
          ...(status
            ? {
                about: one.about,
                startedOn: one.startedOn,
                status: one.status,
                statusSetOn: one.statusSetOn,
              }
            : { about: null, startedOn: null, status: null, statusSetOn: null }),
          result: report ? one.result : null,
          decisions: decision ? one.decisions : [],
        }));
    }),
    records: opened.map(({ recordNumber: number, children }) => ({
      number,
      clients: children.map(({ localKey }) => localKey),
    })),
    // Who works on an investigation, and whom they met, is how far it is.
    ...(dossier === null
      ? {}
      : {
          dossiers: splitDossier(groupsOf(file), dossier).filter(({ number }) =>
            isOpen('raad-status', number),
          ),
        }),
  };
}

const groupsByFile = new WeakMap<CaseFile, readonly InvestigationGroup[]>();

// A case file is made anew when a message changes it, so what was found of one stays right.
function groupsOf(file: CaseFile): readonly InvestigationGroup[] {
  const known = groupsByFile.get(file);
  if (known) return known;
  const parsed: StoreCaseFile = caseFileSchema.parse(file);
  const subjects = parsed.persons
    .filter(({ role }) => isRoleOfHousehold(role))
    .map(({ localKey, role }) => ({ pseudonym: null, localKey, isChild: isChildRole(role) }));
  const groups = groupChildren(parsed, subjects);
  groupsByFile.set(file, groups);
  return groups;
}

// Of several who asked the first one counts, as in what is shown. Who asked first but is of no known kind is nobody's reason.
function requestedBy(file: CaseFile, kinds: RequesterKinds): StoreCaseAttributes['requestedBy'] {
  if (file.isExOfficio) return 'EX_OFFICIO';
  const [first] = [...file.requests].sort((left, right) =>
    (left.registeredOn ?? '9999').localeCompare(right.registeredOn ?? '9999'),
  );
  return (first && kinds.get(first.sender)) ?? null;
}

function measureOf({
  result,
  decision,
}: InvestigationGroup['progress']): RecordsAttributes[number]['measure'] {
  if (result !== 'MEASURE_IMPOSED' || !decision?.effectiveFrom) return null;
  return { since: decision.effectiveFrom, until: decision.effectiveUntil };
}

function firstDay(days: readonly (string | null)[]): string | null {
  return days.filter((day) => day !== null).sort()[0] ?? null;
}
