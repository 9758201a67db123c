/** OpenAPI 3.0 schemas as JSON Schema, so that a validator of JSON Schema can hold answers against them. */

export type Node = Readonly<Record<string, unknown>>;

const remoteCatalogi = /^https:\/\/raw\.githubusercontent\.com\/vng-Realisatie\/catalogi-api\/[^#]+#/;

/** OpenAPI 3.0 says `nullable` and `discriminator` where JSON Schema says it otherwise. */
export function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, discriminator, ...rest } = value as Node;
  const mapping = at(discriminator as Node | undefined, ['mapping']);
  const property = at(discriminator as Node | undefined, ['propertyName']);
  let schema: Node = Object.fromEntries(
    Object.entries(rest).map(([key, child]) => [key, toJsonSchema(child)]),
  );
  const reference = schema['$ref'];
  if (typeof reference === 'string')
    schema = { ...schema, $ref: reference.replace(remoteCatalogi, 'https://catalogi.invalid/#') };
  if (typeof mapping === 'object' && mapping !== null && typeof property === 'string') {
    // The value of one field says which of the alternatives it is; several would fit by their fields alone.
    schema = {
      required: [property],
      properties: { [property]: { enum: Object.keys(mapping) } },
      allOf: Object.entries(mapping).map(([key, target]) => ({
        if: { properties: { [property]: { const: key } } },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: { $ref: target },
      })),
    };
  }
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** Makes the references inside one API's file point to that file, wherever the schema is used. */
export function absoluteRefs(value: Node, api: string): Node {
  // Only text is changed, so the shape stays what it was.
  return JSON.parse(
    JSON.stringify(value).replaceAll('"$ref":"#', `"$ref":"https://${api}.invalid/#`),
  ) as Node;
}

/** What stands at the end of the path, or `undefined`. */
export function at(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Node)[step];
  }
  return current;
}
