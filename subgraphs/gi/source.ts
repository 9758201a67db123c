/**
 * The port of the certified institution (GI): what its case database and its iJw messages give, as plain data. Days are text
 * (`YYYY-MM-DD`), instants RFC 3339. No BSN and no address passes it: persons are pseudonyms.
 */
import type { RecordAttributes } from '../../adapter-kit/access/record-attributes.js';
import type { OrganisationSource } from '../../adapter-kit/organisation-source.js';
import type { BatchedRead } from '../../adapter-kit/reference-loader.js';
import type { CaseCourse, workDomainCodes } from './case-course.js';

/** Somebody whom a case file is about, as it can be found among the members of a household. */
export interface PersonMention {
  /** `null`: the GI has no number of this person. */
  readonly pseudonym: string | null;
  /** The GI's own key of this person within the file. */
  readonly localKey: string;
}

/** A child or parent of a case file, as the GI wrote them down. */
export interface GiPerson extends PersonMention {
  readonly name: string | null;
  /** `null`: not known, or not to the day. */
  readonly birthDate: string | null;
  /** Given names that the GI marked as former: nobody is shown by them again. Left out: none. */
  readonly formerGivenNames?: readonly string[];
}

export const measureKindCodes = ['11', '12', '21', '22', '23'] as const;
/** Soort kinderbeschermingsmaatregel. @see Regeling Jeugdwet, bijlage 2. */
export type MeasureKindCode = (typeof measureKindCodes)[number];

export const measureEndReasonCodes = [
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '11',
  '12',
  '13',
  '14',
  '15',
] as const;
/** Reden beëindiging. @see Regeling Jeugdwet, bijlage 2. */
export type MeasureEndReasonCode = (typeof measureEndReasonCodes)[number];

/** An authorisation of the court to place the child of a measure out of home (machtiging uithuisplaatsing). */
export interface AuthorisationRecord {
  /** The GI's own number of it. */
  readonly number: string;
  readonly measureNumber: string;
  readonly authorisedOn: string;
  readonly validFrom: string;
  readonly validUntil: string;
}

/** That an authorisation was carried out: the child is, or was, elsewhere. */
export interface PlacementRecord {
  /** The number of the authorisation. */
  readonly number: string;
  readonly measureNumber: string;
  readonly child: PersonMention;
  readonly carriedOutOn: string;
  readonly retainUntil: string | null;
}

export interface CaseWorkerRecord {
  /** Opaque, the same wherever this professional stands. */
  readonly worker: string;
  readonly name: string;
  readonly role: string;
  readonly domain: (typeof workDomainCodes)[number];
  /** Whether the case rests on this professional; `null`: not recorded. */
  readonly carriesCase: boolean | null;
  readonly since: string;
  readonly until: string | null;
}

export interface PlanRecord {
  /** The GI's own number of the plan. */
  readonly number: string;
  /** The children on whose measures it hangs, and until when each of those may be returned. */
  readonly children: readonly (PersonMention & { readonly retainUntil: string | null })[];
  readonly madeOn: string;
  readonly endedOn: string | null;
  readonly goals: readonly string[];
}

/** A child protection measure of one child. */
export interface MeasureRecord {
  /** The GI's own number of the measure. */
  readonly number: string;
  readonly child: PersonMention;
  readonly kindCode: MeasureKindCode;
  /** The version of the code list that kind and end reason come from. */
  readonly codeListVersion: string;
  readonly startedOn: string;
  readonly endsOn: string | null;
  readonly endedOn: string | null;
  readonly endReasonCode: MeasureEndReasonCode | null;
  /** The GI's own people only. */
  readonly caseWorkers: readonly CaseWorkerRecord[];
  readonly firstContactOn: string | null;
  /** Opaque. `null`: not recorded, or not to be read. */
  readonly firstContactBy: string | null;
  readonly familyPlanWaivedOn: string | null;
  /** The plan that hangs on it; its content stands in the file. */
  readonly planNumber: string | null;
  readonly retainUntil: string | null;
  readonly recordedAt: string;
}

/**
 * What the case database holds under one reference; or, where only iJw messages name a person, that person and no measures.
 * Youth probation is never in it.
 */
export interface GiFile {
  /** The name of the unit that holds it. */
  readonly unit: string;
  readonly persons: readonly GiPerson[];
  readonly measures: readonly MeasureRecord[];
  readonly authorisations: readonly AuthorisationRecord[];
  readonly placements: readonly PlacementRecord[];
  readonly plans: readonly PlanRecord[];
  readonly course: CaseCourse;
}

/** One allocation of youth care to one person (toewijzing), with what was reported of its start and end. */
export interface ProvisionRecord {
  /** The municipality's number of the allocation (ToewijzingNummer). */
  readonly allocationNumber: string;
  /** Gemeentecode of the municipality that allocated it. */
  readonly municipality: string;
  /** Productcategorie, iJw 3.2. */
  readonly categoryCode: string;
  /** AGB code. */
  readonly provider: string;
  readonly allocatedOn: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly startedOn: string | null;
  readonly endedOn: string | null;
  /** The unit whose messages these are. */
  readonly unit: string;
}

/** What youth care of one person cost in a period, as its provider declared it (JW323). */
export interface CostLineRecord
  extends Pick<ProvisionRecord, 'allocationNumber' | 'municipality' | 'categoryCode' | 'provider' | 'unit'> {
  /** The provider's own number of the line. */
  readonly reference: string;
  readonly from: string;
  readonly until: string;
  readonly quantity: number;
  /** `AMOUNT`: as one sum, because it was declared in what the graph has no word for, or without a tariff. */
  readonly countedIn: 'MINUTE' | 'HOUR' | 'DAY' | 'PIECE' | 'AMOUNT';
  /** Euro cents for one of `countedIn`. */
  readonly tariffCents: number;
}

/** The GI as the graph asks it. */
export interface GiSource extends OrganisationSource<GiFile> {
  /** Asks the case database and the folder, whatever is asked: neither fails for the one and not for the other. */
  readonly loadAttributes: BatchedRead<readonly RecordAttributes[]>;
  /**
   * The youth care of many persons, by pseudonym; `[]` where no message names the person. Youth probation is left out.
   *
   * Throws, or gives for a person, `CONTRACT_BROKEN` where a message could not be read that is or may be about them.
   */
  readonly loadProvisions: BatchedRead<readonly ProvisionRecord[]>;
  /**
   * What the GI decides from of the youth care of many persons, by pseudonym. Asks the folder, and the case database for who is
   * shielded. Provisions that could not be read are one record among the others, so that a failure tells nobody more than content.
   */
  readonly loadProvisionAttributes: BatchedRead<readonly RecordAttributes[]>;
  /**
   * What the youth care of many persons cost, by pseudonym; `[]` where no declaration names the person. Youth probation is left out.
   *
   * Throws, or gives for a person, `CONTRACT_BROKEN` where a declaration could not be read that is or may be about them.
   */
  readonly loadCosts: BatchedRead<readonly CostLineRecord[]>;
  /** What the GI decides from of these, as of provisions. */
  readonly loadCostAttributes: BatchedRead<readonly RecordAttributes[]>;
  /** By `careNoteKey`; asks the case database. A note for each, also where nothing is recorded. */
  readonly loadCareNotes: BatchedRead<CareNote>;
}

/** The number of a cost line within its person: a provider numbers its lines. */
export function costLineNumber({
  municipality,
  provider,
  reference,
}: Pick<CostLineRecord, 'municipality' | 'provider' | 'reference'>): string {
  return `${municipality}/${provider}/${reference}`;
}

/** Jeugdreclassering: youth probation never comes from the GI, whatever the interface. @see Jeugdwet art. 7.2.1 lid 2. */
export const youthProbationCategory = '47';
/** Jeugdbescherming: the carrying out of a measure. @see iJw 3.2, productcategorie. */
export const childProtectionCategory = '48';

/** What the case database says of an allocation and of the product that was allocated. `null`: nothing. */
export interface CareNote {
  readonly providerName: string | null;
  /** What the product is called as help. */
  readonly helpName: string | null;
  /** What it is called where it costs something. */
  readonly costName: string | null;
  /** Whether the product is for the whole family, although iJw files it on one child. */
  readonly isForFamily: boolean;
  /** What a piece of the product is. `null`: a piece. */
  readonly pieceUnit: 'MONTH' | null;
  /** Whether it is given under a measure (gedwongen kader). */
  readonly isUnderMeasure: boolean;
}

/** By what a note is found: the number of the allocation among all, and the product. */
export function careNoteKey(
  allocation: Pick<ProvisionRecord, 'municipality' | 'provider' | 'allocationNumber' | 'categoryCode'>,
): string {
  return `${provisionNumber(allocation)}/${allocation.categoryCode}`;
}

/** The number of a provision within its person: a municipality numbers its allocations per provider. */
export function provisionNumber({
  municipality,
  provider,
  allocationNumber,
}: Pick<ProvisionRecord, 'municipality' | 'provider' | 'allocationNumber'>): string {
  return `${municipality}/${provider}/${allocationNumber}`;
}
