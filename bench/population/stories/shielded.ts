/** Stories of people whose whereabouts are kept from somebody. */

import { daysAgo } from '../days.js';
import type { FamilyBuilder } from '../family-builder.js';
import { stay } from '../family-builder.js';
import { entriesOf, roles } from './at-one-address.js';

export function shielded(builder: FamilyBuilder): void {
  if (builder.random.chance(0.7)) fledWithChildren(builder);
  else secretHomeOfOtherParent(builder);
}

// As family 11 of the cast: the old address still holds all of them in two sources, the new one only behind the shield.
function fledWithChildren(builder: FamilyBuilder): void {
  const { random } = builder;
  const [leftBehind, parent] = [builder.adult(), builder.adult()];
  const children = builder.children(1, 3);
  const former = { adults: [leftBehind, parent], children, address: builder.address() };
  const refuge = builder.address();
  const type = random.chance(0.6) ? 'SHELTER' : 'DWELLING';
  const shield = { against: random.chance(0.5) ? [leftBehind] : null };
  const fledDaysAgo = random.integer(20, 400);
  const fled = [parent, ...children];
  const stale = [
    builder.file('LOCAL_TEAM', {
      openedDaysAgo: random.integer(401, 1_500),
      entries: entriesOf(former),
      marks: ['STALE_ADDRESS'],
    }),
  ];
  const aboutBoth: number[] = [];
  if (random.chance(0.6)) {
    aboutBoth.push(builder.file('VEILIG_THUIS', { openedDaysAgo: fledDaysAgo, entries: entriesOf(former) }));
  }
  const behind = [
    builder.file('LOCAL_TEAM', {
      openedDaysAgo: fledDaysAgo - 5,
      shield,
      marks: ['SHIELDED'],
      entries: fled.map((who) => ({
        who,
        role: who === parent ? roles.parent : roles.child,
        at: [stay(refuge, daysAgo(fledDaysAgo - 1), null, type)],
      })),
    }),
  ];
  if (random.chance(0.4)) {
    behind.push(
      builder.file('GI', {
        openedDaysAgo: fledDaysAgo - 7,
        shield,
        marks: ['SHIELDED'],
        entries: children.map((who) => ({ who, role: roles.child })),
      }),
    );
  }
  const byLetter: number[] = [];
  if (random.chance(0.4)) {
    const letters = builder.address();
    byLetter.push(
      builder.file('RAAD', {
        openedDaysAgo: fledDaysAgo - 7,
        marks: ['POSTAL'],
        entries: [
          { who: leftBehind, role: roles.parent, at: former.address },
          ...fled.map((who) => ({
            who,
            role: who === parent ? roles.parent : roles.child,
            at: [stay(letters, daysAgo(fledDaysAgo - 7), null, 'POSTAL')],
          })),
        ],
      }),
    );
  }
  builder.home([leftBehind], [...stale, ...aboutBoth], { tolerated: byLetter });
  builder.home(fled, [...behind, ...aboutBoth, ...byLetter], { tolerated: stale, isShielded: true });
  builder.hide(...fled);
  builder.keepApart([leftBehind], fled);
}

// As family 6: a file without a shield knows the secret home too, and one case is about both homes.
function secretHomeOfOtherParent(builder: FamilyBuilder): void {
  const { random } = builder;
  const [parent, otherParent] = [builder.adult(), builder.adult()];
  const [halfSibling, child] = [builder.child(), builder.child()];
  const open = { adults: [parent], children: [halfSibling], address: builder.address() };
  const secret = { adults: [otherParent], children: [child], address: builder.address() };
  const ofOpen = [builder.file('LOCAL_TEAM', { ...builder.caseDays(900), entries: entriesOf(open) })];
  const ofSecret = [
    builder.file('LOCAL_TEAM', {
      openedDaysAgo: random.integer(50, 600),
      entries: entriesOf(secret),
      shield: { against: [parent] },
      marks: ['SHIELDED'],
    }),
  ];
  if (random.chance(0.6)) {
    ofSecret.push(
      builder.file('VEILIG_THUIS', {
        openedDaysAgo: random.integer(5, 500),
        entries: [...entriesOf(secret), { who: parent, role: roles.otherParent }],
        marks: ['KNOWS_SECRET_HOME'],
      }),
    );
  }
  const aboutBoth: number[] = [];
  if (random.chance(0.6)) {
    aboutBoth.push(
      builder.file('RAAD', {
        openedDaysAgo: random.integer(5, 300),
        marks: ['CASE_ABOUT_TWO_HOMES_NO_ADDRESS'],
        entries: [
          { who: parent, role: roles.otherParent },
          { who: otherParent, role: roles.parent },
          { who: child, role: roles.child },
        ],
      }),
    );
  }
  builder.home([parent, halfSibling], [...ofOpen, ...aboutBoth]);
  builder.home([otherParent, child], [...ofSecret, ...aboutBoth], { isShielded: true });
  builder.hide(otherParent, child);
  builder.keepApart([parent, halfSibling], [otherParent, child]);
}
