/** Which test files share a process. */

export type Batch = readonly string[];

/** So many that loading them is little beside running them, and so few that no lane is left alone at the end. */
const MOST = 8;

/** They change what the whole process has, or measure it. */
const ALONE = [/^test\//, /\.e2e\.ts$/];

/** Those of one room together, in their order. */
export function batchesOf(files: readonly string[]): Batch[] {
  const rooms = new Map<string, string[]>();
  for (const file of files) {
    const room = ALONE.some((alone) => alone.test(file)) ? file : roomOf(file);
    rooms.set(room, [...(rooms.get(room) ?? []), file]);
  }
  return [...rooms.values()].flatMap(split);
}

/** `runtime/tasks`, `drivers` */
function roomOf(file: string): string {
  const [top = '', room = ''] = file.split('/');
  return top === 'runtime' ? `${top}/${room}` : top;
}

function split(files: readonly string[]): Batch[] {
  const count = Math.ceil(files.length / MOST);
  return Array.from({ length: count }, (_, at) => files.slice(at * MOST, (at + 1) * MOST));
}
