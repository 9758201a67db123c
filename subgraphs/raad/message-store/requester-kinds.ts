/** Which kind of organisation asks for an investigation: the messages name the sender by its OIN, and not its kind. */
import { z } from 'zod';
import type { RequesterKinds } from './case-access.js';

const entrySchema = z.tuple([z.string().regex(/^\d{20}$/), z.enum(['COLLEGE', 'VT', 'GI'])]);

/** From `OIN=KIND,OIN=KIND`; empty text is nobody. `null` for what is no such list, or names one OIN twice. */
export function parseRequesterKinds(text: string): RequesterKinds | null {
  const parts = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim().split('=')]));
  const entries = z.array(entrySchema).safeParse(parts);
  if (!entries.success) return null;
  const kinds = new Map(entries.data);
  return kinds.size === entries.data.length ? kinds : null;
}
