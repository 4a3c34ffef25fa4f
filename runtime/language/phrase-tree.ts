/** Finds the longest known phrase at a place in a row of atoms, in time proportional to that phrase. */

interface Branch<Payload> {
  /** Absent where nothing follows, as behind most phrases: an empty map takes 200 bytes. */
  next?: Map<string, Branch<Payload>>;
  payload?: Payload;
}

type Beginning<Payload> = readonly [first: string, branch: Branch<Payload>];

export interface PhraseMatch<Payload> {
  readonly payload: Payload;
  /** How many atoms it covers. */
  readonly length: number;
}

/** `more`: an atom too many · `other`: a wrong one · at which place, and what was written there. */
export interface Slip {
  readonly kind: 'more' | 'missing' | 'other' | 'swapped';
  readonly at: number;
  readonly written: string;
}

export interface NearPhrase {
  readonly phrase: readonly string[];
  /** How many atoms it replaces. */
  readonly length: number;
  readonly slip: Slip;
}

interface Step<Payload> {
  readonly branch: Branch<Payload>;
  readonly at: number;
  readonly phrase: readonly string[];
  readonly slip?: Slip;
}

interface Search {
  readonly atoms: readonly string[];
  readonly from: number;
  readonly found: NearPhrase[];
}

export class PhraseTree<Payload> {
  private readonly root: Branch<Payload> = {};
  /** Built when the first mistake is looked for. */
  private bySecond: ReadonlyMap<string, readonly Beginning<Payload>[]> | undefined;
  /** Every atom of every phrase: what can be spelled right. */
  readonly atoms = new Set<string>();

  /** What stands there already is handed to `merge`. */
  add(phrase: readonly string[], merge: (before: Payload | undefined) => Payload): void {
    let branch = this.root;
    for (const atom of phrase) {
      this.atoms.add(atom);
      branch.next ??= new Map();
      let next = branch.next.get(atom);
      if (next === undefined) {
        next = {};
        branch.next.set(atom, next);
      }
      branch = next;
    }
    branch.payload = merge(branch.payload);
  }

  /** Every phrase of two atoms or more that stands at `from` with one mistake in it. */
  nearly(atoms: readonly string[], from: number): readonly NearPhrase[] {
    const found: NearPhrase[] = [];
    this.walk({ branch: this.root, at: from, phrase: [] }, { atoms, from, found });
    return found;
  }

  private walk(step: Step<Payload>, search: Search): void {
    const { branch, at, phrase, slip } = step;
    const atom = search.atoms[at] ?? '';
    const next = branch.next?.get(atom);
    if (next !== undefined) this.enter(next, { ...step, at: at + 1 }, atom, search);
    if (slip !== undefined || at >= search.atoms.length) return;
    if (phrase.length > 0)
      this.walk({ ...step, at: at + 1, slip: { kind: 'more', at, written: atom } }, search);
    const after = search.atoms[at + 1] ?? '';
    const swapped = after === atom ? undefined : branch.next?.get(after)?.next?.get(atom);
    if (swapped !== undefined) {
      const both = { branch: swapped, at: at + 2, phrase: [...phrase, after] };
      this.enter(swapped, { ...both, slip: { kind: 'swapped', at, written: atom } }, atom, search);
    }
    const isFirst = phrase.length === 0;
    const other: Slip = { kind: 'other', at, written: atom };
    for (const [word, child] of isFirst ? this.leadingTo(atom, after) : (branch.next ?? [])) {
      if (!isFirst || child.next?.has(atom))
        this.enter(child, { ...step, slip: { kind: 'missing', at, written: '' } }, word, search);
      if (word !== atom && (!isFirst || child.next?.has(after)))
        this.enter(child, { ...step, at: at + 1, slip: other }, word, search);
    }
  }

  /** What begins a phrase whose second atom is one of these. */
  private leadingTo(...seconds: readonly string[]): ReadonlyMap<string, Branch<Payload>> {
    this.bySecond ??= groupBySecond(this.root);
    return new Map(seconds.flatMap((second) => this.bySecond?.get(second) ?? []));
  }

  private enter(branch: Branch<Payload>, step: Step<Payload>, atom: string, search: Search): void {
    const phrase = [...step.phrase, atom];
    const { at, slip } = step;
    if (slip !== undefined && branch.payload !== undefined && phrase.length > 1)
      search.found.push({ phrase, length: at - search.from, slip });
    this.walk({ branch, at, phrase, ...(slip && { slip }) }, search);
  }

  longest(atoms: readonly string[], from: number): PhraseMatch<Payload> | undefined {
    let branch: Branch<Payload> | undefined = this.root;
    let best: PhraseMatch<Payload> | undefined;
    for (let at = from; at < atoms.length; at += 1) {
      branch = branch.next?.get(atoms[at] ?? '');
      if (branch === undefined) break;
      if (branch.payload !== undefined) best = { payload: branch.payload, length: at - from + 1 };
    }
    return best;
  }
}

function groupBySecond<Payload>(root: Branch<Payload>): Map<string, Beginning<Payload>[]> {
  const groups = new Map<string, Beginning<Payload>[]>();
  for (const [first, branch] of root.next ?? [])
    for (const second of branch.next?.keys() ?? []) {
      const group = groups.get(second);
      if (group === undefined) groups.set(second, [[first, branch]]);
      else group.push([first, branch]);
    }
  return groups;
}
