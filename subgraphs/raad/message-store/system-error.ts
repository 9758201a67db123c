/** Whether the operating system refused with this code, e.g. `ENOENT`. Such an error need not be an `Error` of this realm. */
export function isSystemError(thrown: unknown, code: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === code;
}
