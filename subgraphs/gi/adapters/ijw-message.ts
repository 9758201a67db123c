/**
 * iJw 3.2 messages to what this graph needs of them: allocation (toewijzing, JW301), start (JW305) and end (JW307). The
 * BSN becomes a pseudonym here; names, addresses and legal representatives are not read at all.
 *
 * @see iJw 3.2, XSDs JW301, JW305, JW307.
 */
import { z } from 'zod';
import { contractBroken, parseContract } from '../../../adapter-kit/contract.js';
import { dateSchema } from '../../../adapter-kit/dates.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { type DeclarationReading, readDeclaration } from './ijw-declaration.js';
import { type IjwAdmission, type IjwMention, readMention } from './ijw-mention.js';
import { IjwXmlError, parseIjwXml } from './ijw-xml.js';

interface MessageOfPerson {
  /** Pseudonym. */
  readonly person: string;
  /** Gemeentecode. */
  readonly municipality: string;
  /** AGB code. */
  readonly provider: string;
  /** Dagtekening. */
  readonly datedOn: string;
  readonly identification: string;
}

export interface AllocationMessage extends MessageOfPerson {
  readonly kind: 'JW301';
  readonly products: readonly {
    readonly number: string;
    readonly category: string;
    readonly allocatedOn: string;
    readonly allocatedAt: string;
    readonly validFrom: string;
    readonly validUntil: string | null;
  }[];
}

export interface DeliveryMessage extends MessageOfPerson {
  readonly kind: 'JW305' | 'JW307';
  readonly products: readonly {
    readonly number: string;
    readonly startedOn: string;
    /** The day of the end in a JW307; `null` in a JW305. */
    readonly endedOn: string | null;
    /** StatusAanlevering 3: the earlier message of this start or end is taken back. */
    readonly isWithdrawn: boolean;
  }[];
}

/** What became of one file. */
export type IjwReading =
  | {
      readonly outcome: 'READ';
      readonly mention: IjwMention;
      readonly message: AllocationMessage | DeliveryMessage;
    }
  | DeclarationReading
  /** A message of another kind (returns, requests): nothing of it is in the graph. */
  | { readonly outcome: 'NOT_NEEDED' }
  /** `mention` `null`: it cannot be said whom it is about, so it may be about anyone. */
  | { readonly outcome: 'BROKEN'; readonly mention: IjwMention | null; readonly error: SourceError };

const municipalitySchema = z.string().regex(/^\d{4}$/);
const providerSchema = z.string().regex(/^\d{8}$/);
/** An integer by the XSD, so leading zeros mean nothing in it; in every code they do. */
const numberSchema = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform((digits) => String(Number(digits)));
/** StatusAanlevering: 1 first, 2 changed, 3 withdrawn, 9 unchanged. */
const statusSchema = z.enum(['1', '2', '3', '9']);
const versionSchema = { BerichtVersie: z.literal('3'), BerichtSubversie: z.literal('2') };
const identificationSchema = z.object({ Identificatie: z.string().min(1).max(12), Dagtekening: dateSchema });

const subjectSchema = z.object({ Client: z.object({ Bsn: z.string().regex(/^\d{9}$/) }) });

const allocationSchema = z.object({
  Header: z.object({
    BerichtCode: z.literal('436'),
    ...versionSchema,
    Afzender: municipalitySchema,
    Ontvanger: providerSchema,
    BerichtIdentificatie: identificationSchema,
  }),
  Client: z.object({
    ToegewezenProducten: z.object({
      ToegewezenProduct: z.array(
        z.object({
          ToewijzingNummer: numberSchema,
          Product: z.object({ Categorie: z.string().regex(/^(3[1-8]|4\d|5[0-5])$/) }),
          Toewijzingsdatum: dateSchema,
          Toewijzingstijd: z.string().regex(/^\d{2}:\d{2}:\d{2}(\.\d+)?$/),
          Ingangsdatum: dateSchema,
          Einddatum: dateSchema.optional(),
        }),
      ),
    }),
  }),
});

const deliveryHeader = (code: '438' | '440') =>
  z.object({
    BerichtCode: z.literal(code),
    ...versionSchema,
    Afzender: providerSchema,
    Ontvanger: municipalitySchema,
    BerichtIdentificatie: identificationSchema,
  });
const delivered = { ToewijzingNummer: numberSchema, Begindatum: dateSchema, StatusAanlevering: statusSchema };

const startSchema = z.object({
  Header: deliveryHeader('438'),
  Client: z.object({ StartProducten: z.object({ StartProduct: z.array(z.object(delivered)) }) }),
});

const endSchema = z.object({
  Header: deliveryHeader('440'),
  Client: z.object({
    StopProducten: z.object({ StopProduct: z.array(z.object({ ...delivered, Einddatum: dateSchema })) }),
  }),
});

export interface IjwFileAdmission extends IjwAdmission {
  /** Whether the file is a declaration by its name: one that cannot be read takes nothing but costs away. */
  readonly isDeclaration: boolean;
}

/** Reads one file. Never throws for what is in it: a broken file is an answer, because it must not be passed over. */
export function readIjwMessage(bytes: Uint8Array, admission: IjwFileAdmission): IjwReading {
  const { organisation, pseudonymiser, isDeclaration } = admission;
  let mention: IjwMention | null = null;
  try {
    const { kind, content } = parseIjwXml(bytes);
    if (kind === 'JW323') return readDeclaration(content, admission);
    if (kind !== 'JW301' && kind !== 'JW305' && kind !== 'JW307') return { outcome: 'NOT_NEEDED' };
    const subject = { organisation, what: kind };
    const person = pseudonymiser.person(parseContract(subjectSchema, content, subject).Client.Bsn);
    if (person === null) throw contractBroken(subject, 'Client.Bsn', 'a citizen service number');
    mention = readMention(person, content, { ...admission, kind });
    return { outcome: 'READ', mention, message: { person, ...toMessage(kind, content, organisation) } };
  } catch (thrown) {
    const error = toError(thrown, organisation);
    return isDeclaration && thrown instanceof IjwXmlError
      ? { outcome: 'DECLARATION_BROKEN', persons: null, error }
      : { outcome: 'BROKEN', mention, error };
  }
}

type WithoutPerson<Message> = Message extends unknown ? Omit<Message, 'person'> : never;

function toMessage(
  kind: 'JW301' | 'JW305' | 'JW307',
  content: unknown,
  organisation: string,
): WithoutPerson<AllocationMessage | DeliveryMessage> {
  const subject = { organisation, what: kind };
  switch (kind) {
    case 'JW301': {
      const { Header: header, Client: client } = parseContract(allocationSchema, content, subject);
      return {
        kind,
        municipality: header.Afzender,
        provider: header.Ontvanger,
        ...identify(header),
        products: client.ToegewezenProducten.ToegewezenProduct.map((product) => ({
          number: product.ToewijzingNummer,
          category: product.Product.Categorie,
          allocatedOn: product.Toewijzingsdatum,
          allocatedAt: product.Toewijzingstijd,
          validFrom: product.Ingangsdatum,
          validUntil: product.Einddatum ?? null,
        })),
      };
    }
    case 'JW305': {
      const { Header: header, Client: client } = parseContract(startSchema, content, subject);
      const products = client.StartProducten.StartProduct.map((product) => ({
        ...toDelivered(product),
        endedOn: null,
      }));
      return {
        kind,
        municipality: header.Ontvanger,
        provider: header.Afzender,
        ...identify(header),
        products,
      };
    }
    case 'JW307': {
      const { Header: header, Client: client } = parseContract(endSchema, content, subject);
      const products = client.StopProducten.StopProduct.map((product) => ({
        ...toDelivered(product),
        endedOn: product.Einddatum,
      }));
      return {
        kind,
        municipality: header.Ontvanger,
        provider: header.Afzender,
        ...identify(header),
        products,
      };
    }
    default:
      return kind satisfies never;
  }
}

function identify(header: { readonly BerichtIdentificatie: z.infer<typeof identificationSchema> }) {
  const { Identificatie: identification, Dagtekening: datedOn } = header.BerichtIdentificatie;
  return { identification, datedOn };
}

function toDelivered(product: {
  readonly ToewijzingNummer: string;
  readonly Begindatum: string;
  readonly StatusAanlevering: string;
}) {
  return {
    number: product.ToewijzingNummer,
    startedOn: product.Begindatum,
    isWithdrawn: product.StatusAanlevering === '3',
  };
}

function toError(thrown: unknown, organisation: string): SourceError {
  if (thrown instanceof SourceError) return thrown;
  if (thrown instanceof IjwXmlError) {
    return contractBroken(
      { organisation, what: 'iJw message' },
      'Bericht',
      thrown.message.replace(/^expected /, ''),
    );
  }
  throw thrown;
}
