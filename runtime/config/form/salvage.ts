/**
 * What is left of a file when its mistakes are taken out, so that the rest of it can still be
 * checked and all mistakes are told at once. What comes out is checked, never run.
 */
import type { z } from '../../core/schema.ts';
import { closestForm } from './closest-form.ts';
import { pathOf } from './diagnose.ts';
import { sampleOf, shapeAt, shapeOf, type Shape } from './schema-shape.ts';
import { isMap, valueAt, type Path } from './value-at.ts';

/** Each round repairs what became wrong by the last one; a site is seven maps deep. */
const MAX_ROUNDS = 10;

/** Nobody writes so many mistakes: it is another kind of file, and the first list tells it. */
const MAX_WRONG = 500;

export interface Salvage<T> {
  /** Absent when nothing could be saved. */
  readonly value?: T;
  /** What was taken out or filled in. */
  readonly damaged: readonly Path[];
}

export function salvage<T>(schema: z.ZodType<T>, value: unknown): Salvage<T> {
  const shape = shapeOf(schema);
  const damaged: Path[] = [];
  let rest = value;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = schema.safeParse(rest);
    if (result.success) return { value: result.data, damaged };
    const wrong = result.error.issues.flatMap((issue) => pathsOf(issue));
    if (wrong.length > MAX_WRONG) return { damaged };
    for (const path of wrong) {
      const isMissing = valueAt(rest, path) === undefined;
      const isSecondTry = !isMissing && isListed(damaged, path);
      const place = isSecondTry ? path.slice(0, -1) : path;
      rest = repair(rest, place, shape);
      damaged.push(place);
    }
  }
  return { damaged };
}

function pathsOf(issue: z.core.$ZodIssue, holder: Path = []): readonly Path[] {
  const path = [...holder, ...pathOf(issue)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  const closest = issue.code === 'invalid_union' ? closestForm(issue) : undefined;
  if (closest?.kind !== 'form') return [path];
  return closest.issues.flatMap((inner) => pathsOf(inner, path));
}

function isListed(paths: readonly Path[], path: Path): boolean {
  return paths.some(
    (other) => other.length === path.length && other.every((step, index) => step === path[index]),
  );
}

/** What is missing is filled in, what is wrong is taken out; in a list it is replaced, so that the others keep their places. */
function repair(value: unknown, path: Path, shape: Shape): unknown {
  const isMissing = valueAt(value, path) === undefined;
  const isElement = typeof path.at(-1) === 'number';
  const stand = isMissing || isElement ? sampleOf(shapeAt(shape, path) ?? {}) : undefined;
  return replaceAt(value, path, stand);
}

/** A copy in which `next` stands at the path; undefined takes the key out. */
function replaceAt(value: unknown, path: Path, next: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  const child = replaceAt(valueAt(value, [step]), rest, next);
  if (Array.isArray(value))
    return value.map((entry: unknown, index) => (index === step ? child : entry));
  if (!isMap(value)) return value;
  const entries = new Map(Object.entries(value)).set(String(step), child);
  return Object.fromEntries([...entries].filter(([, entry]) => entry !== undefined));
}
