/** `claim`: a code that signs the owner in with one more browser. The way back in for whoever lost the first one. */
import { defineAction, type Action } from '../actions/action.ts';
import { z } from '../core/schema.ts';
import type { ClaimDesk } from './claim.ts';

export function claimAction(claimDesk: ClaimDesk): Action {
  return defineAction({
    name: 'claim',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Make a code that signs you in on the page, for ten minutes.',
      zh: '生成一个登录页面的认领码，十分钟内有效。',
    },
    examples: { en: ['boardtalk claim'], zh: ['boardtalk claim'] },
    args: z.strictObject({}),
    positional: [],
    run: () => Promise.resolve({ ok: true, data: { code: claimDesk.invite() } }),
    say: ({ code }, { language }) =>
      language === 'zh' ? `认领码：${code}` : `claim code: ${code} (enter it on the page)`,
  });
}
