/** Which step waits for which: an order in which all can run, and those that never could. Pure. */

export interface Graph {
  /** Ids; each stands behind all that it waits for. */
  readonly order: readonly string[];
  /** Ids that wait for themselves, each round the circle: `[a, b]` where a waits for b, and b for a. */
  readonly circles: readonly (readonly string[])[];
  /** Ids that wait for one of a circle, and are none of it. */
  readonly unreachable: readonly string[];
}

/** @param waits what each id waits for; ids that are no key of it are taken for done */
export function orderSteps(waits: ReadonlyMap<string, readonly string[]>): Graph {
  const order: string[] = [];
  const left = new Map(waits);
  for (;;) {
    const ready = [...left].filter(([, before]) => !before.some((id) => left.has(id)));
    if (ready.length === 0) break;
    for (const [id] of ready) {
      order.push(id);
      left.delete(id);
    }
  }
  const circles = findCircles(left);
  const inCircle = new Set(circles.flat());
  return { order, circles, unreachable: [...left.keys()].filter((id) => !inCircle.has(id)) };
}

/** Everything that comes before a step, near or far. */
export function ancestorsOf(
  id: string,
  waits: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(waits.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(waits.get(next) ?? []));
  }
  return found;
}

/** In what is left, everybody waits for somebody; so whoever goes on to whom they wait for comes round. */
function findCircles(left: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const circles: (readonly string[])[] = [];
  const seen = new Set<string>();
  for (const start of left.keys()) {
    const way: string[] = [];
    let id: string | undefined = start;
    while (id !== undefined && !seen.has(id)) {
      seen.add(id);
      way.push(id);
      id = left.get(id)?.find((before) => left.has(before));
    }
    const from = id === undefined ? -1 : way.indexOf(id);
    if (from >= 0) circles.push(way.slice(from));
  }
  return circles;
}
