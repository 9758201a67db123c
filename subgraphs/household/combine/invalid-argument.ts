/** What a client asked cannot be answered as it was asked. The message names the argument and what was expected, and repeats nothing of it. */
export class InvalidArgumentError extends Error {
  override readonly name = 'InvalidArgumentError';
  readonly argument: string;

  constructor(argument: string, expected: string) {
    super(`${argument}: expected ${expected}`);
    this.argument = argument;
  }
}
