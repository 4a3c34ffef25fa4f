/**
 * A compiled device tree as nodes and properties. Form: Devicetree Specification v0.4, chapter 5
 * (flattened format): everything big-endian, the structure block a run of tokens, names of properties
 * in a block of strings.
 */

const MAGIC = 0xd00dfeed;
/** §5.4.1 */
const BEGIN_NODE = 1;
const END_NODE = 2;
const PROPERTY = 3;
const NOP = 4;

export interface TreeNode {
  /** `gpio@7e200000`; empty for the root. */
  readonly name: string;
  readonly properties: ReadonlyMap<string, Buffer>;
  readonly children: readonly TreeNode[];
}

interface OpenNode {
  readonly name: string;
  readonly properties: Map<string, Buffer>;
  readonly children: TreeNode[];
}

export function readFdt(bytes: Buffer): TreeNode {
  if (bytes.readUInt32BE(0) !== MAGIC) throw new Error('not a compiled device tree');
  const strings = bytes.readUInt32BE(12);
  const open: OpenNode[] = [{ name: '', properties: new Map(), children: [] }];
  let at = bytes.readUInt32BE(8);
  const word = (): number => {
    const value = bytes.readUInt32BE(at);
    at += 4;
    return value;
  };
  for (;;) {
    const token = word();
    const node = open.at(-1);
    if (token === BEGIN_NODE) {
      const name = textAt(bytes, at);
      at = align(at + Buffer.byteLength(name) + 1);
      open.push({ name, properties: new Map(), children: [] });
    } else if (token === END_NODE && node !== undefined) {
      open.pop();
      open.at(-1)?.children.push(node);
    } else if (token === PROPERTY) {
      const length = word();
      const name = textAt(bytes, strings + word());
      node?.properties.set(name, bytes.subarray(at, at + length));
      at = align(at + length);
    } else if (token !== NOP) break;
  }
  const [root] = open[0]?.children ?? [];
  if (root === undefined) throw new Error('a device tree without a root');
  return root;
}

/** A property that holds texts, each ended by a zero. */
export function textsOf(value: Buffer | undefined): readonly string[] {
  return value === undefined ? [] : value.toString('latin1').replace(/\0$/, '').split('\0');
}

/** Every node with all that it stands in, from the root on. */
export function* pathsOf(node: TreeNode, above: readonly TreeNode[] = []): Generator<Path> {
  const path = [...above, node];
  yield path;
  for (const child of node.children) yield* pathsOf(child, path);
}

/** Never empty; the root first. */
export type Path = readonly TreeNode[];

function textAt(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, bytes.indexOf(0, at));
}

function align(at: number): number {
  return Math.ceil(at / 4) * 4;
}
