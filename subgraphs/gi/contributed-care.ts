/**
 * What the GI's iJw messages give to the combined view, beside what its case database gives. Youth care stands in another system: while
 * its messages cannot be read, a kind of part that is made of both is not available, for a list without them would look whole.
 */
import type { contributeParts } from '../../adapter-kit/access/contribute-parts.js';
import { toGraphRecordType } from '../../adapter-kit/access/record-attributes.js';
import { WithheldError } from '../../adapter-kit/access/withheld.js';
import { type KeyedEntity, toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import { toSourceError } from '../../adapter-kit/source-error.js';
import {
  outcomeOfError,
  outcomeOfWithheld,
  type SourceOutcome,
  worstOutcome,
} from '../../adapter-kit/source-outcomes.js';
import { eventOf } from './event-of.js';
import {
  type GiContext,
  openCosts,
  openProvisions,
  outcomeOfCosts,
  outcomeOfProvisions,
} from './opened-cases.js';
import {
  type CareNote,
  type CostLineRecord,
  careNoteKey,
  childProtectionCategory,
  costLineNumber,
  type ProvisionRecord,
  provisionNumber,
} from './source.js';
import { toMessageSource, toProvision, whoseRecord } from './to-graph.js';

type Contributed = Awaited<ReturnType<ReturnType<typeof contributeParts>['events']>>;

/** Parts made of what the messages hold of a household's members. */
interface CareParts {
  readonly recordType: 'provision' | 'cost-line';
  readonly parts: (household: KeyedEntity, context: GiContext) => Promise<readonly object[]>;
  readonly outcome: (household: KeyedEntity, context: GiContext) => Promise<SourceOutcome>;
}

/** The parts of the cases with those of the messages: of both, or of neither. */
export async function withCare(
  ofCases: Promise<Contributed>,
  household: KeyedEntity,
  context: GiContext,
  made: CareParts,
): Promise<Contributed> {
  const [cases, care] = await Promise.all([ofCases, contributeCare(household, context, made)]);
  const visibility = context.access && {
    visibility: [
      ...(cases.visibility ?? []),
      {
        recordType: toGraphRecordType(made.recordType),
        visibility: context.access.visibilityOf(made.recordType).visibility,
      },
    ],
  };
  if (!care) return { ...cases, ...visibility };
  const worst = worstOutcome({ outcome: cases.outcome, reason: cases.reason, asOf: null }, care);
  const parts = worst.outcome === 'ANSWERED' ? [...cases.parts, ...care.parts] : [];
  return { outcome: worst.outcome, reason: worst.reason, parts, ...visibility };
}

interface Care extends SourceOutcome {
  readonly parts: readonly object[];
}

/** `null`: this viewer is never shown such records, and the messages are not asked. */
async function contributeCare(
  household: KeyedEntity,
  context: GiContext,
  made: CareParts,
): Promise<Care | null> {
  if (context.access?.visibilityOf(made.recordType).visibility === 'NONE') return null;
  try {
    const parts = await made.parts(household, context);
    return { ...(await made.outcome(household, context)), parts };
  } catch (thrown) {
    const failed =
      thrown instanceof WithheldError
        ? outcomeOfWithheld(thrown)
        : outcomeOfError(toSourceError(thrown, context.organisation));
    return { ...failed, parts: [] };
  }
}

/** iJw knows no household: an event names whom it was filed on, for a family often its youngest child. */
export const careEvents: CareParts = {
  recordType: 'provision',
  outcome: outcomeOfProvisions,
  parts: async (household, context) =>
    (await shownProvisions(household, context)).flatMap(({ provision, memberId }) => {
      const { category, source } = toProvision(provision, memberId, context);
      const about = {
        record: [context.organisation, provisionNumber(provision), memberId ?? ''],
        memberIds: memberId === null ? [] : [memberId],
        source,
      };
      return [
        ...eventOf(about, 'CARE_ALLOCATED', provision.allocatedOn, category.label),
        ...eventOf(about, 'CARE_STARTED', provision.startedOn, category.label),
        ...eventOf(about, 'CARE_ENDED', provision.endedOn, category.label),
      ];
    }),
};

/**
 * Child protection (category 48) is the measure itself, and no help that is waited for. Help of which it is in dispute whose it is, is left
 * out: help to nobody by name counts as help to the whole household.
 */
export const careHelp: CareParts = {
  recordType: 'provision',
  outcome: outcomeOfProvisions,
  parts: async (household, context) => {
    const helping = (await shownProvisions(household, context)).filter(
      ({ provision, memberId }) => memberId !== null && provision.categoryCode !== childProtectionCategory,
    );
    return Promise.all(
      helping.map(async ({ provision, memberId }) => {
        const { providerName, helpName, isUnderMeasure } = await context.loaders.careNotes.load(
          careNoteKey(provision),
        );
        return {
          id: toRecordId(context.organisation, 'help', provisionNumber(provision), memberId ?? ''),
          name: helpName ?? provision.categoryCode,
          provider: providerName ?? provision.provider,
          frame: frameOf(isUnderMeasure),
          askedOn: provision.allocatedOn,
          startedOn: provision.startedOn,
          until: provision.endedOn,
          memberIds: memberId === null ? [] : [memberId],
          source: toProvision(provision, memberId, context).source,
        };
      }),
    );
  },
};

/** As filed: iJw files what is for a whole family on one child. */
export const careCosts: CareParts = {
  recordType: 'cost-line',
  outcome: outcomeOfCosts,
  parts: async (household, context) => {
    const opened = await openCosts(household, context);
    const lines = opened.flatMap(({ reference: person, record, isOpen }) =>
      record
        .filter((line) => isOpen('cost-line', costLineNumber(line)))
        .map((line) => ({ line, memberId: memberOf(household, person) })),
    );
    return Promise.all(
      lines.map(async ({ line, memberId }) => ({
        ...(await toCost(line, context)),
        id: toRecordId(context.organisation, 'cost', costLineNumber(line), memberId ?? ''),
        filedOnMemberId: memberId,
        memberIds: memberId === null ? [] : [memberId],
        source: toMessageSource(line.unit, line.reference, context),
      })),
    );
  },
};

/** What a line says of its cost, without whose it is or where it stands. */
export async function toCost(line: CostLineRecord, { loaders }: GiContext) {
  const { costName, isForFamily, isUnderMeasure, pieceUnit } = await loaders.careNotes.load(
    careNoteKey(line),
  );
  return {
    category: costName ?? line.categoryCode,
    frame: frameOf(isUnderMeasure),
    from: line.from,
    until: line.until,
    quantity: line.quantity,
    unit: unitOfCosts(line, pieceUnit),
    tariffCents: line.tariffCents,
    isForFamily,
    // Whoever holds the same declaration makes the same of it.
    line: toRecordId('JW323', costLineNumber(line)),
  };
}

/** One sum is one piece. */
function unitOfCosts({ countedIn }: CostLineRecord, pieceUnit: CareNote['pieceUnit']) {
  if (countedIn === 'AMOUNT') return 'PIECE';
  return countedIn === 'PIECE' ? (pieceUnit ?? 'PIECE') : countedIn;
}

function frameOf(isUnderMeasure: boolean): 'FORCED' | 'VOLUNTARY' {
  return isUnderMeasure ? 'FORCED' : 'VOLUNTARY';
}

/** `null`: it is in dispute whose number it is. */
export function memberOf({ key }: KeyedEntity, person: string): string | null {
  return whoseRecord(key, { pseudonym: person, localKey: '' }, '').memberId;
}

interface ShownProvision {
  readonly provision: ProvisionRecord;
  /** `null`: it is in dispute whose number it was filed on. */
  readonly memberId: string | null;
}

async function shownProvisions(
  household: KeyedEntity,
  context: GiContext,
): Promise<readonly ShownProvision[]> {
  const opened = await openProvisions(household, context);
  return opened.flatMap(({ reference: person, record, isOpen }) =>
    record
      .filter((provision) => isOpen('provision', provisionNumber(provision)))
      .map((provision) => ({
        provision,
        memberId: memberOf(household, person),
      })),
  );
}
