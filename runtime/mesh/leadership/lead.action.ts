/** `lead`: of two gateways of this site, this one does the work. */
import { defineAction, type Action } from '../../actions/action.ts';
import { z } from '../../core/schema.ts';
import type { Leadership } from './leadership.ts';

export function leadAction(leadership: Pick<Leadership, 'lead' | 'behind'>): Action {
  return defineAction<object, { readonly instead: string | null }>({
    name: 'lead',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Let this gateway lead the site; another one with the same key stands back.',
      zh: '让本网关主管站点；使用同一密钥的另一网关让位。',
    },
    examples: { en: ['boardtalk lead'], zh: ['boardtalk lead'] },
    args: z.strictObject({}),
    positional: [],
    run: async () => {
      const instead = leadership.behind ?? null;
      await leadership.lead();
      return { ok: true, data: { instead } };
    },
    say: ({ instead }, { language }) =>
      instead === null
        ? language === 'zh'
          ? '本网关已在主管站点。'
          : 'This gateway leads the site already.'
        : language === 'zh'
          ? `现在由本网关主管站点；${instead} 的网关听到后让位。`
          : `This gateway leads the site now; the one at ${instead} stands back as soon as it hears of it.`,
  });
}
