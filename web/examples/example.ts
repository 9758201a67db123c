/** A question to start from in the explorer, about one family of the cast. */
export interface Example {
  /** The family's number in the cast, with the letter of the household where it has several. */
  readonly family: string;
  /** What the list of examples shows. */
  readonly title: string;
  /** What there is to see, in a sentence or two. */
  readonly story: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, string | number>>;
  /**
   * The own case under which somebody asks, where the household is shielded or the question is about that case. Where no access
   * rules stand, nobody checks it.
   */
  readonly caseReference?: string;
  /** The persona of the simulation to ask as, by name, where access rules stand. */
  readonly askAs: string;
}

/** A query as it is written in a file of examples, without the indentation of the code around it. */
export function graphql(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const depth = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  return `${lines.map((line) => line.slice(depth)).join('\n')}\n`;
}
