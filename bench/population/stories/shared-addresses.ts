/** Stories of people at one address who are no household. */
import { daysAgo } from '../days.js';
import type { PopulationOrganisation } from '../draft.js';
import { type FamilyBuilder, stay } from '../family-builder.js';
import { mislabelledGroupShare } from '../shares.js';
import { entriesOf, filesOn, roles } from './at-one-address.js';

/** Relatives whom the local team recorded as one household, or families who only share a front door. */
export function familiesInOneDwelling(builder: FamilyBuilder): void {
  const { random } = builder;
  const address = builder.address();
  const areRelatives = random.chance(0.5);
  const families = Array.from({ length: random.integer(2, 3) }, () => ({
    adults: builder.parents(),
    children: builder.children(0, 2),
    address,
  }));
  const files = families.map((family) => [
    builder.file('LOCAL_TEAM', {
      ...builder.caseDays(),
      entries: entriesOf(family),
      ...(areRelatives ? { household: 0, marks: ['ONE_HOUSEHOLD_BY_SOURCE'] } : {}),
    }),
    ...(random.chance(0.4) ? filesOn(builder, family, ['VEILIG_THUIS']) : []),
  ]);
  if (areRelatives) {
    builder.home(
      families.flatMap(({ adults, children }) => [...adults, ...children]),
      files.flat(),
    );
    return;
  }
  for (const [nth, { adults, children }] of families.entries()) {
    builder.home([...adults, ...children], files[nth] ?? []);
  }
}

/** Every child has a file of its own; some have a family elsewhere that a local team knows. */
export function residentialGroup(builder: FamilyBuilder): void {
  const { random } = builder;
  const address = builder.address();
  const isMislabelled = random.chance(mislabelledGroupShare);
  const type = isMislabelled ? 'DWELLING' : 'INSTITUTION';
  const marks = isMislabelled ? ['MISLABELLED_GROUP'] : [];
  const children = builder.children(4, 14);
  for (const child of children) {
    const days = builder.caseDays(700);
    const inGroup = {
      who: child,
      role: roles.child,
      at: [stay(address, daysAgo(days.openedDaysAgo), null, type)],
    } as const;
    if (random.chance(0.5)) {
      builder.home([child], [builder.file('GI', { ...days, entries: [inGroup], marks })]);
      continue;
    }
    const parents = builder.parents();
    const home = builder.address();
    const atHome = parents.map((who) => ({ who, role: roles.parent, at: home }));
    const namesParents = random.chance(0.6);
    const files = [
      builder.file('GI', { ...days, entries: namesParents ? [...atHome, inGroup] : [inGroup], marks }),
      builder.file('LOCAL_TEAM', {
        ...builder.caseDays(),
        entries: [...atHome, { who: child, role: roles.child }],
      }),
    ];
    builder.home(parents, files);
    // The rules leave open whether what the group's file says makes a household of the child alone.
    builder.home([child], [], { tolerated: files });
  }
}

/** More than eight unrelated adults, each with one or two files: the address joins nobody. */
export function lodgingHouse(builder: FamilyBuilder): void {
  const { random } = builder;
  const address = builder.address();
  for (let count = random.integer(9, 16); count > 0; count -= 1) {
    const lodger = { adults: [builder.adult()], children: [], address };
    const organisations: PopulationOrganisation[] = random.chance(0.25)
      ? ['LOCAL_TEAM', 'VEILIG_THUIS']
      : ['LOCAL_TEAM'];
    builder.home(lodger.adults, filesOn(builder, lodger, organisations));
  }
}

/** Who lived there before: gone for years, in a case that nobody closed; in half of them another source knows where to. */
export function previousTenants(builder: FamilyBuilder): void {
  const { random } = builder;
  const address = builder.address();
  const tenants = { adults: builder.parents(), children: builder.children(0, 2), address };
  const family = { adults: builder.parents(), children: builder.children(1, 3), address };
  const stale = builder.file('LOCAL_TEAM', {
    openedDaysAgo: random.integer(1_200, 2_500),
    entries: entriesOf(tenants),
    marks: ['NEVER_CLOSED'],
  });
  const tenantFiles = [stale];
  if (random.chance(0.5)) {
    const present = { ...tenants, address: builder.address() };
    tenantFiles.push(...filesOn(builder, present, ['VEILIG_THUIS'], 800));
  }
  const people = [...tenants.adults, ...tenants.children];
  builder.home(people, tenantFiles);
  builder.home(
    [...family.adults, ...family.children],
    filesOn(builder, family, builder.knownTo(true), 1_000),
  );
  builder.keepApart(people, [...family.adults, ...family.children]);
}
