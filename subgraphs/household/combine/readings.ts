/** How each kind of contribution is read: when it can be, and what makes two tellings of one source record the same. */
import type {
  AcquaintancePart,
  ActivityPart,
  AgreementPart,
  ContactPart,
  HandoverPart,
  HelpPart,
  MeasurePart,
  WorkPart,
} from './contribution.js';
import { areDays, isSpan, type Reading } from './gathered.js';

export const readingOfWork: Reading<WorkPart> = {
  isReadable: ({ worker, since, until }) => worker !== '' && isSpan(since, until),
  saysOf: ({ worker, since }) => JSON.stringify([worker, since]),
};

export const readingOfActivities: Reading<ActivityPart> = {
  isReadable: ({ from, until }) => isSpan(from, until),
  saysOf: ({ kind, name, from }) => JSON.stringify([kind, name, from]),
};

export const readingOfHandovers: Reading<HandoverPart> = {
  isReadable: ({ askedOn }) => areDays(askedOn),
  saysOf: ({ fromUnit, toOrganisation, toUnit, askedOn }) =>
    JSON.stringify([fromUnit, toOrganisation, toUnit, askedOn]),
};

export const readingOfContacts: Reading<ContactPart> = {
  isReadable: ({ on }) => areDays(on),
  saysOf: ({ kind, unit, on, worker }) => JSON.stringify([kind, unit, on, worker]),
};

/** Asked for after it began is possible (crisis help); ended before it began is not. */
export const readingOfHelp: Reading<HelpPart> = {
  isReadable: ({ askedOn, startedOn, until }) =>
    areDays(askedOn, until) && (startedOn === null || isSpan(startedOn, until)),
  saysOf: ({ name, askedOn, startedOn }) => JSON.stringify([name, askedOn, startedOn]),
};

export const readingOfMeasures: Reading<MeasurePart> = {
  isReadable: ({ startedOn, until }) => isSpan(startedOn, until),
  saysOf: ({ kind, startedOn }) => JSON.stringify([kind, startedOn]),
};

export const readingOfAcquaintances: Reading<AcquaintancePart> = {
  isReadable: ({ asOf }) => areDays(asOf),
  saysOf: ({ unit, asOf }) => JSON.stringify([unit, asOf]),
};

export const readingOfAgreements: Reading<AgreementPart> = {
  isReadable: ({ agreedOn, dueOn, endedOn }) => areDays(agreedOn, dueOn, endedOn),
  saysOf: ({ text, agreedOn }) => JSON.stringify([text, agreedOn]),
};
