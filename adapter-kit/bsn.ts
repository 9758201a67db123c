/**
 * The citizen service number (burgerservicenummer, BSN).
 *
 * @see Wet algemene bepalingen burgerservicenummer; the eleven-test (elfproef) weighs the nine digits 9, 8, … 2, -1.
 */

/** Sources write this for "unknown". It passes the eleven-test and is nobody's number. */
const UNKNOWN_PERSON = '000000000';
/** Sources write this for an unborn child. It fails the eleven-test. */
const UNBORN_PERSON = '999999999';

/** Whether the text is nine digits that pass the eleven-test and is not a dummy number. */
export function isBsn(text: string): boolean {
  if (!/^\d{9}$/.test(text) || text === UNKNOWN_PERSON || text === UNBORN_PERSON) return false;
  let sum = 0;
  for (let index = 0; index < 8; index += 1) sum += (9 - index) * Number(text[index]);
  sum -= Number(text[8]);
  return sum % 11 === 0;
}
