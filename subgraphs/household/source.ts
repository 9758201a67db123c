/** What the household subgraph asks of the register: its port. The register in memory is one way to answer it. */

export type { LinkedHousehold } from './register/linking.js';
export type { HouseholdMember } from './register/members.js';
export type { HouseholdRegister } from './register/register.js';
