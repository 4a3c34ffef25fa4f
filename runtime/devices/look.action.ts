/**
 * `look`: takes a fresh picture through what a property rests on, and answers with what was seen,
 * how sure that is, how old, and the picture. What no camera stands behind is answered as by `read`.
 */
import { defineAction, type Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import { attach, MAX_ATTACHMENT_BYTES } from '../actions/attach.ts';
import type { Attachment } from '../actions/attachment.ts';
import type { Speech } from '../actions/speech.ts';
import type { SiteProperty, Titles } from '../config/site.ts';
import type { Clock } from '../core/clock.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { Picture, Sight } from '../hal/picture.ts';
import { refuseDevice } from './errors.ts';
import { compareSchema, sayVerdict, type Compare } from './compare.ts';
import type { LiveProperty } from './live-property.ts';
import type { PartTrouble } from './part-trouble.ts';
import { findProperties } from './targets.ts';
import type { ThingsView } from './things-view.ts';

const argsSchema = z.strictObject({
  target: z.string().describe('thing or thing.property'),
  last: z.boolean().default(false).describe('show what was seen last, and take no new picture'),
  compare: compareSchema.optional().describe('a question to be answered with yes or no'),
});

export interface LookParts {
  readonly things: ThingsView;
  readonly clock: Clock;
  readonly speech: Speech;
  /** Samples what stands behind a property now; what that rests on, where it is a picture. */
  readonly look: (property: LiveProperty) => Promise<Sight | undefined>;
  /** What its newest sample rests on, where that is a picture. */
  readonly seen: (property: LiveProperty) => Sight | undefined;
  /** What another board sees, it tells without the picture. */
  readonly isElsewhere: (board: string) => boolean;
  /** What is wrong behind it, where something is. */
  readonly trouble: (property: LiveProperty) => PartTrouble | undefined;
  /** A smaller JPEG; undefined where this machine cannot. */
  readonly shrink: (picture: Picture) => Promise<Picture | undefined>;
}

interface LookData extends PropertyAddress, Reading {
  readonly words?: SiteProperty['words'];
  readonly label?: Titles | undefined;
  /** From 0 to 1. */
  readonly score?: number | undefined;
  /** Of the picture, or of what another board told. */
  readonly ageMs?: number;
  readonly compare?: Compare | undefined;
  /** Why there is no picture to see, where there should be one: too large, or the board that keeps it. */
  readonly unseen?: 'too-large' | { readonly board: string };
}

export function lookAction(parts: LookParts): Action {
  const { things, speech } = parts;
  return defineAction<z.infer<typeof argsSchema>, LookData>({
    name: 'look',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Take a picture, say what is seen, and show it.',
      zh: '拍一张照片，说出看到了什么并显示照片。',
    },
    examples: {
      en: ['is anyone in the workshop?', 'show me the workshop camera'],
      zh: ['车间有人吗？', '看看车间'],
    },
    args: argsSchema,
    positional: ['target'],
    run: async ({ target, last, compare }, { language }) => {
      const found = findProperties(things, target);
      if (isRefusal(found)) return { ok: false, refusal: found };
      const property = mostSeen(found);
      if (property === undefined) throw new Error(`${target} has no property`);
      const sight = last ? parts.seen(property) : await parts.look(property);
      const shown = sight && (await show(property, sight, { ...parts, language }));
      const pictures = shown === undefined ? {} : { attachments: [shown] };
      const trouble = parts.trouble(property);
      if (trouble !== undefined)
        return { ok: false, refusal: refuse(property, trouble), ...pictures };
      const unseen =
        sight !== undefined && shown === undefined ? { unseen: 'too-large' as const } : {};
      return {
        ok: true,
        data: { ...describe(property, sight, parts), compare, ...unseen },
        ...pictures,
      };
    },
    say: (data, { language }) => sayLook(data, speech, language),
  });
}

/** Of a thing that is named alone, people mean whether somebody is there. */
function mostSeen(properties: readonly LiveProperty[]): LiveProperty | undefined {
  return properties.find(({ spec }) => spec.words === 'somebody-nobody') ?? properties[0];
}

function describe(
  property: LiveProperty,
  sight: Sight | undefined,
  { clock, isElsewhere }: LookParts,
): LookData {
  const reading = property.reading();
  const told = { ...property.address, ...reading, words: property.spec.words };
  if (sight !== undefined) {
    const { picture, label, score } = sight;
    return { ...told, label, score, ageMs: Math.max(0, clock.now() - picture.takenAt) };
  }
  const age = reading.at === 0 ? {} : { ageMs: Math.max(0, clock.now() - reading.at) };
  const { thing, spec } = property;
  const isSeen = thing.kind === 'camera' || spec.words === 'somebody-nobody';
  return isSeen && isElsewhere(thing.board)
    ? { ...told, ...age, unseen: { board: thing.board } }
    : told;
}

interface Showing extends LookParts {
  readonly language: Language;
}

/** undefined for a picture that is too large, and cannot be made smaller here. */
async function show(
  property: LiveProperty,
  { picture }: Sight,
  { speech, shrink, language }: Showing,
): Promise<Attachment | undefined> {
  const shown = isShowable(picture) ? picture : await shrink(picture);
  if (shown === undefined || !isShowable(shown)) return undefined;
  const { bytes, type } = shown;
  if (type !== 'image/png' && type !== 'image/jpeg') return undefined;
  const { address, name } = property;
  const alt = speech.reading(address, property.reading(), language);
  return attach(name.replace('.', '-'), { bytes, type }, alt);
}

function isShowable({ bytes, type }: Picture): boolean {
  const isKnown = type === 'image/png' || type === 'image/jpeg';
  return isKnown && bytes.length <= MAX_ATTACHMENT_BYTES;
}

/** Nothing was seen, and this is why. */
function refuse({ name }: LiveProperty, trouble: PartTrouble): Refusal {
  const { reason, fix: hint, missing, zh: chinese } = trouble;
  if (missing === undefined) {
    const zh = `${name}：${chinese.reason}（${reason}）。${chinese.fix}`;
    return refuseDevice('DEVICE_PART_BROKEN', `${name}: ${reason}`, { hint, zh });
  }
  const zh = `这里还没有模型“${missing}”，添加：boardtalk model add FILE --as ${missing}`;
  return refuseDevice('DEVICE_NO_MODEL', reason, { hint, zh });
}

/** "Yes. Workshop: somebody (person 97 %, 2 s ago)." */
function sayLook(data: LookData, speech: Speech, language: Language): string {
  const isChinese = language === 'zh';
  const yes =
    data.compare === undefined ? '' : sayVerdict(data, data.compare, language, data.words);
  const details = [sayBest(data, language), sayAge(data, language)].filter((text) => text !== '');
  const joined = details.join(isChinese ? '，' : ', ');
  const seen = joined === '' ? '' : isChinese ? `（${joined}）` : ` (${joined})`;
  return `${yes}${speech.reading(data, data, language)}${seen}${sayUnseen(data, speech, language)}`;
}

function sayBest({ label, score }: LookData, language: Language): string {
  if (label === undefined || score === undefined) return '';
  const said = language === 'zh' ? (label.zh ?? label.en) : label.en;
  return `${said} ${String(Math.round(100 * score))} %`;
}

function sayAge({ ageMs }: LookData, language: Language): string {
  if (ageMs === undefined) return '';
  if (ageMs < 1_000) return language === 'zh' ? '刚刚' : 'just now';
  return language === 'zh'
    ? `${formatDuration(ageMs, CHINESE_UNITS)}前`
    : `${formatDuration(ageMs)} ago`;
}

function sayUnseen({ unseen }: LookData, speech: Speech, language: Language): string {
  const isChinese = language === 'zh';
  if (unseen === undefined) return '';
  if (unseen === 'too-large')
    return isChinese ? '。照片太大，这里无法显示。' : '. The picture is too large to show here.';
  const board = speech.board(unseen.board, language);
  return isChinese ? `。照片留在${board}。` : `. The picture stays on the ${board}.`;
}
