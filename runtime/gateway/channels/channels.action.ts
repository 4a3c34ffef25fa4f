/** `channels`: how it is with each messenger of the site. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Language } from '../../actions/asker.ts';
import type { Speech } from '../../actions/speech.ts';
import { z } from '../../core/schema.ts';
import type { ChannelState } from './channel.ts';

export interface ChannelsActionParts {
  readonly channels: { list(): readonly ChannelState[] };
  readonly speech: Pick<Speech, 'time'>;
}

export function channelsAction({ channels, speech }: ChannelsActionParts): Action {
  return defineAction<Record<string, never>, readonly ChannelState[]>({
    name: 'channels',
    kind: 'read',
    role: 'admin',
    help: {
      en: 'List the messengers of the site, and how it is with each.',
      zh: '列出本站点的聊天渠道及其状态。',
    },
    examples: { en: ['boardtalk channels'], zh: ['boardtalk channels'] },
    args: z.strictObject({}),
    positional: [],
    run: () => {
      const data = channels.list();
      const isUnwell = data.some(({ trouble }) => trouble !== undefined);
      return Promise.resolve({ ok: true, data, ...(isUnwell && { isUnwell }) });
    },
    say: (states, { language }) => {
      if (states.length === 0)
        return language === 'zh'
          ? '本站点没有聊天渠道，或本网关未主管本站点。'
          : 'This site has no messenger, or this gateway does not lead it. How to set one up: docs/channels.md';
      const time = (at: number | undefined): string =>
        at === undefined ? (language === 'zh' ? '尚无' : 'not yet') : speech.time(at);
      return states.map((state) => sayState(state, time, language)).join('\n');
    },
  });
}

function sayState(
  state: ChannelState,
  time: (at: number | undefined) => string,
  language: Language,
): string {
  const { name, type, account, mode, people, unsent, trouble } = state;
  const [alive, arrived, answered] = [state.aliveAt, state.arrivedAt, state.answeredAt].map(time);
  const { queued, unknown, failed } = unsent;
  const head = `${name}: ${type} ${account}, ${mode}`;
  if (language === 'zh')
    return [
      head,
      `  平台最近应答 ${alive ?? ''}；最近收到 ${arrived ?? ''}；最近发出 ${answered ?? ''}`,
      `  已关联 ${String(people)} 个账号；待发 ${String(queued)}，可能已发 ${String(unknown)}，未被接收 ${String(failed)}`,
      ...(trouble === undefined
        ? []
        : [`  自 ${time(trouble.since)} 起有问题：${trouble.why} ${trouble.cure ?? ''}`.trimEnd()]),
    ].join('\n');
  return [
    head,
    `  platform answered ${alive ?? ''}; last arrived ${arrived ?? ''}; last sent ${answered ?? ''}`,
    `  ${String(people)} linked; ${String(queued)} waiting, ${String(unknown)} possibly sent, ${String(failed)} not taken`,
    ...(trouble === undefined
      ? []
      : [`  trouble since ${time(trouble.since)}: ${trouble.why}`, ...cureOf(trouble.cure)]),
  ].join('\n');
}

function cureOf(cure: string | undefined): readonly string[] {
  return cure === undefined ? [] : [`  ${cure}`];
}
