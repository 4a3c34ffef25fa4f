/** Labelled sentences by chance, as people would say, type and mistype them: what the model is taught, and judged by. */
import { ENGLISH_AND_CHINESE, OTHER_LANGUAGES } from '../../../runtime/language/lexicon/packs.ts';
import type { LanguagePack } from '../../../runtime/language/lexicon/language-pack.ts';
import { cutAtoms } from '../../../runtime/language/atoms.ts';
import { normalise } from '../../../runtime/language/normalise.ts';
import { NAMED } from '../../../runtime/language/second-reader/intent-features.ts';
import { INTENTS, type Intent } from '../../../runtime/language/second-reader/opinion.ts';
import type { Random } from '../../kit/random.ts';
import { CHINESE_SENTENCES } from './chinese.ts';
import { drawSentence, type Slots } from './draw-sentence.ts';
import { ENGLISH_SENTENCES } from './english.ts';
import { GERMAN_SENTENCES } from './german.ts';
import { drawLoose, type LooseSentence } from './loose-sentence.ts';
import { lexiconSlots } from './lexicon-slots.ts';
import { oddNames } from './odd-names.ts';
import type { SentencePack } from './sentence-pack.ts';
import { SPANISH_SENTENCES } from './spanish.ts';
import { slip, withoutMarks } from './spoil.ts';

export interface Sentence {
  readonly language: string;
  readonly intent: Intent;
  /** As the second reader gets them. */
  readonly words: readonly string[];
  /** A finger slipped. */
  readonly isSlipped: boolean;
  /** Of no template: words in any order. */
  readonly isLoose: boolean;
}

/** How often each is drawn, against the others; those that are not named, once. */
const OFTEN: Readonly<Partial<Record<Intent, number>>> = {
  ...{ set: 22, read: 16, none: 30, timer: 8, talk: 6, mode: 2, history: 2, why: 3, look: 2 },
};

const DRAWN: readonly Intent[] = INTENTS.flatMap((intent) =>
  Array.from({ length: OFTEN[intent] ?? 1 }, () => intent),
);

const SLIPPED = 0.3;
const SPOKEN = 0.5;
const LOOSE = 0.3;
/** Mostly a home knows what is spoken of; who speaks of something else, or mistypes it, is judged by the word itself. */
const KNOWN_AT_HOME = 0.65;
const NAMES: readonly string[] = ['thing', 'kind', 'kinds', 'place', 'room'];

interface Speaker {
  readonly language: string;
  readonly pack: SentencePack;
  readonly slots: Slots;
  /** The same where whatever has a name is known. */
  readonly atHome: Slots;
}

const SPEAKERS: readonly Speaker[] = speakers();

/** @param slips the share of sentences with a typing mistake; 0.3 where none is given */
export function drawExamples(count: number, random: Random, slips = SLIPPED): readonly Sentence[] {
  return Array.from({ length: count }, (_, index) => {
    const speaker = SPEAKERS[index % SPEAKERS.length];
    if (speaker === undefined) throw new Error('nobody speaks');
    return drawExample(speaker, random, slips);
  });
}

function drawExample(speaker: Speaker, random: Random, slips: number): Sentence {
  const { language, pack } = speaker;
  const slots = random.chance(KNOWN_AT_HOME) ? speaker.atHome : speaker.slots;
  const isLoose = random.chance(LOOSE);
  const { intent, template } = isLoose
    ? drawLoose(slots, language === 'zh' ? '' : ' ', random)
    : drawTemplate(pack, random);
  const said = drawSentence(template, slots, random);
  const heard = random.chance(SPOKEN) ? withoutMarks(said) : said;
  const isSlipped = random.chance(slips);
  const text = normalise(isSlipped ? slip(heard, random) : heard)?.text ?? '';
  const words = cutAtoms(text).map((atom) => atom.text);
  return { language, intent, words, isSlipped, isLoose };
}

function drawTemplate({ templates }: SentencePack, random: Random): LooseSentence {
  const intent = DRAWN[random.below(DRAWN.length)] ?? 'none';
  const ways = templates[intent];
  return { intent, template: ways[random.below(ways.length)] ?? '' };
}

function speakers(): readonly Speaker[] {
  const [english, chinese] = ENGLISH_AND_CHINESE;
  const [[german] = [], [spanish] = []] = OTHER_LANGUAGES;
  return [
    speaker('en', ENGLISH_SENTENCES, english),
    speaker('zh', CHINESE_SENTENCES, chinese),
    speaker('de', GERMAN_SENTENCES, german),
    speaker('es', SPANISH_SENTENCES, spanish),
  ];
}

/** What a language says itself comes before what its lexicon has. */
function speaker(language: string, pack: SentencePack, lexicon: LanguagePack | undefined): Speaker {
  if (lexicon === undefined) throw new Error(`there is no lexicon of ${language}`);
  const slots = new Map([
    ...lexiconSlots(lexicon),
    ['odd', oddNames()] as const,
    ...Object.entries(pack.slots),
  ]);
  const atHome = new Map([...slots, ...NAMES.map((name) => [name, [NAMED]] as const)]);
  return { language, pack, slots, atHome };
}
