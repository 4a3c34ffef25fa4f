/** `people link` and `people unlink`: a code by which a person's account on a messenger becomes theirs, and the end of that. */
import { defineAction, type Action } from '../actions/action.ts';
import { z } from '../core/schema.ts';
import type { Identities } from './identities.ts';
import { OWNER } from './people.ts';

const args = z.strictObject({
  person: z.string().default(OWNER.id).describe('id of a person in platform.yaml'),
});

export function peopleLinkActions(identities: Identities): readonly Action[] {
  return [linkAction(identities), unlinkAction(identities)];
}

function linkAction(identities: Identities): Action {
  return defineAction<{ person: string }, { code: string; person: string }>({
    name: 'people-link',
    kind: 'write',
    role: 'admin',
    help: {
      en: "Make a code that links a person's account on a messenger, for ten minutes.",
      zh: '生成关联某人聊天账号的代码，十分钟内有效。',
    },
    examples: {
      en: ['boardtalk people link', 'boardtalk people link anna'],
      zh: ['boardtalk people link'],
    },
    args,
    positional: ['person'],
    run: ({ person }, asker) => {
      const code = identities.invite(person, asker.person);
      return Promise.resolve(
        typeof code === 'string'
          ? { ok: true, data: { code, person } }
          : { ok: false, refusal: code },
      );
    },
    say: ({ code, person }, { language }) =>
      language === 'zh'
        ? `${person} 的关联代码：${code}（十分钟内发给机器人）`
        : `code for ${person}: ${code} (send it to the bot within ten minutes)`,
  });
}

function unlinkAction(identities: Identities): Action {
  return defineAction<{ person: string }, { person: string; count: number }>({
    name: 'people-unlink',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Make the linked accounts of a person strangers again, at once.',
      zh: '立即解除某人的聊天账号关联。',
    },
    examples: {
      en: ['boardtalk people unlink anna'],
      zh: ['boardtalk people unlink anna'],
    },
    args,
    positional: ['person'],
    run: async ({ person }, asker) => {
      const count = await identities.unlink(person, asker);
      return typeof count === 'number'
        ? { ok: true, data: { person, count } }
        : { ok: false, refusal: count };
    },
    say: ({ person, count }, { language }) =>
      language === 'zh'
        ? `已解除 ${person} 的 ${String(count)} 个关联账号。`
        : `${person} is linked no more (${String(count)} ${count === 1 ? 'account' : 'accounts'}).`,
  });
}
