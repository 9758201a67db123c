/** What leaves an organisation is what a contract names: made from the contract's own schema. */
import { z } from 'zod';

function onlyPlain(value: unknown): unknown {
  return typeof value === 'object' ? null : value;
}

/** Copies what a schema names, at every depth; what is left out is null, and so is an object where a plain value belongs. */
export function pickerOf(schema: z.core.$ZodType): (value: unknown) => unknown {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return pickerOf(schema.unwrap());
  if (schema instanceof z.ZodArray) {
    const pick = pickerOf(schema.element);
    return (value) => (Array.isArray(value) ? value.map(pick) : value);
  }
  if (!(schema instanceof z.ZodObject)) return onlyPlain;
  const fields = Object.entries(schema.shape).map(([name, inner]) => [name, pickerOf(inner)] as const);
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const picked: Record<string, unknown> = {};
    // What is asked for is read from a record of ours by names of ours.
    for (const [name, pick] of fields) picked[name] = pick((value as Record<string, unknown>)[name] ?? null);
    return picked;
  };
}
