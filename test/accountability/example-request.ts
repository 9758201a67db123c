/** A request about a household of six, as the gateway would record it. */
import { createHash } from 'node:crypto';
import type { AccessContext } from '../../adapter-kit/access/subject.js';
import { hashQuery } from '../../adapter-kit/accountability/log-text.js';
import { traceContextOf } from '../../adapter-kit/accountability/trace-context.js';
import type { ProcessedRequest } from '../../gateway/accountability/processing-record.js';

export function householdId(name: string): string {
  return `hh_${shortHash(name)}`;
}

export function personId(name: string): string {
  return `p_${shortHash(name)}`;
}

export const exampleAccess: AccessContext = {
  subject: {
    id: 'e3b0c442-worker',
    issuer: 'https://login.invalid',
    function: 'fixed-face',
    organisation: '00000001821002193000',
    unit: 'LT1',
    employerTask: 'Jeugdwet art. 2.3',
    region: 'utrecht',
    assignments: [{ caseReference: 'LT1/2025-0217', from: '2026-01-01', until: null, isSubstitute: false }],
    person: null,
    relations: [],
    ageClass: null,
  },
  processingActivity: 'https://register.invalid/activities/household-view',
  caseReference: 'LT1/2025-0217',
  breakGlass: null,
};

export function exampleRequest(changes: Partial<ProcessedRequest> = {}): ProcessedRequest {
  return {
    trace: traceContextOf('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', (bytes) =>
      Buffer.alloc(bytes, 7),
    ),
    startedAt: new Date('2026-11-02T11:00:00.000Z'),
    endedAt: new Date('2026-11-02T11:00:00.087Z'),
    status: 'Unset',
    access: exampleAccess,
    callerProcessor: 'https://local-team.invalid',
    operationName: 'HouseholdView',
    queryHash: hashQuery('query HouseholdView($id: ID!) { household(id: $id) { id } }', 'key'),
    households: [householdId('one')],
    persons: ['a', 'b', 'c', 'd', 'e', 'f'].map(personId),
    organisations: [
      {
        organisation: 'VEILIG_THUIS',
        outcome: 'ANSWERED',
        reason: null,
        recordTypes: ['involvement', 'report'],
      },
      { organisation: 'RAAD', outcome: 'UNAVAILABLE', reason: 'TIMED_OUT', recordTypes: ['raad-status'] },
      { organisation: 'GI', outcome: 'NONE_VISIBLE', reason: null, recordTypes: ['measure'] },
      { organisation: 'LOCAL_TEAM', outcome: 'ANSWERED', reason: null, recordTypes: ['family-plan'] },
    ],
    ...changes,
  };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
