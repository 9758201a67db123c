/**
 * Who asks, and for what: from the headers of one request to what every decision is made from, or to a refusal.
 *
 * In this order: the token (401, or 503 while its issuer's keys cannot be had), the processing activity (400), the glass (400),
 * the case (400, 403). A refusal repeats nothing of the request.
 */
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { type AccessContext, isAssigned, type Subject } from '../../adapter-kit/access/subject.js';
import { dayInTheNetherlands } from '../../adapter-kit/dates.js';
import { caseReferenceExpected, readCaseReference } from '../case-reference.js';
import { badRequest, type HttpRefusal } from '../http-refusal.js';
import type { AccessSettings } from './access-settings.js';
import { headerValues, readBearerToken } from './bearer-token.js';
import {
  breakGlassFunctions,
  breakGlassHeader,
  breakGlassReasonExpected,
  createGlassKeeper,
  type GlassKeeper,
  readBreakGlassReason,
} from './break-glass.js';
import { needsAssignment } from './claims.js';
import { type ReachOptions, reachIssuer } from './issuer-access.js';
import {
  type ProcessingActivities,
  type ProcessingActivity,
  processingActivityHeader,
} from './processing-activities.js';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.js';

export type Authentication =
  | { readonly access: AccessContext; readonly activity: ProcessingActivity }
  | { readonly refusal: HttpRefusal };

export interface Authenticator {
  authenticate(request: Pick<IncomingMessage, 'rawHeaders'>): Promise<Authentication>;
  /** Begins to fetch keys; before that nobody is known. */
  start(): void;
  close(): Promise<void>;
}

export interface AuthenticatorOptions extends Pick<ReachOptions, 'monotonicMs' | 'schedule'> {
  readonly settings: AccessSettings;
  readonly activities: ProcessingActivities;
  /** The calendar by which assignments and the hour of a broken glass are judged: the subgraphs' own. */
  readonly now: () => Date;
  /** The clock of issuers; the machine's. */
  readonly wallClock?: () => Date;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
}

/** Reaches the configured issuers, and nothing else. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { settings, activities, now, wallClock = () => new Date(), ...reaching } = options;
  const issuers = settings.issuers.map((issuer) =>
    reachIssuer(issuer, { ...reaching, maxAgeMs: settings.keysMaxAgeSeconds * 1_000 }),
  );
  const verifier = createTokenVerifier({ issuers, wallClock });
  const glass = createGlassKeeper(now);
  return {
    authenticate: ({ rawHeaders }) => authenticate(rawHeaders, { verifier, activities, glass, now }),
    start() {
      for (const { keys } of issuers) keys.start();
    },
    async close() {
      await Promise.all(issuers.map((issuer) => issuer.close()));
    },
  };
}

export interface AuthenticationParts {
  readonly verifier: TokenVerifier;
  readonly activities: ProcessingActivities;
  readonly glass: GlassKeeper;
  readonly now: () => Date;
}

/** @param rawHeaders Names and values in turn, as they came: here a header that came twice is still two. */
export async function authenticate(
  rawHeaders: readonly string[],
  { verifier, activities, glass, now }: AuthenticationParts,
): Promise<Authentication> {
  const token = readBearerToken(rawHeaders);
  if (token === null) {
    const isAnonymous = headerValues(rawHeaders, 'authorization').length === 0;
    return { refusal: isAnonymous ? anonymous : invalidToken };
  }
  const verdict = await verifier.verify(token);
  if ('refused' in verdict) {
    return {
      refusal:
        verdict.refused === 'INVALID_TOKEN' ? invalidToken : keysUnavailable(verdict.retryAfterSeconds),
    };
  }
  const { subject } = verdict;

  const activity = activityOf(rawHeaders, activities, subject);
  if (!activity) return { refusal: activityRequired(activities, subject) };

  const reason = readBreakGlassReason(headerValues(rawHeaders, breakGlassHeader));
  if (reason === undefined) return { refusal: badRequest(breakGlassReasonExpected) };
  if ((reason !== null) !== activity.breaksGlass) return { refusal: badRequest(glassAndActivityTogether) };

  const [given, ...others] = headerValues(rawHeaders, 'case-reference');
  const caseReference = others.length > 0 ? undefined : readCaseReference(given);
  if (caseReference === undefined) return { refusal: badRequest(caseReferenceExpected) };
  const access = contextOf(subject, activity.id, caseReference);
  if (!needsAssignment(subject.function)) {
    return caseReference === null ? { access, activity } : { refusal: badRequest(noCaseExpected) };
  }
  const isOwnCase = isAssigned(access, day(now()));
  if (reason === null) return isOwnCase ? { access, activity } : { refusal: caseNotAssigned };

  // A case that is not one's own is left out: to name a shielded case would be to stand behind its shield.
  const ownCase = isOwnCase ? caseReference : null;
  const breakGlass = glass.breakFor(subject, reason, ownCase);
  return breakGlass
    ? { access: { ...access, caseReference: ownCase, breakGlass }, activity }
    : { refusal: glassIsOver };
}

/** Kept for a minute: days begin at a whole one, and a calendar costs more than all else that is judged here. */
const lastDay = { minute: Number.NaN, day: '' };

function day(instant: Date): string {
  const minute = Math.floor(instant.getTime() / 60_000);
  if (minute !== lastDay.minute) {
    lastDay.day = dayInTheNetherlands(instant);
    lastDay.minute = minute;
  }
  return lastDay.day;
}

const contexts = new WeakMap<Subject, Map<string, AccessContext>>();
/** Of one subject: more than anybody has assigned cases. */
const mostContexts = 1_000;

/**
 * The same object for the same question of a subject that was verified before, while that is remembered: what hangs on it (a signature,
 * a name in the log) is made once. It is judged anew in each request, and nothing is ever changed in it.
 */
function contextOf(
  subject: Subject,
  processingActivity: string,
  caseReference: string | null,
): AccessContext {
  const ofSubject = contexts.get(subject) ?? new Map<string, AccessContext>();
  contexts.set(subject, ofSubject);
  const name = `${processingActivity}\n${caseReference ?? ''}`;
  const known = ofSubject.get(name);
  if (known) return known;
  const made: AccessContext = { subject, processingActivity, caseReference, breakGlass: null };
  if (ofSubject.size >= mostContexts) ofSubject.clear();
  ofSubject.set(name, made);
  return made;
}

function activityOf(
  rawHeaders: readonly string[],
  activities: ProcessingActivities,
  subject: Subject,
): ProcessingActivity | null {
  const [id, ...others] = headerValues(rawHeaders, processingActivityHeader);
  const activity = id === undefined || others.length > 0 ? undefined : activities.find(id);
  return activity && mayUse(subject, activity) ? activity : null;
}

function mayUse({ function: name }: Subject, { functions, breaksGlass }: ProcessingActivity): boolean {
  return functions.includes(name) && (!breaksGlass || breakGlassFunctions.has(name));
}

/** Nobody said who asks: RFC 6750 section 3.1 leaves the reason out then. */
const anonymous: HttpRefusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'Authorization: expected an access token, as Bearer',
  headers: { 'www-authenticate': 'Bearer' },
};

const invalidToken: HttpRefusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message:
    'Authorization: expected one access token, as Bearer, that an issuer of this gateway gave for it and that is not over',
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
};

const keysUnavailable = (retryAfterSeconds: number): HttpRefusal => ({
  status: 503,
  code: 'TOKEN_NOT_VERIFIABLE',
  message: 'the keys of the issuer cannot be had now, so it is not known whether the access token holds',
  headers: { 'retry-after': String(retryAfterSeconds) },
});

function activityRequired(activities: ProcessingActivities, subject: Subject): HttpRefusal {
  const usable = activities.of(subject.function).filter((activity) => mayUse(subject, activity));
  return {
    status: 400,
    code: 'PROCESSING_ACTIVITY_REQUIRED',
    message: `Processing-Activity: expected one of ${usable.map(({ id }) => id).join(', ')}`,
  };
}

const glassAndActivityTogether =
  'Break-Glass-Reason: expected with the processing activity for acute danger, and with that one alone';

const noCaseExpected = 'Case-Reference: expected none, because this function has no cases of its own';

const caseNotAssigned: HttpRefusal = {
  status: 403,
  code: 'CASE_NOT_ASSIGNED',
  message: 'Case-Reference: expected the number of a case that is assigned to the one who asks, today',
};

const glassIsOver: HttpRefusal = {
  status: 403,
  code: 'BREAK_GLASS_OVER',
  message: 'Break-Glass-Reason: expected a new reason, because the hour for this one is over',
};
