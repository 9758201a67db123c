/**
 * What the organisations handed over for a combined field, in one line for each of them, always all of them.
 *
 * What did not arrive counts as an organisation that could not be reached, never as one that has nothing. Of an organisation that
 * answered while cases of its wait for confirmation it is said that there may be more.
 */
import type { RecordTypeVisibility, SourceOutcome } from '../../../adapter-kit/source-outcomes.js';
import type {
  ActivityPart,
  ConcernPart,
  ContactPart,
  Contribution,
  CostPart,
  EventPart,
  HandoverPart,
  OrganisationKind,
  Part,
  SightingPart,
  TermPart,
  WorkPart,
} from '../combine/contribution.js';
import { contributionLost } from '../combine/outcomes.js';
import type { AcquaintancePart, AgreementPart, HelpPart, MeasurePart } from '../combine/relay-parts.js';
import { unconfirmedLinks } from '../register/keys.js';
import type { HouseholdView } from '../viewing.js';

/** The kinds of parts of `CombinedContribution` in the shared schema. */
export interface PartsByKind {
  readonly events: EventPart;
  readonly terms: TermPart;
  readonly work: WorkPart;
  readonly sightings: SightingPart;
  readonly concerns: ConcernPart;
  readonly activities: ActivityPart;
  readonly handovers: HandoverPart;
  readonly contacts: ContactPart;
  readonly help: HelpPart;
  readonly measures: MeasurePart;
  readonly agreements: AgreementPart;
  readonly acquaintances: AcquaintancePart;
  readonly costs: CostPart;
}

/** An organisation, and the field of `Household` by which it contributes. */
export interface ContributingOrganisation {
  readonly organisation: OrganisationKind;
  readonly combinedField: string;
}

/** One kind of part as the organisations' subgraphs give it. */
interface GivenParts<Item extends Part> extends Pick<SourceOutcome, 'outcome' | 'reason'> {
  readonly visibility?: readonly RecordTypeVisibility[] | null;
  readonly parts: readonly Item[];
}

type GivenContribution = { readonly [Kind in keyof PartsByKind]?: GivenParts<PartsByKind[Kind]> | null };

export interface Gathering {
  readonly organisations: readonly ContributingOrganisation[];
  /** By field of `Household`, as the router handed them over. */
  readonly contributed: Readonly<Record<string, unknown>>;
  /** What this viewer may know of the household. */
  readonly view: HouseholdView;
}

export function contributionsOf<Kind extends keyof PartsByKind>(
  kind: Kind,
  { organisations, contributed, view }: Gathering,
): readonly Contribution<PartsByKind[Kind]>[] {
  const seen = new Set(view.members.map(({ id }) => id));
  return organisations.map(({ organisation, combinedField }) => {
    // The composed schema promises this shape to whoever resolves the combined fields.
    const given = (contributed[combinedField] as GivenContribution | null | undefined)?.[kind];
    if (!given) {
      const { outcome, reason } = contributionLost;
      return { organisation, outcome, reason, parts: [] };
    }
    const { outcome, reason, visibility, parts } = given;
    const mayHaveMore = outcome === 'ANSWERED' && unconfirmedLinks(view, organisation).length > 0;
    return {
      organisation,
      outcome,
      reason: reason ?? (mayHaveMore ? 'LINK_UNCONFIRMED' : null),
      ...(visibility ? { visibility } : {}),
      parts: parts.flatMap((part) => namingOnly(part, seen)),
    };
  });
}

/** A part names nobody but members of this household whom the viewer sees; one that is about a single member goes with that member. */
function namingOnly<Item extends Part>(part: Item, seen: ReadonlySet<string>): readonly Item[] {
  const { memberIds } = part;
  if ('memberId' in part && !seen.has(String(part.memberId))) return [];
  const named = memberIds.every((id) => seen.has(id))
    ? part
    : { ...part, memberIds: memberIds.filter((id) => seen.has(id)) };
  if (!('filedOnMemberId' in named) || named.filedOnMemberId === null) return [named];
  return [seen.has(String(named.filedOnMemberId)) ? named : { ...named, filedOnMemberId: null }];
}
