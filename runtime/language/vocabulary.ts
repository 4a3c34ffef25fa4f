/**
 * Every phrase the grammar knows for one site: the words of both languages and the site's names in
 * one tree, built once. A name never overrules a word of the language.
 */
import type { Site } from '../config/site.ts';
import { editDistance } from '../core/nearest.ts';
import { cutName } from './atoms.ts';
import { ENGLISH_KINDS } from './lexicon/english-names.ts';
import type { LanguagePack } from './lexicon/language-pack.ts';
import { ENGLISH_AND_CHINESE } from './lexicon/packs.ts';
import type { Tag, Word } from './lexicon.ts';
import { mergeReferences, nameSite, referToKind, type Name, type Reference } from './names.ts';
import { PhraseTree, type PhraseMatch } from './phrase-tree.ts';

export interface Entry {
  readonly word?: Word;
  readonly reference?: Reference;
}

/** These words may also be names, and the sentence decides: a measure is often a property's title, "switch" is a kind. */
const SHARED: ReadonlySet<Tag> = new Set<Tag>(['measure', 'set']);
/** These say little, so that a name may take them. */
const WEAK: ReadonlySet<Tag> = new Set<Tag>([
  ...([
    'filler',
    'aside',
    'unit',
    'a',
    'up',
    'down',
    'timer',
    'beyond',
    'left',
    'take',
    'add',
  ] as const),
]);
/** Hidden inside a name, these would turn a sentence into something else. */
const DECISIVE: ReadonlySet<Tag> = new Set<Tag>([
  ...([
    'not',
    'if',
    'every',
    'question',
    'ask',
    'why',
    'who',
    'how-to',
    'happened',
    'be',
    'aux',
  ] as const),
  ...(['may', 'when', 'past', 'perfect', 'person', 'nobody', 'said', 'quote', 'request'] as const),
]);

/** A mistake must not become one of these: "thie light" would lose, or change, which light. */
const SILENT: ReadonlySet<Tag> = new Set<Tag>([
  ...(['filler', 'please', 'aside', 'a', 'it', 'them', 'then'] as const),
]);

/** Shorter words have too many neighbours. */
const SHORTEST_CORRECTED = 4;

export class Vocabulary {
  private readonly tree: PhraseTree<Entry>;
  private readonly spelled: ReadonlySet<string>;
  /** Our words without their first letter. */
  private readonly tails: ReadonlySet<string>;
  private readonly byInitial: ReadonlyMap<string, readonly string[]>;

  constructor(site: Site, packs: readonly LanguagePack[] = ENGLISH_AND_CHINESE) {
    this.tree = buildTree(site, packs);
    this.spelled = new Set([...this.tree.atoms, ...packs.flatMap(({ otherWords }) => otherWords)]);
    this.byInitial = groupByInitial(this.tree.atoms);
    this.tails = new Set([...this.byInitial.values()].flat().map((word) => word.slice(1)));
  }

  longest(atoms: readonly string[], from: number): PhraseMatch<Entry> | undefined {
    return this.tree.longest(atoms, from);
  }

  /** Nobody's typing mistake: it is spelled as we, or the language, spell it. */
  isSpelled(atom: string): boolean {
    return atom.length < SHORTEST_CORRECTED || !/^[a-z]+$/.test(atom) || this.spelled.has(atom);
  }

  /**
   * The one word that is one edit away, the singular before its plural; undefined when there are
   * several, or none, or when the first letter would have to change: that makes another word.
   */
  correct(atom: string): string | undefined {
    if (this.begunOtherwise(atom)) return undefined;
    const near = (this.byInitial.get(atom.charAt(0)) ?? []).filter(
      (word) => Math.abs(word.length - atom.length) <= 1 && editDistance(atom, word) === 1,
    );
    const singular = near.filter((word) => !near.some((other) => word === `${other}s`));
    const [word] = singular;
    return word === undefined || singular.length > 1 || this.isSilent(word) ? undefined : word;
  }

  /** Whether one edit at the beginning makes one of our words of it: "dtop" is as near to "stop" as to "drop". */
  private begunOtherwise(atom: string): boolean {
    const swapped = atom.charAt(1) + atom.charAt(0) + atom.slice(2);
    const others = [swapped, atom.slice(1)].filter((word) => word.length >= SHORTEST_CORRECTED);
    return (
      this.tails.has(atom.slice(1)) ||
      this.tails.has(atom) ||
      others.some((word) => this.spelled.has(word))
    );
  }

  private isSilent(word: string): boolean {
    const tag = this.tree.longest([word], 0)?.payload.word?.tag;
    return tag !== undefined && SILENT.has(tag);
  }
}

function buildTree(site: Site, packs: readonly LanguagePack[]): PhraseTree<Entry> {
  const tree = lexiconTree(site, packs);
  const { spoken, addresses, ids } = nameSite(site, packs);
  // Judged before the first name stands in the tree: by our own words alone.
  const names = [
    ...spoken.filter((name) => !hidesMeaning(name.phrase, tree)),
    ...addresses.filter((name) => !endsInState(name.phrase, tree)),
  ];
  for (const name of names) addName(tree, name);
  for (const name of ids)
    if (tree.longest(name.phrase, 0)?.length !== name.phrase.length) addName(tree, name);
  return tree;
}

function lexiconTree(site: Site, packs: readonly LanguagePack[]): PhraseTree<Entry> {
  const tree = new PhraseTree<Entry>();
  for (const [word, phrases] of packs.flatMap(({ words }) => words)) {
    const reference = word.kind === undefined ? {} : { reference: referToKind(word.kind, site) };
    for (const phrase of phrases.split('|'))
      tree.add(lexiconAtoms(phrase), (before) => before ?? { word, ...reference });
  }
  return tree;
}

/** Words of the tables are written with blanks between English words and none between characters. */
function lexiconAtoms(phrase: string): string[] {
  return phrase
    .split(' ')
    .flatMap((part) => (/^\p{Script=Han}+$/u.test(part) ? Array.from(part) : [part]));
}

function addName(tree: PhraseTree<Entry>, { phrase, reference }: Name): void {
  tree.add(phrase, (before) => {
    const tag = before?.word?.tag;
    if (tag !== undefined && !SHARED.has(tag) && !WEAK.has(tag)) return before ?? {};
    if (isOfTrade(before?.word) && isProperty(reference)) return before ?? {};
    const merged = mergeReferences(before?.reference, reference);
    return before?.word !== undefined && tag !== undefined && SHARED.has(tag)
      ? { word: before.word, reference: merged }
      : { reference: merged };
  });
}

/** "home" and "volume" say more than that some property is called so. */
function isOfTrade(word: Word | undefined): boolean {
  return word !== undefined && (word.or !== undefined || word.tag === 'beyond');
}

function isProperty({ things, kinds, areas, boards }: Reference): boolean {
  return things.length + kinds.length + areas.length + boards.length === 0;
}

/** A name of nothing but our own words, one of them decisive. */
function hidesMeaning(phrase: readonly string[], words: PhraseTree<Entry>): boolean {
  let decisive = false;
  for (let at = 0; at < phrase.length;) {
    const match = words.longest(phrase, at);
    if (match === undefined && !KIND_ATOMS.has(phrase[at] ?? '')) return false;
    const tag = match?.payload.word?.tag;
    decisive ||= tag !== undefined && DECISIVE.has(tag);
    at += match?.length ?? 1;
  }
  return decisive;
}

/** `door.open` would swallow the "open" of "is the door open". */
function endsInState(phrase: readonly string[], words: PhraseTree<Entry>): boolean {
  return words.longest(phrase, phrase.length - 1)?.payload.word?.on !== undefined;
}

/** "not pump" must stay a negation; in Chinese such a rule would forbid 前门. */
const KIND_ATOMS: ReadonlySet<string> = new Set(
  ENGLISH_KINDS.flatMap(([, words]) => cutName(words)),
);

function groupByInitial(atoms: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const atom of atoms) {
    if (atom.length < SHORTEST_CORRECTED || !/^[a-z]+$/.test(atom)) continue;
    const group = groups.get(atom.charAt(0));
    if (group === undefined) groups.set(atom.charAt(0), [atom]);
    else group.push(atom);
  }
  return groups;
}
