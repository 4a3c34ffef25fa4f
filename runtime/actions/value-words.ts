/** How the two values of a boolean are said, for each kind of words a property may have. */
import type { SiteProperty } from '../config/site.ts';
import type { Language } from './asker.ts';

/** Each as [false, true]. */
export interface ValueWords {
  /** "the pump is …" */
  readonly state: readonly [string, string];
  /** "the pump was …", after it was done. */
  readonly done: readonly [string, string];
  /** "really …?", before it is done. */
  readonly order: readonly [string, string];
}

export const VALUE_WORDS: Readonly<Record<SiteProperty['words'], Record<Language, ValueWords>>> = {
  'on-off': {
    en: {
      state: ['off', 'on'],
      done: ['switched off', 'switched on'],
      order: ['switch off', 'switch on'],
    },
    zh: { state: ['关', '开'], done: ['已关闭', '已打开'], order: ['关闭', '打开'] },
  },
  'open-closed': {
    en: { state: ['closed', 'open'], done: ['closed', 'opened'], order: ['close', 'open'] },
    zh: { state: ['关闭', '打开'], done: ['已关闭', '已打开'], order: ['关闭', '打开'] },
  },
  'pressed-released': {
    en: {
      state: ['released', 'pressed'],
      done: ['released', 'pressed'],
      order: ['release', 'press'],
    },
    zh: { state: ['未按下', '已按下'], done: ['未按下', '已按下'], order: ['松开', '按下'] },
  },
  'unlocked-locked': {
    en: {
      state: ['locked', 'unlocked'],
      done: ['locked', 'unlocked'],
      order: ['lock', 'unlock'],
    },
    zh: { state: ['已锁', '未锁'], done: ['已上锁', '已开锁'], order: ['上锁', '开锁'] },
  },
  'yes-no': {
    en: {
      state: ['no', 'yes'],
      done: ['set to no', 'set to yes'],
      order: ['set to no', 'set to yes'],
    },
    zh: { state: ['否', '是'], done: ['已设为否', '已设为是'], order: ['设为否', '设为是'] },
  },
  // Nobody switches people on; whoever asks to is answered in their words.
  'somebody-nobody': {
    en: {
      state: ['nobody', 'somebody'],
      done: ['set to nobody', 'set to somebody'],
      order: ['set to nobody', 'set to somebody'],
    },
    zh: {
      state: ['没有人', '有人'],
      done: ['已设为没有人', '已设为有人'],
      order: ['设为没有人', '设为有人'],
    },
  },
};
