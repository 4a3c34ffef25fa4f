/** Which lines of a text another one leaves out, and which it adds: `- ` and `+ `, and what stays between. */

/** Lines around a change, so that it can be found. */
const AROUND = 1;

/** Empty where both are the same. */
export function diffLines(before: string, after: string): readonly string[] {
  const [old, next] = [before, after].map((text) => text.trimEnd().split('\n'));
  const all = merge(old ?? [], next ?? []);
  const isNear = (at: number): boolean =>
    all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((line) => !line.startsWith('  '));
  return all.some((line) => !line.startsWith('  ')) ? all.filter((_, at) => isNear(at)) : [];
}

/** By the longest common run of lines; both are some dozen lines. */
function merge(old: readonly string[], next: readonly string[]): readonly string[] {
  const common = commonLengths(old, next);
  const lines: string[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < next.length) {
    const [left, right] = [old[at], next[to]];
    const drop = common[at + 1]?.[to] ?? -1;
    const add = common[at]?.[to + 1] ?? -1;
    if (left !== undefined && left === right) {
      lines.push(`  ${left}`);
      [at, to] = [at + 1, to + 1];
    } else if (left !== undefined && (right === undefined || drop >= add)) {
      lines.push(`- ${left}`);
      at += 1;
    } else {
      lines.push(`+ ${right ?? ''}`);
      to += 1;
    }
  }
  return lines;
}

/** Of what is left of both, from each line on. */
function commonLengths(
  old: readonly string[],
  next: readonly string[],
): readonly (readonly number[])[] {
  const lengths = Array.from({ length: old.length + 1 }, () =>
    Array.from({ length: next.length + 1 }, () => 0),
  );
  for (let at = old.length - 1; at >= 0; at -= 1)
    for (let to = next.length - 1; to >= 0; to -= 1) {
      const [row, below] = [lengths[at], lengths[at + 1]];
      if (row === undefined || below === undefined) continue;
      row[to] =
        old[at] === next[to]
          ? 1 + (below[to + 1] ?? 0)
          : Math.max(below[to] ?? 0, row[to + 1] ?? 0);
    }
  return lengths;
}
