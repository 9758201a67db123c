/** Who asks the Raad for investigations in the cast, by OIN: the messages name the sender, and not what kind of organisation it is. */
import type { RequesterKinds } from '../../subgraphs/raad/message-store/case-access.js';

export const requesterKinds: RequesterKinds = new Map([
  ['00000099000000000101', 'COLLEGE'],
  ['00000099000000000102', 'VT'],
  ['00000099000000000103', 'GI'],
  ['00000099000000000104', 'COLLEGE'],
  ['00000099000000000105', 'VT'],
  ['00000099000000000106', 'COLLEGE'],
]);
