/**
 * How often what occurs in the population. **Assumptions, every one of them:** nobody has counted these over four organisations.
 * They are chosen so that each way of going wrong occurs often enough in 100,000 families to be seen.
 */

/** What happens to a family: one story each, whatever is left is an ordinary family with children. */
export const storyShares = {
  /** Moved within the years that the files span: told by one source, not by another. */
  MOVED: 0.08,
  /** Parents live apart, the children with both. */
  SEPARATED: 0.06,
  /** A parent with children, a new partner, and the other parent elsewhere. */
  STEPFAMILY: 0.04,
  /** Adults without children. */
  ADULTS: 0.2,
  /** One or two elderly people. */
  ELDERLY: 0.1,
  /** Two or three families in one dwelling: relatives whom one organisation recorded as one household, or strangers. */
  SHARED_DWELLING: 0.01,
  /** A residential group or institution with many unrelated children. */
  RESIDENTIAL_GROUP: 0.005,
  /** A dwelling by name, with more than eight unrelated adults. */
  LODGING_HOUSE: 0.002,
  /** Somebody whose whereabouts are kept from a former partner, who stayed at the old address. */
  SHIELDED: 0.005,
  /** Children placed with foster parents. */
  FOSTER: 0.01,
  /** An adult child at the parents' address with a file of its own. */
  ADULT_CHILD: 0.02,
  /** A family at an address where an earlier tenant's case was never closed. */
  PREVIOUS_TENANTS: 0.005,
  /** A child that is expected, or was when it was first recorded. */
  UNBORN: 0.005,
  /** Nobody has a number. */
  NO_NUMBER: 0.01,
  /** Twins whose numbers one source exchanged. */
  EXCHANGED_TWINS: 0.0002,
  /** Two people with the same surname, given names, birth date and address, one of them without a number. */
  NAMESAKES: 0.0005,
} as const;

/** To how many organisations a family is known: one, two, three, four. */
export const knownToShares = [0.55, 0.25, 0.13, 0.07] as const;

/** An organisation that knows a family has a second file on it, at another unit as often as not. */
export const secondFileShare = 0.12;

/** A case is closed by now. */
export const closedShare = 0.35;

/** In one of a family's files, no address is recorded. */
export const noAddressShare = 0.1;

/** Of one person in one file: the given name is misspelled. */
export const misspelledShare = 0.02;

/** Of one person in one file: the birth date is wrong. */
export const wrongBirthDateShare = 0.005;

/** Of one person in one file: the number is that of somebody else, far away, with this person's own birth date. */
export const wrongNumberShare = 0.003;

/** Of one person in one file: no number is recorded, though others have it. */
export const missingNumberShare = 0.005;

/** Of one person in one file: only initials are recorded. */
export const initialsShare = 0.3;

/** Of one person in one file: all four statutory data are recorded. */
export const statutoryShare = 0.6;

/** A file of the GI names the children only. */
export const childrenOnlyShare = 0.3;

/** One of two parents is in the household: of families with children. */
export const singleParentShare = 0.3;

/** A residential group that a source calls a dwelling. */
export const mislabelledGroupShare = 0.3;

/** In a family that moved, a source that knew the former address still has it as the present one. */
export const staleAddressShare = 0.3;
