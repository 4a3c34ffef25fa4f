/** `lock-outs`: whose tags hang where, since when and why. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import { isRefusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { Mode } from '../devices/modes.ts';
import type { ModesView } from '../devices/site-modes.ts';
import { findThing } from '../devices/targets.ts';
import type { ThingsView } from '../devices/things-view.ts';

export interface LockOutsParts {
  readonly things: ThingsView;
  readonly modes: Pick<ModesView, 'of'>;
  readonly speech: Speech;
}

interface LockOutRow {
  readonly thing: string;
  readonly tags: Mode['tags'];
}

export function lockOutsAction({ things, modes, speech }: LockOutsParts): Action {
  return defineAction<{ targets: string[] }, readonly LockOutRow[]>({
    name: 'lock-outs',
    kind: 'read',
    isStep: true,
    role: 'viewer',
    help: { en: 'Say what is locked out, by whom and why.', zh: '说明哪些设备已上锁、由谁上锁。' },
    examples: {
      en: ['is the pump locked out?', 'what is locked out?'],
      zh: ['水泵锁了吗？'],
    },
    args: z.strictObject({
      targets: z
        .array(z.string())
        .default([])
        .describe('things; nothing = all that are locked out'),
    }),
    positional: ['targets'],
    run: ({ targets }) => {
      const found = targets.map((target) => findThing(things, target));
      const refusal = found.find((one) => isRefusal(one));
      if (refusal !== undefined) return Promise.resolve({ ok: false, refusal });
      const meant = found.flatMap((one) => (isRefusal(one) ? [] : [one.id]));
      const ids = meant.length > 0 ? meant : things.list().map(({ id }) => id);
      const rows = ids.map((thing) => ({ thing, tags: modes.of(thing).tags }));
      const data = meant.length > 0 ? rows : rows.filter(({ tags }) => tags.length > 0);
      return Promise.resolve({ ok: true, data });
    },
    say: (rows, { language }) => {
      if (rows.length === 0) return language === 'zh' ? '没有设备上锁。' : 'Nothing is locked out.';
      return rows.map((row) => sayLockOut(row, speech, language)).join('\n');
    },
  });
}

/** "Pump is locked out: anna since 14:03:05 (impeller). It starts for nobody." */
export function sayLockOut(
  { thing, tags }: LockOutRow,
  speech: Speech,
  language: Language,
): string {
  const title = speech.thing(thing, language);
  const isChinese = language === 'zh';
  if (tags.length === 0)
    return isChinese ? `${title}没有上锁。` : `${capital(title)} is not locked out.`;
  const who = tags.map(({ person, reason, at }) => {
    const since = isChinese
      ? `${person}，自 ${speech.time(at)}`
      : `${person} since ${speech.time(at)}`;
    return reason === '' ? since : isChinese ? `${since}：${reason}` : `${since} (${reason})`;
  });
  return isChinese
    ? `${title}已上锁挂牌（${who.join('；')}），任何人都不能启动。`
    : `${capital(title)} is locked out: ${who.join(', ')}. It starts for nobody.`;
}
