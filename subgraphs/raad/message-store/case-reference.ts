/**
 * The one place where a number in a message becomes a reference of the Raad (`RVDK/2025-7781`), or stands in for one.
 */
import { createHash } from 'node:crypto';

export const unitCode = 'RVDK';

/**
 * The Raad's own case number as its messages write it (zaak `identificatie`: no slash, so that every party's system
 * accepts it) as the reference of its feed: `RVDK-2025-7781` is `RVDK/2025-7781`. A number of another form is kept whole
 * behind the unit's code, and behind `other-` where it would look like something else: two numbers are never one reference.
 */
export function referenceOfCouncilCase(identification: string): string {
  const own = /^RVDK-(\d{4}-\d+)$/.exec(identification);
  if (own?.[1] !== undefined) return `${unitCode}/${own[1]}`;
  const isAmbiguous = /^(?:\d{4}-\d+$|request-|other-)/.test(identification);
  return `${unitCode}/${isAmbiguous ? 'other-' : ''}${identification}`;
}

/**
 * A request that the Raad has not given a number yet is known all the same: silence is never safety. It stands under a
 * provisional reference until the first message with the Raad's own number, and is then removed from the feed.
 *
 * A hash, because the number of the asking organisation is not the Raad's to pass on.
 */
export function provisionalReference(senderOrganisation: string, requestCase: string): string {
  const hash = createHash('sha256')
    .update(`${senderOrganisation}\n${requestCase}`)
    .digest('base64url')
    .slice(0, 16);
  return `${unitCode}/request-${hash}`;
}

/** Whether a reference is such a provisional one. */
export function isProvisional(reference: string): boolean {
  return reference.startsWith(`${unitCode}/request-`);
}
