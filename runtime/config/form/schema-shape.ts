/**
 * What a schema allows at a place, read from its JSON Schema: the same text that editors get, so
 * that hints, docs and completions never tell different things.
 */
import { z } from '../../core/schema.ts';
import type { Path } from './value-at.ts';

export type Shape = z.core.JSONSchema.JSONSchema;

/** As a person writes the file: before defaults and transforms. */
export function shapeOf(schema: z.ZodType): Shape {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

/** undefined where nothing is allowed. */
export function shapeAt(shape: Shape, path: Path): Shape | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return shape;
  for (const option of alternatives(shape)) {
    const child = typeof step === 'number' ? elementOf(option, step) : memberOf(option, step);
    const found = child === undefined ? undefined : shapeAt(child, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The keys a map may have there; none for maps with free keys. */
export function keysOf(shape: Shape): readonly string[] {
  return alternatives(shape).flatMap(({ properties = {} }) => Object.keys(properties));
}

/** A value that would be accepted there: stands in for one that is missing, so that the rest can still be checked. */
export function sampleOf(shape: Shape): unknown {
  const [option = shape] = alternatives(shape);
  if (option.examples?.[0] !== undefined) return option.examples[0];
  if (option.enum !== undefined) return option.enum[0];
  if (option.type === 'array') return sampleList(option);
  if (option.type === 'number' || option.type === 'integer') return option.minimum ?? 1;
  if (option.type === 'boolean') return false;
  if (option.type !== 'object') return 'x';
  const required = (option.required ?? []).map((key) => [
    key,
    sampleOf(memberOf(option, key) ?? {}),
  ]);
  return Object.fromEntries(required);
}

function sampleList(shape: Shape): readonly unknown[] {
  return Array.from({ length: shape.minItems ?? 0 }, (_, index) =>
    sampleOf(elementOf(shape, index) ?? {}),
  );
}

/** The form itself, or the forms it may have. */
function alternatives(shape: Shape): readonly Shape[] {
  return shape.anyOf?.filter(isShape) ?? [shape];
}

function memberOf({ properties, additionalProperties }: Shape, key: string): Shape | undefined {
  const member = properties?.[key] ?? additionalProperties;
  return isShape(member) ? member : undefined;
}

function elementOf({ prefixItems, items }: Shape, index: number): Shape | undefined {
  const element = prefixItems?.[index] ?? items;
  return isShape(element) ? element : undefined;
}

function isShape(candidate: unknown): candidate is Shape {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate);
}
