/** `people export` and `people erase`: what the site keeps of a person, for whoever asks for themselves, or an admin. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import type { Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { refuse } from './errors.ts';
import type { Erasure, PersonalData, PersonalExport } from './personal-data.ts';
import { isSiteAdmin } from './roles.ts';

const args = z.strictObject({
  person: z.string().optional().describe('id of a person of the site; default: you'),
});

type Args = z.infer<typeof args>;

export function peopleDataActions(data: PersonalData): readonly Action[] {
  return [exportAction(data), eraseAction(data)];
}

function exportAction(data: PersonalData): Action {
  return defineAction<Args, PersonalExport>({
    name: 'people-export',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Show everything that is kept of a person, as one JSON value.',
      zh: '以一个 JSON 值列出所保存的某人的全部数据。',
    },
    examples: { en: ['boardtalk people export anna'], zh: ['boardtalk people export anna'] },
    args,
    positional: ['person'],
    run: async ({ person }, asker) => {
      const meant = person ?? asker.person;
      const denied = objectionTo(meant, asker);
      if (denied !== undefined) return { ok: false, refusal: denied };
      const shown = await data.show(meant);
      return shown === undefined
        ? { ok: false, refusal: noSuch(meant) }
        : { ok: true, data: shown };
    },
    say: (shown) => JSON.stringify(shown, null, 2),
  });
}

function eraseAction(data: PersonalData): Action {
  return defineAction<Args, Erasure>({
    name: 'people-erase',
    kind: 'write',
    role: 'viewer',
    help: {
      en: 'Forget what a person wrote, and make their linked accounts strangers; the journal stays.',
      zh: '忘记某人写过的内容并解除其账号关联；日志保留。',
    },
    examples: { en: ['boardtalk people erase anna'], zh: ['boardtalk people erase anna'] },
    args,
    positional: ['person'],
    run: async ({ person }, asker) => {
      const meant = person ?? asker.person;
      const denied = objectionTo(meant, asker);
      if (denied !== undefined) return { ok: false, refusal: denied };
      const erased = await data.erase(meant, asker);
      return erased === undefined
        ? { ok: false, refusal: noSuch(meant) }
        : { ok: true, data: erased };
    },
    say: (erased, { language }) => sayErased(erased, language),
  });
}

function objectionTo(person: string, asker: Asker): Refusal | undefined {
  return person === asker.person || isSiteAdmin(asker)
    ? undefined
    : refuse('POLICY_DENIED', `${asker.person} may ask for their own data only, not ${person}'s`);
}

function noSuch(person: string): Refusal {
  return refuse('POLICY_NO_SUCH_PERSON', `this site knows no person "${person}"`);
}

function sayErased(
  { person, unlinked, forgotten, stays, isNamed, openTasks }: Erasure,
  language: Language,
): string {
  const counts = Object.entries(forgotten)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${String(count)} ${name}`)
    .join(', ');
  const kept = stays.map(
    ({ board, count, first, last }) =>
      `${String(count)} (${board}: ${String(first)}–${String(last)})`,
  );
  if (language === 'zh')
    return [
      `已解除 ${person} 的 ${String(unlinked)} 个账号；已忘记：${counts === '' ? '无' : counts}`,
      `日志中仍有 ${kept.join('，')} 条提到此人：日志由散列链接，取出一条会像有人隐瞒了它。`,
      ...(openTasks > 0
        ? [`${String(openTasks)} 个任务尚未结束，仍需要其文字：结束后请再执行一次。`]
        : []),
      ...(isNamed ? [`platform.yaml 仍写有 ${person}：请在那里删除。`] : []),
    ].join('\n');
  return [
    `${person}: ${String(unlinked)} accounts unlinked; forgotten: ${counts === '' ? 'nothing was kept' : counts}`,
    `Of the journal, entries that name them stay: ${kept.join(', ')}. They hang together by their hashes; one that was taken out would look like one that somebody hid.`,
    ...(openTasks > 0
      ? [
          `${String(openTasks)} tasks have not ended, and need their words: erase again when they have.`,
        ]
      : []),
    ...(isNamed ? [`platform.yaml still names ${person}: take them out there.`] : []),
  ].join('\n');
}
