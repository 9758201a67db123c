/** What the case database says of the work in a case, admitted strictly. Numbers of professionals become opaque here. */
import { z } from 'zod';
import { dateSchema } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import {
  askedOrganisations,
  type CaseCourse,
  concernSeverities,
  handoverPurposes,
  sightingKinds,
  workDomainCodes,
} from '../case-course.js';

const text = z.string().min(1);
const day = dateSchema.nullable();

/** By what a professional is told apart: a number in the register of youth care, or the unit's own. */
export const workerSchema = z.strictObject({ professional_number: text, registration: text.nullable() });

export const caseCourseSchema = z.strictObject({
  party_work: z.array(
    z.strictObject({
      assignment_number: text,
      worker: workerSchema,
      name: text,
      role: text,
      employer: text,
      work_domain_code: z.enum(workDomainCodes),
      carries_case: z.boolean().nullable(),
      since: dateSchema,
      until: day,
    }),
  ),
  intakes: z.array(
    z.strictObject({
      intake_number: text,
      held_on: dateSchema,
      party: text.nullable(),
      worker: workerSchema.nullable(),
    }),
  ),
  sightings: z.array(
    z.strictObject({
      sighting_number: text,
      person_key: text,
      citizen_number: z.string().nullable(),
      seen_on: dateSchema,
      how_code: z.enum(sightingKinds),
      party: text.nullable(),
    }),
  ),
  handovers: z.array(
    z.strictObject({
      request_number: text,
      measure_number: text,
      asked_on: dateSchema,
      to_organisation: z.enum(askedOrganisations),
      to_unit: text.nullable(),
      purpose_code: z.enum(handoverPurposes),
    }),
  ),
  concerns: z.array(
    z
      .strictObject({
        concern_number: text,
        plan_number: text,
        observed_on: dateSchema,
        fact: text.nullable(),
        label: text.nullable(),
        nature: text.nullable(),
        severity_code: z.enum(concernSeverities).nullable(),
        is_opinion: z.boolean(),
      })
      .refine(({ fact, label }) => fact !== null || label !== null, {
        params: { expected: 'a fact or a label' },
      }),
  ),
  agreements: z.array(
    z.strictObject({
      agreement_number: text,
      plan_number: text,
      agreed_on: dateSchema,
      agreement: text,
      due_on: day,
      ended_on: day,
    }),
  ),
  involved: z.strictObject({ as_of: dateSchema, involved: z.array(text) }).nullable(),
});

/**
 * Opaque: the same at every organisation that has the number in the professional register, else the unit's own.
 *
 * @param unit The code of the unit.
 */
export function toWorker(
  { professional_number, registration }: z.infer<typeof workerSchema>,
  unit: string,
  pseudonymiser: Pseudonymiser,
): string {
  return registration === null
    ? pseudonymiser.professional(unit, professional_number)
    : pseudonymiser.professional('SKJ', registration);
}

export function toCaseCourse(
  row: z.infer<typeof caseCourseSchema>,
  unit: string,
  pseudonymiser: Pseudonymiser,
): CaseCourse {
  return {
    partyWork: row.party_work.map((work) => ({
      number: work.assignment_number,
      worker: toWorker(work.worker, unit, pseudonymiser),
      name: work.name,
      role: work.role,
      party: work.employer,
      domain: work.work_domain_code,
      carriesCase: work.carries_case,
      since: work.since,
      until: work.until,
    })),
    intakes: row.intakes.map(({ intake_number, held_on, party, worker }) => ({
      number: intake_number,
      heldOn: held_on,
      party,
      worker: worker && toWorker(worker, unit, pseudonymiser),
    })),
    sightings: row.sightings.map((sighting) => ({
      number: sighting.sighting_number,
      child: {
        pseudonym: pseudonymiser.person(sighting.citizen_number),
        localKey: sighting.person_key,
      },
      on: sighting.seen_on,
      how: sighting.how_code,
      party: sighting.party,
    })),
    handovers: row.handovers.map((request) => ({
      number: request.request_number,
      measureNumber: request.measure_number,
      askedOn: request.asked_on,
      toOrganisation: request.to_organisation,
      toUnit: request.to_unit,
      purpose: request.purpose_code,
    })),
    concerns: row.concerns.map((concern) => ({
      number: concern.concern_number,
      planNumber: concern.plan_number,
      observedOn: concern.observed_on,
      fact: concern.fact,
      label: concern.label,
      nature: concern.nature,
      severity: concern.severity_code,
      isOpinion: concern.is_opinion,
    })),
    agreements: row.agreements.map((agreement) => ({
      number: agreement.agreement_number,
      planNumber: agreement.plan_number,
      agreedOn: agreement.agreed_on,
      text: agreement.agreement,
      dueOn: agreement.due_on,
      endedOn: agreement.ended_on,
    })),
    involved: row.involved && { asOf: row.involved.as_of, involved: row.involved.involved },
  };
}
