/**
 * Declarations of youth care (declaratie, JW323): what was delivered to whom in a period, and what it cost. Of the persons a pseudonym
 * passes and nothing else. A declaration is about several persons, and whom the feed names does not hang on it.
 *
 * @see iJw 3.2, XSD JW323.
 */
import { z } from 'zod';
import { contractBroken, parseContract } from '../../../adapter-kit/contract.js';
import { dateSchema } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { SourceError } from '../../../adapter-kit/source-error.js';

/** One line (prestatie). */
export interface DeclaredLine {
  /** Pseudonym of the person under whose number it was filed. */
  readonly person: string;
  /** Gemeentecode. */
  readonly municipality: string;
  /** AGB code. */
  readonly provider: string;
  /** The provider's own number of the line, unique at the provider. */
  readonly reference: string;
  /** Of a credit: the line that it takes back. */
  readonly previousReference: string | null;
  readonly allocationNumber: string;
  readonly category: string;
  readonly from: string;
  readonly until: string;
  readonly volume: number;
  /** Eenheid. */
  readonly unit: (typeof units)[number];
  /** Euro cents for one unit; `null`: none was agreed. */
  readonly tariffCents: number | null;
  readonly amountCents: number;
  readonly isCredit: boolean;
}

/** What became of one declaration. `persons` `null`: it cannot be said whom it is about, so it may be about anyone. */
export type DeclarationReading =
  | { readonly outcome: 'DECLARED'; readonly lines: readonly DeclaredLine[] }
  | {
      readonly outcome: 'DECLARATION_BROKEN';
      readonly persons: readonly string[] | null;
      readonly error: SourceError;
    };

/** Far more than a month of a provider in one municipality has; reading takes time in which nothing else is answered. */
const maxLines = 5_000;

/** Minute, hour, day, part of a day, piece, euro, piece. */
const units = ['01', '04', '14', '16', '82', '83', '84'] as const;

/** LDT_Bedrag and LDT_Volume: at most eight digits. */
const wholeSchema = z
  .string()
  .regex(/^\d{1,8}$/)
  .transform(Number);
const periodSchema = z
  .object({ Begindatum: dateSchema, Einddatum: dateSchema })
  .refine(({ Begindatum, Einddatum }) => Begindatum <= Einddatum, {
    params: { expected: 'a first day that is not after the last' },
  });
const referenceSchema = z.string().min(1).max(20);

const personsSchema = z.object({
  Declaratie: z.object({
    Clienten: z.object({ Client: z.array(z.object({ Bsn: z.string().regex(/^\d{9}$/) })).min(1) }),
  }),
});

const declarationSchema = z.object({
  Header: z.object({
    BerichtCode: z.literal('490'),
    BerichtVersie: z.literal('3'),
    BerichtSubversie: z.literal('2'),
    Afzender: z.string().regex(/^\d{8}$/),
    Ontvanger: z.string().regex(/^\d{4}$/),
  }),
  Declaratie: z.object({
    Clienten: z.object({
      Client: z.array(
        z.object({
          Bsn: z.string(),
          Prestaties: z.object({
            Prestatie: z.array(
              z.object({
                ProductReferentie: z.object({
                  ReferentieNummer: referenceSchema,
                  VorigReferentieNummer: referenceSchema.optional(),
                }),
                // An integer by the XSD, so leading zeros mean nothing in it.
                ToewijzingNummer: z
                  .string()
                  .regex(/^\d{1,9}$/)
                  .transform((digits) => String(Number(digits))),
                ProductCategorie: z.string().regex(/^(3[1-8]|4\d|5[0-5])$/),
                ProductPeriode: periodSchema,
                GeleverdVolume: wholeSchema,
                Eenheid: z.enum(units),
                ProductTarief: wholeSchema.optional(),
                IngediendBedrag: z.object({ Bedrag: wholeSchema, DebetCredit: z.enum(['D', 'C']) }),
              }),
            ),
          }),
        }),
      ),
    }),
  }),
});

/** @param content The message as `parseIjwXml` gives it. Never throws for what is in it. */
export function readDeclaration(
  content: unknown,
  { organisation, pseudonymiser }: { readonly organisation: string; readonly pseudonymiser: Pseudonymiser },
): DeclarationReading {
  const subject = { organisation, what: 'JW323' };
  let persons: readonly string[] | null = null;
  const personOf = (bsn: string): string => {
    const person = pseudonymiser.person(bsn);
    if (person === null) throw contractBroken(subject, 'Client.Bsn', 'a citizen service number');
    return person;
  };
  try {
    const clients = clientsIn(content);
    if (clients.length > maxLines) throw tooLong(subject);
    const named = parseContract(personsSchema, content, subject).Declaratie.Clienten.Client;
    persons = named.map(({ Bsn }) => personOf(Bsn));
    if (countLines(clients) > maxLines) throw tooLong(subject);
    const { Header: header, Declaratie: declared } = parseContract(declarationSchema, content, subject);
    const { Ontvanger: municipality, Afzender: provider } = header;
    const lines = declared.Clienten.Client.flatMap(({ Bsn, Prestaties }) =>
      Prestaties.Prestatie.map((line) => ({
        person: personOf(Bsn),
        municipality,
        provider,
        reference: line.ProductReferentie.ReferentieNummer,
        previousReference: line.ProductReferentie.VorigReferentieNummer ?? null,
        allocationNumber: line.ToewijzingNummer,
        category: line.ProductCategorie,
        from: line.ProductPeriode.Begindatum,
        until: line.ProductPeriode.Einddatum,
        volume: line.GeleverdVolume,
        unit: line.Eenheid,
        tariffCents: line.ProductTarief ?? null,
        amountCents: line.IngediendBedrag.Bedrag,
        isCredit: line.IngediendBedrag.DebetCredit === 'C',
      })),
    );
    return { outcome: 'DECLARED', lines };
  } catch (thrown) {
    if (!(thrown instanceof SourceError)) throw thrown;
    return { outcome: 'DECLARATION_BROKEN', persons, error: thrown };
  }
}

function tooLong(subject: { readonly organisation: string; readonly what: string }): SourceError {
  return contractBroken(subject, 'Declaratie.Clienten', `at most ${maxLines} lines`);
}

/** Before they are parsed: what has another form is not counted here, and refused after. */
function clientsIn(content: unknown): readonly unknown[] {
  return listIn(fieldIn(fieldIn(content, 'Declaratie'), 'Clienten'), 'Client');
}

function countLines(clients: readonly unknown[]): number {
  return clients.reduce<number>(
    (sum, client) => sum + listIn(fieldIn(client, 'Prestaties'), 'Prestatie').length,
    0,
  );
}

function listIn(content: unknown, name: string): readonly unknown[] {
  const found = fieldIn(content, name);
  return Array.isArray(found) ? found : [];
}

function fieldIn(content: unknown, name: string): unknown {
  return typeof content === 'object' && content !== null ? Reflect.get(content, name) : undefined;
}
