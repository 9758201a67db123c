/** What the case database says of youth care that stands in the messages: who gives it, what it is called, and under what frame. */
import { z } from 'zod';
import { parseContract } from '../../../adapter-kit/contract.js';
import type { BatchedRead } from '../../../adapter-kit/reference-loader.js';
import type { CareNote } from '../source.js';
import type { CaseDatabase } from './case-database.js';

export interface CareNotesOptions {
  readonly organisation: string;
  readonly database: CaseDatabase;
}

const text = z.string().min(1);

const noteSchema = z.strictObject({
  key: text,
  provider_name: text.nullable(),
  help_name: text.nullable(),
  cost_name: text.nullable(),
  is_for_family: z.boolean().nullable(),
  piece_unit_code: z.literal('MONTH').nullable(),
  is_under_measure: z.boolean(),
});

/** One statement, by the keys of `careNoteKey`: a note for each, also where nothing is recorded. */
export function createCareNotesRead({ organisation, database }: CareNotesOptions): BatchedRead<CareNote> {
  return async (keys, { signal }) => {
    const rows = await database.read({ name: 'care-notes', sql: careNotesSql, values: [keys] }, signal);
    const subject = { organisation, what: 'care note' };
    return new Map(
      rows.map((row) => {
        const note = parseContract(noteSchema, row, subject);
        return [
          note.key,
          {
            providerName: note.provider_name,
            helpName: note.help_name,
            costName: note.cost_name,
            isForFamily: note.is_for_family ?? false,
            pieceUnit: note.piece_unit_code,
            isUnderMeasure: note.is_under_measure,
          },
        ];
      }),
    );
  };
}

const careNotesSql = `
SELECT k.key, p.provider_name, d.help_name, d.cost_name, d.is_for_family, d.piece_unit_code,
  EXISTS (
    SELECT FROM allocation_under_measure a
    WHERE a.municipality_code = split_part(k.key, '/', 1) AND a.agb_code = split_part(k.key, '/', 2)
      AND a.allocation_number = split_part(k.key, '/', 3)
  ) AS is_under_measure
FROM unnest($1::text[]) AS k (key)
  LEFT JOIN care_provider p ON p.agb_code = split_part(k.key, '/', 2)
  LEFT JOIN care_product d ON d.agb_code = split_part(k.key, '/', 2) AND d.category_code = split_part(k.key, '/', 4)`;
