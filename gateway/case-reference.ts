/**
 * The request header `Case-Reference`: under which own case somebody asks. It opens what stands behind a shield to those who
 * are behind it too. Nobody verifies it while there are no access tokens: the gateway is open, and says so.
 */

/** `null`: no header; `undefined`: one that is no case number. */
export function readCaseReference(header: string | readonly string[] | undefined): string | null | undefined {
  if (header === undefined) return null;
  // A citizen service number is nobody's case number, and would be kept with the reads.
  const isCase = typeof header === 'string' && /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,39}$/.test(header);
  return isCase && !/\d{9}/.test(header) ? header : undefined;
}

export const caseReferenceExpected =
  'Case-Reference: expected the number of one case of your own: up to 40 letters, digits, spaces and . _ / -, with fewer than nine digits in a row';
