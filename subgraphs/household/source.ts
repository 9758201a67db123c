/** What the household subgraph asks of the register: its port. */

export type {
  DocumentLink,
  HouseholdDocument,
  HouseholdMember,
  LinkConfirmation,
  LinkQuestion,
} from './register/document.js';
export type { Asker, HouseholdRegister } from './register/register.js';
