/**
 * Households as JSON in less memory: what stands in every one of them (names of fields, mostly) is kept as one character. Control
 * characters never stand in JSON as themselves, so that packing is unambiguous and loses nothing.
 */

/** Longest first. At most 26: the control characters that JSON's own text cannot hold, line ends and tabs left aside. */
const fragments: readonly string[] = [
  ',"addressType":"DWELLING","since":"',
  '","concernsOtherHouseholds":false,"members":{',
  '","certainty":"CERTAIN","ground":"SHARED_DWELLING","period":{"since":"',
  '","certainty":"CERTAIN","ground":"',
  '","residence":"RESIDENT","since":"',
  ',"certainty":"CERTAIN","knownTo":["',
  '"],"role":"',
  '","organisation":"',
  '"LOCAL_TEAM"',
  '"VEILIG_THUIS"',
  '{"organisation":',
  '","statutoryMatch":"',
  '","localKey":"',
  '","givenName":"',
  '{"person":"',
  '","check":"',
  '","identity":"',
  '","names":["',
  '","person":"',
  ',"reference":"',
  '","unitName":"',
  '","contact":"',
  '","stays":[{"address":"',
  ',"stays":[{"address":"',
  '","until":"',
  '","until":null',
].sort((left, right) => right.length - left.length);

const escaped = fragments.map((fragment) => fragment.replace(/[{}[\]]/g, '\\$&'));
const anyFragment = new RegExp(escaped.join('|'), 'g');
const codes = [
  1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
];
const codeOf = new Map(
  fragments.map((fragment, index) => [fragment, String.fromCharCode(codes[index] ?? 0)] as const),
);
const fragmentOf = new Map([...codeOf].map(([fragment, code]) => [code, fragment] as const));
const anyCode = new RegExp(`[${[...fragmentOf.keys()].join('')}]`, 'g');

/** JSON text, packed. */
export function packText(json: string): string {
  return json.replace(anyFragment, (fragment) => codeOf.get(fragment) ?? fragment);
}

/** The JSON text that was packed. */
export function unpackText(packed: string): string {
  return packed.replace(anyCode, (code) => fragmentOf.get(code) ?? code);
}
