/**
 * The people of the engine's question: households of any size, made from their number alone, so that every process of the
 * benchmark has the same ones without telling each other anything.
 *
 * Everyone is made up. A household's records grow in proportion to its members, so that cost can be held against size.
 */

export interface Member {
  readonly role: string;
  readonly since: string;
  readonly personId: string;
}

export interface HouseholdRecord {
  readonly id: string;
  readonly address: { readonly street: string; readonly houseNumber: number; readonly town: string };
  readonly members: readonly Member[];
  readonly reports: readonly Readonly<Record<string, unknown>>[];
  readonly investigations: readonly Readonly<Record<string, unknown>>[];
  readonly measures: readonly MeasureRecord[];
  readonly plan: Readonly<Record<string, unknown>>;
  readonly planReview: { readonly dueOn: string; readonly summary: string };
}

export interface MeasureRecord {
  readonly id: string;
  readonly kind: string;
  readonly startedOn: string;
  readonly endedOn: string | null;
  readonly court: string;
}

export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  readonly birthDate: string;
  readonly provisions: readonly Readonly<Record<string, unknown>>[];
}

/** What is asked for: so many households, each of so many members. */
export interface QuestionSize {
  readonly households: number;
  readonly members: number;
}

/** An answer of about 4 KB, as a family with four organisations gives. */
export const usualMembers = 6;

/** A question has this many variants, so that no two requests in a row ask for the same households. */
export const variants = 10;

/** The ids of the households that one variant of a question asks for. */
export function householdIds({ households, members }: QuestionSize, variant: number): readonly string[] {
  return Array.from({ length: households }, (_, index) => `h${members}-${variant * households + index}`);
}

/** @throws Error for an id that `householdIds` does not make. */
export function createHousehold(id: string): HouseholdRecord {
  const { members, number } = parseId(id);
  const half = Math.ceil(members / 2);
  const measures = upTo(half).map((index) => ({
    id: `m-${id}-${index}`,
    kind: index % 2 === 0 ? 'ONDERTOEZICHTSTELLING' : 'UITHUISPLAATSING',
    startedOn: day(number + index, 2025),
    endedOn: index % 3 === 0 ? null : day(number + index, 2026),
    court: 'Rechtbank Voorbeeld',
  }));
  return {
    id,
    address: { street: 'Verzonnen Straat', houseNumber: 1 + (number % 200), town: 'Voorbeeldwijk' },
    members: upTo(members).map((index) => ({
      role: index < 2 ? 'PARENT' : 'CHILD',
      since: day(number + index, 2019),
      personId: `p${members}-${number}-${index}`,
    })),
    reports: upTo(half).map((index) => ({
      id: `r-${id}-${index}`,
      receivedOn: day(number + 3 * index, 2024),
      relation: 'PROFESSIONAL',
      repeatOf: index === 0 ? null : `r-${id}-${index - 1}`,
      kinds: ['FYSIEK', 'PSYCHISCH'],
    })),
    investigations: upTo(half).map((index) => ({
      id: `i-${id}-${index}`,
      decidedOn: day(number + 5 * index, 2025),
      startedOn: day(number + 6 * index, 2025),
      endedOn: null,
    })),
    measures,
    plan: {
      agreedOn: day(number, 2026),
      goals: upTo(members).map((index) => ({
        text: `Iedere week rust en één vast gezicht (${index + 1})`,
        owner: 'LOCAL_TEAM',
        isReached: index % 2 === 0,
      })),
    },
    planReview: reviewOf(measures),
  };
}

/** @throws Error for an id that no household has among its members. */
export function createPerson(id: string): PersonRecord {
  const { members, number, member = 0 } = parseId(id);
  return {
    id,
    name: `Lid ${member + 1} van gezin ${members}-${number}`,
    birthDate: day(number + 7 * member, 1980 + (member % 40)),
    provisions: upTo(2).map((index) => ({
      code: `45A${index}${member % 10}`,
      label: 'Jeugdhulp aan huis, wekelijks',
      list: 'JZ020',
      startedOn: day(member + index, 2025),
      endedOn: null,
    })),
  };
}

/** What the local team makes of measures that it is told of: depends on each of them, so that a wrong one shows. */
export function reviewOf(measures: readonly Pick<MeasureRecord, 'kind' | 'startedOn'>[]) {
  const last =
    measures
      .map(({ startedOn }) => startedOn)
      .sort()
      .at(-1) ?? '';
  const kinds = measures.map(({ kind, startedOn }) => `${kind.charAt(0)}${startedOn.slice(5)}`).join(' ');
  return { dueOn: last, summary: `${measures.length}: ${kinds}` };
}

/**
 * The right answer to the question, put together without any gateway.
 * @param lost An organisation whose records nobody could read: its list is `null`.
 */
export function expectedAnswer(ids: readonly string[], lost: 'raad' | null = null): unknown {
  return {
    households: ids.map((id) => {
      const { members, ...household } = createHousehold(id);
      return {
        ...household,
        members: members.map(({ personId, ...member }) => ({ ...member, person: createPerson(personId) })),
        ...(lost === 'raad' ? { investigations: null } : {}),
      };
    }),
  };
}

/** The same without what the Raad knows, for the question that does not ask for it. */
export function expectedAnswerWithoutRaad(ids: readonly string[]): unknown {
  const { households } = expectedAnswer(ids) as { households: readonly Record<string, unknown>[] };
  return { households: households.map(({ investigations: _, ...household }) => household) };
}

function parseId(id: string) {
  const [, members, number, member] = id.match(/^[hp](\d+)-(\d+)(?:-(\d+))?$/) ?? [];
  if (members === undefined || number === undefined) throw new Error('expected an id of the benchmark');
  return {
    members: Number(members),
    number: Number(number),
    ...(member === undefined ? {} : { member: Number(member) }),
  };
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function day(number: number, year: number): string {
  const month = 1 + (number % 12);
  const date = 1 + (number % 28);
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
