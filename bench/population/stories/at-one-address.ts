/** Stories of one household at one address, and what may be wrong with who is who in it. */
import type { PopulationOrganisation } from '../draft.js';
import type { EntryOptions, FamilyBuilder } from '../family-builder.js';
import { childrenOnlyShare } from '../shares.js';

/** Roles of CORV: parent with parental authority, child, grandparent, other relative. */
export const roles = { parent: '112', otherParent: '113', child: '115', grandparent: '125', relative: '139' };
export const fosterParent = '211';
export const stepParent = '212';

export interface Household {
  readonly adults: readonly number[];
  readonly children: readonly number[];
  readonly address: number;
}

/** A file of each organisation that knows this household, about all of it or, at a GI, about the children only. */
export function filesOn(
  builder: FamilyBuilder,
  household: Household,
  organisations: readonly PopulationOrganisation[],
  withinDays?: number,
): readonly number[] {
  return organisations.map((organisation) => {
    const isAboutChildren =
      organisation === 'GI' && household.children.length > 0 && builder.random.chance(childrenOnlyShare);
    return builder.file(organisation, {
      ...builder.caseDays(withinDays),
      entries: isAboutChildren ? entriesOf({ ...household, adults: [] }) : entriesOf(household),
    });
  });
}

export function entriesOf({ adults, children, address }: Household): readonly EntryOptions[] {
  const role = children.length > 0 ? roles.parent : roles.relative;
  return [
    ...adults.map((who) => ({ who, role, at: address })),
    ...children.map((who) => ({ who, role: roles.child, at: address })),
  ];
}

export function ordinaryFamily(builder: FamilyBuilder): void {
  const household = {
    adults: builder.parents(),
    children: builder.children(1, 4),
    address: builder.address(),
  };
  builder.home(
    [...household.adults, ...household.children],
    filesOn(builder, household, builder.knownTo(true)),
  );
}

export function adultsWithoutChildren(builder: FamilyBuilder): void {
  const adults = builder.random.chance(0.4) ? [builder.adult()] : [builder.adult(), builder.adult()];
  const household = { adults, children: [], address: builder.address() };
  builder.home(adults, filesOn(builder, household, builder.knownTo(false)));
}

export function elderly(builder: FamilyBuilder): void {
  const adults = builder.random.chance(0.5) ? [builder.elder()] : [builder.elder(), builder.elder()];
  const household = { adults, children: [], address: builder.address() };
  builder.home(adults, filesOn(builder, household, builder.knownTo(false)));
}

/** The adult child lives there, and no file of the parents names it: the address alone joins nothing. */
export function adultChildWithOwnFile(builder: FamilyBuilder): void {
  const household = {
    adults: builder.parents(),
    children: builder.children(0, 2),
    address: builder.address(),
  };
  const adultChild = builder.adult();
  const own = { adults: [adultChild], children: [], address: household.address };
  const organisations: PopulationOrganisation[] = builder.random.chance(0.3)
    ? ['LOCAL_TEAM', 'VEILIG_THUIS']
    : ['LOCAL_TEAM'];
  const residents = [...household.adults, ...household.children, adultChild];
  builder.home(residents, filesOn(builder, household, builder.knownTo(household.children.length > 0)));
  builder.home(residents, filesOn(builder, own, organisations));
}

/** Expected dates differ from source to source; one source may have the number of the child that was born since. */
export function unbornChild(builder: FamilyBuilder): void {
  const { random } = builder;
  const adults = builder.parents();
  const mother = adults[0] ?? builder.adult();
  const address = builder.address();
  const isBorn = random.chance(0.4);
  const child = isBorn ? builder.child() : builder.unborn();
  const bornInDays = isBorn ? -random.integer(5, 60) : -builder.person(child).birthDaysAgo;
  const organisations: readonly PopulationOrganisation[] = random.pick([
    ['LOCAL_TEAM', 'VEILIG_THUIS'],
    ['LOCAL_TEAM', 'VEILIG_THUIS', 'RAAD'],
    ['VEILIG_THUIS', 'RAAD'],
    ['VEILIG_THUIS'],
  ]);
  const files = organisations.map((organisation, nth) =>
    builder.file(organisation, {
      openedDaysAgo: random.integer(61, 150),
      entries: [
        ...adults.map((who) => ({ who, role: roles.parent, at: address })),
        {
          who: child,
          role: roles.child,
          at: address,
          unborn: {
            mother,
            expectedInDays: bornInDays + random.integer(-9, 9),
            isBorn: isBorn && nth === 0,
          },
        },
      ],
    }),
  );
  builder.home([...adults, child], files);
}

/** Nobody has a number: the four statutory data are all there is, and in half of the families one source typed them wrong. */
export function nobodyHasNumber(builder: FamilyBuilder): void {
  const household = {
    adults: builder.parents(),
    children: builder.children(0, 2),
    address: builder.address(),
  };
  const residents = [...household.adults, ...household.children];
  for (const who of residents) builder.person(who).hasNumber = false;
  builder.home(residents, filesOn(builder, household, builder.knownTo(household.children.length > 0)));
}

/** Two children born on one day, of one sex: only the given names show that a source exchanged their numbers. */
export function exchangedTwins(builder: FamilyBuilder): void {
  const first = builder.child();
  const second = builder.twinOf(first);
  const household = {
    adults: builder.parents(),
    children: [first, second],
    address: builder.address(),
  };
  builder.home(
    [...household.adults, first, second],
    ['LOCAL_TEAM', 'VEILIG_THUIS'].map((organisation) =>
      // The literal list holds organisations only; its elements lose that when they are mapped.
      builder.file(organisation as PopulationOrganisation, {
        ...builder.caseDays(),
        entries: entriesOf(household),
      }),
    ),
  );
}

/** Somebody without a number has the four statutory data of somebody else: a question to the owners, and no more. */
export function namesakes(builder: FamilyBuilder): void {
  const address = builder.address();
  const known = builder.adult();
  const namesake = builder.twinOf(known);
  builder.person(namesake).namesakeOf = known;
  builder.person(namesake).hasNumber = false;
  builder.home([known], filesOn(builder, { adults: [known], children: [], address }, ['LOCAL_TEAM']));
  builder.home([namesake], filesOn(builder, { adults: [namesake], children: [], address }, ['VEILIG_THUIS']));
  builder.keepApart([known], [namesake]);
}
