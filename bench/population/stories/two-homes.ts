/** Stories of people who left, live apart, or must not be found. */
import { daysAgo } from '../days.js';
import type { DraftStay, PopulationOrganisation } from '../draft.js';
import { type FamilyBuilder, stay } from '../family-builder.js';
import { staleAddressShare } from '../shares.js';
import { entriesOf, filesOn, fosterParent, roles, stepParent } from './at-one-address.js';

/** One source tells the move, another only the end, a third nothing; files closed before it are history. */
export function movedFamily(builder: FamilyBuilder): void {
  const { random } = builder;
  const adults = builder.parents();
  const children = builder.children(random.chance(0.8) ? 1 : 0, 3);
  const [former, present] = [builder.address(), builder.address()];
  const movedDaysAgo = random.integer(60, 1_200);
  const lastDay = daysAgo(movedDaysAgo + 1);
  const files: number[] = [];
  const history: number[] = [];
  for (const organisation of builder.knownTo(children.length > 0)) {
    const days = builder.caseDays();
    const since = daysAgo(days.openedDaysAgo);
    const isBefore = days.openedDaysAgo > movedDaysAgo;
    const isClosedBefore = isBefore && days.closedDaysAgo !== null && days.closedDaysAgo > movedDaysAgo;
    let stays: readonly DraftStay[] = [stay(present, since)];
    let mark = 'AFTER_MOVE';
    if (isClosedBefore) {
      const isEnded = random.chance(0.5);
      mark = isEnded ? 'CLOSED_BEFORE_MOVE' : 'CLOSED_BEFORE_MOVE_OPEN_STAY';
      stays = [stay(former, since, isEnded ? lastDay : null)];
    } else if (isBefore && random.chance(staleAddressShare)) {
      mark = 'STALE_ADDRESS';
      stays = [stay(former, since)];
    } else if (isBefore) {
      const isTold = random.chance(0.85);
      mark = isTold ? 'TOLD_OF_MOVE' : 'END_OF_STAY_ONLY';
      stays = [stay(former, since, lastDay), ...(isTold ? [stay(present, daysAgo(movedDaysAgo))] : [])];
    }
    const entries = entriesOf({ adults, children, address: present }).map((entry) => ({
      ...entry,
      at: stays,
    }));
    const file = builder.file(organisation, { ...days, entries, marks: [mark] });
    (isClosedBefore ? history : files).push(file);
  }
  builder.home([...adults, ...children], files, { history });
}

/** Children in two homes, a file on each, and perhaps a case about both; perhaps a file from when they lived together. */
export function separatedParents(builder: FamilyBuilder): void {
  const { random } = builder;
  const [one, other] = [builder.adult(), builder.adult()];
  const children = builder.children(1, 3);
  const first = { adults: [one], children, address: builder.address() };
  const second = { adults: [other], children, address: builder.address() };
  const ofFirst = [...filesOn(builder, first, ['LOCAL_TEAM'], 700)];
  const ofSecond = [...filesOn(builder, second, [random.chance(0.6) ? 'LOCAL_TEAM' : 'VEILIG_THUIS'], 700)];
  if (random.chance(0.4)) {
    const hasAddresses = random.chance(0.5);
    const custody = builder.file('RAAD', {
      openedDaysAgo: random.integer(5, 300),
      marks: [hasAddresses ? 'CASE_ABOUT_TWO_HOMES' : 'CASE_ABOUT_TWO_HOMES_NO_ADDRESS'],
      entries: [
        { who: one, role: roles.parent, at: hasAddresses ? first.address : null },
        { who: other, role: roles.parent, at: hasAddresses ? second.address : null },
        ...children.map((who) => ({
          who,
          role: roles.child,
          at: hasAddresses ? first.address : null,
        })),
      ],
    });
    ofFirst.push(custody);
    ofSecond.push(custody);
  }
  const formerly: number[] = [];
  if (random.chance(0.3)) {
    const together = { adults: [one, other], children, address: first.address };
    formerly.push(
      builder.file('VEILIG_THUIS', {
        openedDaysAgo: random.integer(800, 1_800),
        entries: entriesOf(together),
        marks: ['FROM_WHEN_TOGETHER'],
      }),
    );
  }
  builder.home([one, ...children], [...ofFirst, ...formerly]);
  builder.home([other, ...children], ofSecond, { tolerated: formerly });
}

/** The other parent lives elsewhere, keeps a file of his own, and may stand in an old case that nobody closed. */
export function stepFamily(builder: FamilyBuilder): void {
  const { random } = builder;
  const [parent, partner, formerPartner] = [builder.adult(), builder.adult(), builder.adult()];
  const children = builder.children(1, 3);
  const jointChild = random.chance(0.4) ? [builder.child()] : [];
  const present = { adults: [parent], children: [...children, ...jointChild], address: builder.address() };
  const former = { adults: [formerPartner], children: [], address: builder.address() };
  const withPartner = (organisation: PopulationOrganisation): number =>
    builder.file(organisation, {
      ...builder.caseDays(900),
      entries: [...entriesOf(present), { who: partner, role: stepParent, at: present.address }],
    });
  const files = [withPartner('LOCAL_TEAM')];
  if (random.chance(0.4)) files.push(withPartner('GI'));
  const aboutBoth: number[] = [];
  if (random.chance(0.5)) {
    aboutBoth.push(
      builder.file('VEILIG_THUIS', {
        ...builder.caseDays(600),
        marks: ['OTHER_PARENT_WITHOUT_ADDRESS'],
        entries: [...entriesOf(present), { who: formerPartner, role: roles.otherParent }],
      }),
    );
  }
  const own = filesOn(builder, former, ['LOCAL_TEAM'], 900);
  const formerly: number[] = [];
  if (random.chance(0.4)) {
    const isOpen = random.chance(0.4);
    formerly.push(
      builder.file('LOCAL_TEAM', {
        openedDaysAgo: random.integer(1_000, 2_500),
        closedDaysAgo: isOpen ? null : random.integer(910, 990),
        marks: [isOpen ? 'NEVER_CLOSED' : 'FORMER_HOUSEHOLD'],
        entries: entriesOf({ adults: [parent, formerPartner], children, address: former.address }),
      }),
    );
  }
  builder.home([parent, partner, ...present.children], [...files, ...aboutBoth], { history: formerly });
  builder.home([formerPartner], own, { tolerated: [...aboutBoth, ...formerly] });
  builder.keepApart([formerPartner], [partner, ...jointChild]);
}

/** Some children live with foster parents, who may have a file of their own. */
export function fosterFamily(builder: FamilyBuilder): void {
  const { random } = builder;
  const adults = builder.parents();
  const atHome = builder.children(0, 2);
  const placed = builder.children(1, 2);
  const fosterParents = builder.parents();
  const home = { adults, children: atHome, address: builder.address() };
  const fosterHome = builder.address();
  const placedSince = daysAgo(random.integer(30, 900));
  const ofHome = [
    builder.file('LOCAL_TEAM', {
      openedDaysAgo: random.integer(901, 1_500),
      entries: [
        ...adults.map((who) => ({ who, role: roles.parent, at: home.address })),
        ...atHome.map((who) => ({ who, role: roles.child, at: home.address })),
        ...placed.map((who) => ({ who, role: roles.child })),
      ],
    }),
  ];
  const gi = builder.file('GI', {
    openedDaysAgo: random.integer(901, 1_200),
    entries: [
      ...adults.map((who) => ({ who, role: roles.parent, at: home.address })),
      ...placed.map((who) => ({ who, role: roles.child, at: [stay(fosterHome, placedSince)] })),
    ],
  });
  const ofFosterHome = [gi];
  ofHome.push(gi);
  if (random.chance(0.5)) {
    ofFosterHome.push(
      builder.file('LOCAL_TEAM', {
        ...builder.caseDays(400),
        entries: [
          ...fosterParents.map((who) => ({ who, role: fosterParent, at: fosterHome })),
          ...placed.map((who) => ({ who, role: roles.child, at: fosterHome })),
        ],
      }),
    );
  }
  builder.home([...adults, ...atHome], ofHome);
  builder.home([...fosterParents, ...placed], ofFosterHome, { tolerated: ofHome });
  builder.keepApart(adults, fosterParents);
}
