/** The youth care of the cast, as iJw messages. iJw knows no household: what a family gets stands on its youngest child. */
import { type CastPerson, grootEsselink, sentinelFamilies } from '../families.js';
import type { AllocationMessage, AnyMessage, StartMessage } from './ijw-messages.js';

/** Rotterdam; for the sentinel families, which live nowhere, the same. */
const municipality = '0599';
/** Invented AGB codes. */
export const careProviders = {
  fosterCare: '99000001',
  familyTreatment: '99000002',
  childProtection: '99000003',
} as const;
/** iJw 3.2 product categories: stay without treatment, ambulatory, child protection. */
const categories = { fosterCare: '44', familyTreatment: '45', childProtection: '48' } as const;

interface Provision {
  readonly child: CastPerson;
  readonly kind: keyof typeof careProviders;
  readonly number: number;
  readonly allocatedOn: string;
  readonly startedOn: string;
  readonly validUntil?: string;
}

const { fien, maud, trix, hein } = grootEsselink;

const provisions: readonly Provision[] = [
  ...[fien, maud, trix].map((child, index) => ({
    child,
    kind: 'fosterCare' as const,
    number: 260_413 + index,
    allocatedOn: '2026-04-13',
    startedOn: '2026-05-04',
  })),
  {
    child: hein,
    kind: 'familyTreatment',
    number: 250_414,
    allocatedOn: '2025-04-14',
    startedOn: '2025-05-12',
  },
  {
    child: hein,
    kind: 'childProtection',
    number: 260_330,
    allocatedOn: '2026-03-30',
    startedOn: '2026-04-08',
    validUntil: '2027-03-30',
  },
  ...sentinelFamilies.map(({ child }, index) => ({
    child,
    kind: 'childProtection' as const,
    number: 269_001 + index,
    allocatedOn: '2026-09-01',
    startedOn: '2026-09-04',
  })),
];

/** Every message in use, by the name of its file. */
export const castMessages: ReadonlyMap<string, AnyMessage> = new Map(
  provisions.flatMap((provision): [string, AnyMessage][] => [
    [`JW301-${provision.number}.xml`, allocation(provision)],
    [`JW305-${provision.number}.xml`, start(provision)],
  ]),
);

function allocation(provision: Provision): AllocationMessage {
  return {
    kind: 'JW301',
    ...heading(provision, 'T', provision.allocatedOn),
    allocatedOn: provision.allocatedOn,
    validFrom: provision.allocatedOn,
    ...(provision.validUntil === undefined ? {} : { validUntil: provision.validUntil }),
  };
}

function start(provision: Provision): StartMessage {
  return { kind: 'JW305', ...heading(provision, 'S', provision.startedOn), startedOn: provision.startedOn };
}

function heading({ child, kind, number }: Provision, letter: string, datedOn: string) {
  return {
    identification: `${letter}${number}`,
    datedOn,
    municipality,
    provider: careProviders[kind],
    client: child,
    allocationNumber: String(number),
    category: categories[kind],
  };
}
