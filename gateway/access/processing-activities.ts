/**
 * For what somebody asks: the processing activities that this graph knows (`schema/processing-activities.json`), and which of
 * them the header `Processing-Activity` names. Which activity stands on which law is a proposal for the DPIA.
 *
 * @see Logboek Dataverwerkingen, `dpl.core.processing_activity_id`: a URI in the register of processing activities
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import { projectRoot } from '../../schema/project-root.js';

/** The header that carries the activity's id. */
export const processingActivityHeader = 'processing-activity';

const idPrefix = 'https://gezinsbeeld.invalid/processing-activities/';

const activitySchema = z.strictObject({
  id: z
    .string()
    .refine((id) => id.startsWith(idPrefix) && /^[a-z]+(-[a-z]+)*$/.test(id.slice(idPrefix.length))),
  /** As organisations call it. */
  dutchName: z.string().min(1),
  meaning: z.string().min(1),
  /** Articles; what is not established says so. */
  legalGround: z.string().min(1),
  /** Who may ask for it. */
  functions: z.array(z.enum(functionNames)).min(1),
  /** Whether a household may be looked into for it at all. */
  opensHousehold: z.boolean(),
  /** Whether it is the one for acute danger, and needs a reason. */
  breaksGlass: z.boolean(),
});
export type ProcessingActivity = z.infer<typeof activitySchema>;

export interface ProcessingActivities {
  /** All of them, in the order of the register. */
  readonly all: readonly ProcessingActivity[];
  find(id: string): ProcessingActivity | undefined;
  /** Those that a function may ask for, in the order of the register. */
  of(name: FunctionName): readonly ProcessingActivity[];
}

/** @throws Error when the register is not what it should be. */
export function readProcessingActivities(
  file: string = join(projectRoot, 'schema', 'processing-activities.json'),
): ProcessingActivities {
  const read = z.array(activitySchema).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error('expected a register of processing activities');
  const byId = new Map(read.data.map((activity) => [activity.id, activity]));
  if (byId.size < read.data.length) throw new Error('expected every processing activity once');
  return {
    all: read.data,
    find: (id) => byId.get(id),
    of: (name) => read.data.filter(({ functions }) => functions.includes(name)),
  };
}
