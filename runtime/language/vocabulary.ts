/**
 * Every phrase the grammar knows for one site: the words of both languages and the site's names in
 * one tree, built once. A name never overrules a word of the language.
 */
import type { Site } from '../config/site.ts';
import { editDistance } from '../core/nearest.ts';
import { cutName } from './atoms.ts';
import { CommonWords } from './common-words.ts';
import { editsOf, type Edit } from './edits.ts';
import { CONTRACTIONS } from './lexicon/contractions.ts';
import { ENGLISH_KINDS } from './lexicon/english-names.ts';
import type { LanguagePack } from './lexicon/language-pack.ts';
import { ENGLISH_AND_CHINESE } from './lexicon/packs.ts';
import type { Tag, Word } from './lexicon.ts';
import {
  SHARED,
  WEAK,
  DECISIVE,
  FORBIDDING,
  INTRODUCING,
  JOINTS,
  SILENT,
  VERBS,
} from './tag-groups.ts';
import { mergeReferences, nameSite, referToKind, type Name, type Reference } from './names.ts';
import { PhraseTree, type NearPhrase, type PhraseMatch } from './phrase-tree.ts';

export interface Entry {
  readonly word?: Word;
  readonly reference?: Reference;
}

/** Short words are told apart by their accents: si, sí. */
function bothSpellings(phrase: string): string[] {
  const plain = withoutAccents(phrase);
  return plain === phrase || plain.length < SHORTEST_CORRECTED ? [phrase] : [phrase, plain];
}

function asWritten(phrase: string): string[] {
  return [phrase];
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300\u0301]/g, '')
    .normalize('NFC');
}

/** Lists of common words are full of abbreviations of this length; these are words. */
const SHORT = 3;
const SHORT_WORDS = new Set(
  (
    'car bed pet toy tea sea den mud key bar box bus cat dog cup gym hat ice inn jar kid lab map oil pan pen pie pit pot pub rug ' +
    'sun tap tub van wax web zoo amp hut hoe ant bee pig cow hen son day sky air eye ear arm leg man men boy dad mom mum old new ' +
    'big low own top end bay tv pc cd dvd ipa usb ac spa bin bag fog fox owl egg ham jam gun war law tax job art ' +
    'bad tag hof see weg ort uhr ohr arm bar rad ei tee sol mar rey ojo pie pan sal gas ley rio mes'
  ).split(' '),
);
const SHORTEST_COMPOUND = 9;
const SHORTEST_NOUN = 3;
const LETTERS = /^\p{Script=Latin}+$/u;

function isNounTag(tag: Tag | undefined): boolean {
  return tag === 'measure' || tag === 'timer' || tag === 'beyond';
}

function separableIn(packs: readonly LanguagePack[]): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [verbs, particle, together] of packs.flatMap(({ separable = [] }) => separable))
    for (const verb of verbs.split('|'))
      found.set(verb, (found.get(verb) ?? new Map<string, string>()).set(particle, together));
  return found;
}

/** Shorter words have too many neighbours. */
const SHORTEST_CORRECTED = 4;

export class Vocabulary {
  private readonly tree: PhraseTree<Entry>;
  private readonly spelled: ReadonlySet<string>;
  /** Our words without their first letter. */
  private readonly tails: ReadonlySet<string>;
  private readonly byInitial: ReadonlyMap<string, readonly string[]>;
  private readonly joints: readonly string[];
  private readonly common: readonly CommonWords[];
  private readonly clitics: readonly (readonly [ending: string, pronoun: string])[];
  private readonly slips: ReadonlyMap<string, string>;
  /** Verb → particle → both together. */
  private readonly separable: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor(site: Site, packs: readonly LanguagePack[] = ENGLISH_AND_CHINESE) {
    this.joints = packs.flatMap(({ joints = [] }) => joints);
    this.separable = separableIn(packs);
    this.common = packs.flatMap(({ titles }) => (titles === 'zh' ? [] : [new CommonWords(titles)]));
    this.clitics = packs.flatMap(({ clitics = {} }) => Object.entries(clitics));
    this.slips = new Map(packs.flatMap(({ slips = {} }) => Object.entries(slips)));
    this.tree = buildTree(site, packs);
    this.spelled = new Set([...this.tree.atoms, ...packs.flatMap(({ otherWords }) => otherWords)]);
    this.byInitial = groupByInitial(this.tree.atoms);
    this.tails = new Set([...this.byInitial.values()].flat().map((word) => word.slice(1)));
  }

  longest(atoms: readonly string[], from: number): PhraseMatch<Entry> | undefined {
    return this.tree.longest(atoms, from);
  }

  /** Whether it is a word of this language, or a name here, or made of such. */
  knows(atom: string): boolean {
    return !/\p{L}/u.test(atom) || this.tree.atoms.has(atom) || this.split(atom) !== undefined;
  }

  /** The two nouns of one word, the longest first one that leaves a kind or a measure: Küchen-licht. */
  split(atom: string): readonly [string, string] | undefined {
    if (this.tree.atoms.has(atom)) return undefined;
    const [verb, pronoun] = this.unhang(atom);
    if (verb !== undefined && pronoun !== undefined) return [verb, pronoun];
    if (this.joints.length === 0) return undefined;
    for (let at = atom.length - SHORTEST_NOUN; at >= SHORTEST_NOUN; at -= 1) {
      const [before, after] = [atom.slice(0, at), atom.slice(at)];
      if (!this.isNoun(after)) continue;
      const joint = this.joints.find((one) => before.endsWith(one) && this.isFirst(before, one));
      if (joint !== undefined) return [before.slice(0, before.length - joint.length), after];
    }
    return undefined;
  }

  /** apágala → apaga, and what it stands for. */
  private unhang(atom: string): readonly [string, string] | readonly [] {
    for (const [ending, pronoun] of this.clitics) {
      const verb = withoutAccents(atom.slice(0, -ending.length));
      if (atom.endsWith(ending) && this.tree.longest([verb], 0)?.payload.word?.verb === true)
        return [verb, pronoun];
    }
    return [];
  }

  /** Nobody's word: neither ours, nor a common one of the language. */
  isStrange(atom: string): boolean {
    if (!/^[\p{Script=Latin}']+$/u.test(atom) || this.knows(atom)) return false;
    if (this.spelled.has(atom)) return false;
    return atom.length <= SHORT
      ? !SHORT_WORDS.has(atom)
      : !this.common.some((words) => words.has(atom));
  }

  /** All our words that are one typing mistake away, the first letter included; the likely ones first. */
  near(atom: string): readonly Edit[] {
    const found = editsOf(atom, (text) => this.isWord(text));
    if (found.length > 0 || atom.length < SHORTEST_COMPOUND) return found;
    return editsOf(atom, (text) => this.split(text) !== undefined);
  }

  /** Phrases of two atoms or more that stand there with one mistake in them. */
  nearly(atoms: readonly string[], from: number): readonly NearPhrase[] {
    return this.tree.nearly(atoms, from);
  }

  private isWord(atom: string): boolean {
    return this.tree.atoms.has(atom) || CONTRACTIONS[atom] !== undefined;
  }

  /**
   * Whether words, or the phrase that they are, decide what a sentence does: a mistake that may be one of
   * these is none to act on. "turn on all sy lights": behind a verb, nobody says "say".
   */
  decides(words: readonly string[], before: readonly string[] = []): boolean {
    if (words.length === 0) return false;
    const isOrdered = before.some((_, at) => this.isVerb(before.slice(at, at + 1)));
    const forbids = (tag: Tag | undefined): boolean =>
      tag !== undefined && FORBIDDING.has(tag) && !(isOrdered && INTRODUCING.has(tag));
    const whole = this.wordOf(words);
    if (whole !== undefined) return forbids(whole.tag);
    return words
      .flatMap((word) => (CONTRACTIONS[word] ?? word).split(' '))
      .some((word) => forbids(this.wordOf([word])?.tag));
  }

  /** Whether it makes an order one about all, where nothing behind it says all of what. */
  widens(words: readonly string[], rest: readonly string[]): boolean {
    const tag = this.wordOf(words)?.tag;
    return tag === 'all' || (tag === 'every' && rest.length === 0);
  }

  /** Whether a name, a kind or a measure begins there. */
  isNamed(atoms: readonly string[], from: number): boolean {
    const payload = this.tree.longest(atoms, from)?.payload;
    return payload?.reference !== undefined || payload?.word?.tag === 'measure';
  }

  /** Whether a name ends before that place. */
  endsName(atoms: readonly string[], end: number): boolean {
    return atoms.slice(0, end).some((_, at) => {
      const found = this.tree.longest(atoms, at);
      return found?.payload.reference !== undefined && at + found.length === end;
    });
  }

  /** Whether what stands there is part of a longer phrase. */
  isInPhrase(atoms: readonly string[], place: number): boolean {
    for (let at = 0; at <= place;) {
      const length = this.tree.longest(atoms, at)?.length ?? 1;
      if (at + length > place) return length > 1;
      at += length;
    }
    return false;
  }

  /** What it is often typed for, where it makes no sense itself. */
  slip(word: string): string | undefined {
    return this.slips.get(word);
  }

  /** Stands beside names, and is no part of one. */
  isJoint(word: string): boolean {
    return JOINTS.has(this.wordOf([word])?.tag ?? 'unknown');
  }

  /** Digits are not put right, in whatever letters. */
  isNumber(word: string): boolean {
    return this.wordOf([word])?.tag === 'number';
  }

  /** A length of time, or what measures it. */
  isTimeUnit(words: readonly string[]): boolean {
    return this.wordOf(words)?.tag === 'time-unit';
  }

  /** Says to do something. */
  isVerb(words: readonly string[]): boolean {
    const tag = this.wordOf(words)?.tag;
    return tag !== undefined && VERBS.has(tag);
  }

  private wordOf(phrase: readonly string[]): Word | undefined {
    const found = this.tree.longest(phrase, 0);
    return found?.length === phrase.length ? found.payload.word : undefined;
  }

  /** Of a verb whose particle stands further on. */
  together(verb: string, particle: string): string | undefined {
    return this.separable.get(verb)?.get(particle);
  }

  get hasSeparable(): boolean {
    return this.separable.size > 0;
  }

  private isNoun(atom: string): boolean {
    const payload = this.tree.longest([atom], 0)?.payload;
    return payload?.reference !== undefined || isNounTag(payload?.word?.tag);
  }

  private isFirst(before: string, joint: string): boolean {
    const first = before.slice(0, before.length - joint.length);
    return first.length >= SHORTEST_NOUN && this.isNoun(first);
  }

  /** Nobody's typing mistake: it is spelled as we, or the language, spell it. */
  isSpelled(atom: string): boolean {
    return atom.length < SHORTEST_CORRECTED || !LETTERS.test(atom) || this.spelled.has(atom);
  }

  /**
   * The one word that is one edit away, the singular before its plural; undefined when there are
   * several, or none, when the first letter would have to change: that makes another word, or when a
   * word of the language would become a number: "make it nice".
   */
  correct(atom: string): string | undefined {
    if (this.begunOtherwise(atom)) return undefined;
    const near = (this.byInitial.get(atom.charAt(0)) ?? []).filter(
      (word) => Math.abs(word.length - atom.length) <= 1 && editDistance(atom, word) === 1,
    );
    const isPlural = atom.endsWith('s');
    const right = near.filter(
      (word) => !near.some((other) => (isPlural ? `${word}s` === other : word === `${other}s`)),
    );
    const [word] = right;
    return word === undefined ||
      this.widens([word], []) ||
      right.length > 1 ||
      this.isSilent([word]) ||
      (this.isNumber(word) && this.common.some((words) => words.has(atom)))
      ? undefined
      : word;
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

  /** Says so little that nothing would be missed. */
  isSilent(phrase: readonly string[]): boolean {
    const tag = this.wordOf(phrase)?.tag;
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
  if (packs.some(({ dropsAccents }) => dropsAccents))
    for (const { phrase, reference } of names) {
      const plain = phrase.map(withoutAccents);
      if (plain.some((atom, at) => atom !== phrase[at]))
        addName(tree, { phrase: plain, reference });
    }
  for (const name of ids)
    if (tree.longest(name.phrase, 0)?.length !== name.phrase.length) addName(tree, name);
  return tree;
}

function lexiconTree(site: Site, packs: readonly LanguagePack[]): PhraseTree<Entry> {
  const tree = new PhraseTree<Entry>();
  const spell = packs.some(({ dropsAccents }) => dropsAccents) ? bothSpellings : asWritten;
  for (const [word, phrases] of packs.flatMap(({ words }) => words)) {
    const reference = word.kind === undefined ? {} : { reference: referToKind(word.kind, site) };
    for (const phrase of phrases.split('|').flatMap(spell))
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
    if (atom.length < SHORTEST_CORRECTED || !LETTERS.test(atom)) continue;
    const group = groups.get(atom.charAt(0));
    if (group === undefined) groups.set(atom.charAt(0), [atom]);
    else group.push(atom);
  }
  return groups;
}
