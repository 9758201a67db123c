/**
 * What people in a file may ask of the unit that keeps it: see it, have it put right, add a statement, complain, and who helps them.
 *
 * Which rights there are, by which article, within which term and at which desk is the organisation's own to say, so it comes from a
 * file that the organisation gives with its settings (`…_RIGHTS_FILE`). A unit is named only to who may know that it is involved.
 */
import { readFileSync } from 'node:fs';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { GraphQLFieldResolver } from 'graphql';
import { z } from 'zod';
import type { SourceSetting } from '../organisation-source.js';
import type { KeyedEntity, OrganisationContext } from '../organisation-subgraph.js';
import { SourceError, toSourceError } from '../source-error.js';
import { outcomeOfError, outcomeOfWithheld, type SourceOutcome } from '../source-outcomes.js';
import type { CaseLoader } from './case-loader.js';
import { knownUnitsIn } from './open-cases.js';
import { WithheldError } from './withheld.js';

const text = z.string().min(1).max(1000);
const deskSchema = z.enum(['file', 'decisions', 'complaints', 'confidant']);

const rightSchema = z.strictObject({
  kind: z.enum(['ACCESS', 'CORRECTION', 'OWN_STATEMENT', 'ERASURE', 'OBJECTION', 'COMPLAINT', 'CONFIDANT']),
  /** The article; what is not established says so. */
  law: text,
  nl: text,
  en: text,
  /** In plain Dutch; `null`: the organisation states none. */
  term: text.nullable(),
  /** At which of the unit's desks it is asked. */
  desk: deskSchema,
});

const rightsFileSchema = z
  .strictObject({
    rights: z.array(rightSchema).min(1),
    /** Unit, as its references begin, to its desks. */
    units: z.record(z.string().min(1), z.partialRecord(deskSchema, text)),
  })
  .refine(({ rights, units }) =>
    Object.values(units).every((desks) => rights.every(({ desk }) => desks[desk] !== undefined)),
  );

export type FamilyRights = z.infer<typeof rightsFileSchema>;

/** The setting by which an organisation says where that file is. */
export const rightsFileSetting: SourceSetting = {
  schema: z.string().min(1),
  description: 'A JSON file of what people may ask about their file, by which article and at which desk',
  optional: true,
};

/**
 * From the file of the organisation; `null`: none was given.
 *
 * @throws Error that names the organisation and what was expected, and repeats nothing of the file.
 */
export function readFamilyRights(file: string | undefined, organisation: string): FamilyRights | null {
  if (file === undefined) return null;
  const read = rightsFileSchema.safeParse(parseJson(file));
  if (read.success) return read.data;
  const places = [...new Set(read.error.issues.map(({ path }) => path.slice(0, 2).join('.')))].join(', ');
  throw new Error(
    `[${organisation}] expected a file of rights, with a desk of every unit for each: ${places}`,
  );
}

/** `RightsContribution` of the graph. */
interface RightsContribution extends Pick<SourceOutcome, 'outcome' | 'reason'> {
  readonly units: readonly object[] | null;
}

/** The resolvers with the organisation's part of `Household.rights` among them. */
export function withFamilyRights<Loaders>(
  resolvers: GraphQLResolverMap<OrganisationContext<Loaders>>,
  {
    field,
    rights,
    loaderOf,
  }: {
    /** Its field on `Household`, e.g. `giRights`. */
    readonly field: string;
    readonly rights: FamilyRights | null;
    readonly loaderOf: (loaders: Loaders) => CaseLoader<unknown>;
  },
): GraphQLResolverMap<OrganisationContext<Loaders>> {
  const contribute = async (
    household: KeyedEntity,
    _: unknown,
    context: OrganisationContext<Loaders>,
  ): Promise<RightsContribution> => {
    const { organisation } = context;
    try {
      const { units, outcome } = await knownUnitsIn(household, loaderOf(context.loaders), context);
      return {
        outcome: outcome.outcome,
        reason: outcome.reason,
        units: [...units]
          .map(([code, unit]) => ({ organisation, unit, rights: rightsOf(code, rights, organisation) }))
          .sort((left, right) => (left.unit < right.unit ? -1 : 1)),
      };
    } catch (thrown) {
      const { outcome, reason } =
        thrown instanceof WithheldError
          ? outcomeOfWithheld(thrown)
          : outcomeOfError(toSourceError(thrown, organisation));
      return { outcome, reason, units: null };
    }
  };
  // Every organisation's resolvers have fields for `Household`; a scalar or an enum of that name does not compose.
  const fields = resolvers['Household'] as Readonly<
    Record<string, GraphQLFieldResolver<unknown, OrganisationContext<Loaders>>>
  >;
  return { ...resolvers, Household: { ...fields, [field]: contribute } };
}

/** @throws SourceError where the organisation did not say it: then nobody can tell what may be asked, and where. */
function rightsOf(unit: string, rights: FamilyRights | null, organisation: string): readonly object[] {
  const desks = rights?.units[unit];
  if (!rights || !desks) {
    const detail = 'expected what people may ask of each unit, received none for some';
    throw new SourceError({ organisation, reason: 'CONTRACT_BROKEN', detail });
  }
  return rights.rights.map(({ desk, ...right }) => ({ ...right, contact: desks[desk] }));
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
