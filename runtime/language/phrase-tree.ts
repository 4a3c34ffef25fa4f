/** Finds the longest known phrase at a place in a row of atoms, in time proportional to that phrase. */

interface Branch<Payload> {
  readonly next: Map<string, Branch<Payload>>;
  payload?: Payload;
}

export interface PhraseMatch<Payload> {
  readonly payload: Payload;
  /** How many atoms it covers. */
  readonly length: number;
}

export class PhraseTree<Payload> {
  private readonly root: Branch<Payload> = { next: new Map() };
  /** Every atom of every phrase: what can be spelled right. */
  readonly atoms = new Set<string>();

  /** What stands there already is handed to `merge`. */
  add(phrase: readonly string[], merge: (before: Payload | undefined) => Payload): void {
    let branch = this.root;
    for (const atom of phrase) {
      this.atoms.add(atom);
      let next = branch.next.get(atom);
      if (next === undefined) {
        next = { next: new Map() };
        branch.next.set(atom, next);
      }
      branch = next;
    }
    branch.payload = merge(branch.payload);
  }

  /** What may stand behind an atom that begins a phrase. */
  following(atom: string): readonly string[] {
    return [...(this.root.next.get(atom)?.next.keys() ?? [])];
  }

  /** What begins a phrase whose second atom this is. */
  leadingTo(atom: string): readonly string[] {
    return [...this.root.next].flatMap(([first, { next }]) => (next.has(atom) ? [first] : []));
  }

  longest(atoms: readonly string[], from: number): PhraseMatch<Payload> | undefined {
    let branch: Branch<Payload> | undefined = this.root;
    let best: PhraseMatch<Payload> | undefined;
    for (let at = from; at < atoms.length; at += 1) {
      branch = branch.next.get(atoms[at] ?? '');
      if (branch === undefined) break;
      if (branch.payload !== undefined) best = { payload: branch.payload, length: at - from + 1 };
    }
    return best;
  }
}
