/** Paths into a plain value, and what stands there. */

/** Keys of maps and indices of lists, from the outermost on. */
export type Path = readonly (string | number)[];

/** undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((holder, step) => childAt(holder, step), value);
}

/** The keys of the map at a path, also where the rest of it is wrong. */
export function keysAt(value: unknown, path: Path): readonly string[] {
  const map = valueAt(value, path);
  return isMap(map) ? Object.keys(map) : [];
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function childAt(holder: unknown, step: string | number): unknown {
  if (Array.isArray(holder)) return typeof step === 'number' ? holder[step] : undefined;
  return isMap(holder) && Object.hasOwn(holder, step) ? holder[step] : undefined;
}
