/** An answer's data that is written as text already, on its way through a server that passes it on as an object. */

export class RenderedData {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/** The text of a whole answer: errors first, so that whoever reads along sees them before the data. */
export function stringifyAnswer(answer: {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
  readonly extensions?: unknown;
}): string {
  const { data, errors, extensions } = answer;
  const parts: string[] = [];
  if (errors !== undefined && errors.length > 0) parts.push(`"errors":${JSON.stringify(errors)}`);
  if (data !== undefined)
    parts.push(`"data":${data instanceof RenderedData ? data.json : JSON.stringify(data)}`);
  if (extensions !== undefined) parts.push(`"extensions":${JSON.stringify(extensions)}`);
  return `{${parts.join()}}\n`;
}
