/** CORV's list jeugdzorgrol (INS/JZR 1.0.87) in the graph's words. */

const roleNames: Readonly<Record<string, string>> = {
  111: 'PARENT',
  112: 'PARENT_WITH_AUTHORITY',
  113: 'PARENT_WITHOUT_AUTHORITY',
  114: 'PARENT_NOT_LEGAL',
  115: 'CHILD',
  121: 'SIBLING',
  122: 'HALF_SIBLING',
  125: 'GRANDPARENT',
  191: 'GUARDIAN',
  211: 'FOSTER_PARENT',
  212: 'STEP_PARENT',
  213: 'CARER',
  221: 'STEP_SIBLING',
  222: 'FOSTER_SIBLING',
  301: 'YOUTH',
};

/** Codes of the list that have no value of their own in the graph are relatives all the same. */
export function toMemberRole(code: string): string {
  return roleNames[code] ?? 'OTHER_RELATIVE';
}
