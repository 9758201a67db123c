/**
 * What the feed needs of a message, found as far as it can be read: whom a message names must be known even where the rest of it is
 * broken.
 *
 * @see iJw 3.2, XSDs JW301, JW305, JW307.
 */
import { z } from 'zod';
import { parseContract } from '../../../adapter-kit/contract.js';
import { dateSchema } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';

/** Whom a message names, and what of it can be read on its own. `null`: not said, or not readable. */
export interface IjwMention {
  /** Pseudonym. */
  readonly person: string;
  readonly birthDate: string | null;
  /** Check pseudonym over day of birth and sex. */
  readonly check: string | null;
  /** Dagtekening, or where that cannot be read the day on which the file arrived. */
  readonly notedOn: string;
  readonly products: readonly {
    readonly category: string | null;
    /** Toewijzingsdatum; only a JW301 has it. */
    readonly allocatedOn: string | null;
  }[];
}

export interface IjwAdmission {
  readonly organisation: string;
  readonly pseudonymiser: Pseudonymiser;
  /** The day on which the file got its contents. */
  readonly arrivedOn: string;
}

const mentionedProducts = z.array(
  z
    .object({
      Product: z
        .object({ Categorie: z.string().nullable().catch(null) })
        .nullable()
        .catch(null),
      Toewijzingsdatum: dateSchema.nullable().catch(null),
    })
    .catch({ Product: null, Toewijzingsdatum: null }),
);
/** Each part stands or falls alone. */
const mentionSchema = z.object({
  Header: z
    .object({ BerichtIdentificatie: z.object({ Dagtekening: dateSchema }) })
    .nullable()
    .catch(null),
  Client: z.object({
    // With a DatumGebruik beside it, the day is not the day of birth but a stand-in for what is not known of it.
    Geboortedatum: z.strictObject({ Datum: dateSchema }).nullable().catch(null),
    Geslacht: z.enum(['1', '2']).nullable().catch(null),
    ToegewezenProducten: z.object({ ToegewezenProduct: mentionedProducts }).nullable().catch(null),
    StartProducten: z.object({ StartProduct: mentionedProducts }).nullable().catch(null),
    StopProducten: z.object({ StopProduct: mentionedProducts }).nullable().catch(null),
  }),
});
/** Geslacht, as every organisation's feed writes it. 0 is unknown. */
const sexes = { '1': 'M', '2': 'V' } as const;

/** @throws SourceError where the message is about nobody. */
export function readMention(
  person: string,
  content: unknown,
  { organisation, pseudonymiser, arrivedOn, kind }: IjwAdmission & { readonly kind: string },
): IjwMention {
  const { Header: header, Client: client } = parseContract(mentionSchema, content, {
    organisation,
    what: kind,
  });
  const birthDate = client.Geboortedatum?.Datum ?? null;
  const products = [
    ...(client.ToegewezenProducten?.ToegewezenProduct ?? []),
    ...(client.StartProducten?.StartProduct ?? []),
    ...(client.StopProducten?.StopProduct ?? []),
  ];
  return {
    person,
    birthDate,
    check: pseudonymiser.check(birthDate, client.Geslacht && sexes[client.Geslacht]),
    notedOn: header?.BerichtIdentificatie.Dagtekening ?? arrivedOn,
    products: products.map((product) => ({
      category: product.Product?.Categorie ?? null,
      allocatedOn: product.Toewijzingsdatum,
    })),
  };
}
