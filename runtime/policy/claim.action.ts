/** `claim`: a code that signs a person in with one more browser. The way in for other people, and back in for the owner. */
import { defineAction, type Action } from '../actions/action.ts';
import { z } from '../core/schema.ts';
import type { ClaimDesk } from './claim.ts';
import { OWNER } from './people.ts';

export function claimAction(claimDesk: ClaimDesk): Action {
  return defineAction<{ person: string }, { code: string; person: string }>({
    name: 'claim',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Make a code that signs a person in on the page, for ten minutes.',
      zh: '生成一个登录页面的认领码，十分钟内有效。',
    },
    examples: { en: ['boardtalk claim', 'boardtalk claim anna'], zh: ['boardtalk claim'] },
    args: z.strictObject({
      person: z.string().default(OWNER.id).describe('id of a person in platform.yaml'),
    }),
    positional: ['person'],
    run: ({ person }) => {
      const code = claimDesk.invite(person);
      return Promise.resolve(
        typeof code === 'string'
          ? { ok: true, data: { code, person } }
          : { ok: false, refusal: code },
      );
    },
    say: ({ code, person }, { language }) =>
      language === 'zh'
        ? `${person} 的认领码：${code}`
        : `claim code for ${person}: ${code} (enter it on the page)`,
  });
}
