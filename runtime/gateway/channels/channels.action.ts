/** `channels`: how it is with each messenger of the site. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Language } from '../../actions/asker.ts';
import { messengerFormOf } from '../../config/messengers.ts';
import type { Speech } from '../../actions/speech.ts';
import { z } from '../../core/schema.ts';
import type { ListedChannel } from './channels.ts';
import { CURE_OF_CLOCK, saySkew } from './server-clock.ts';

export interface ChannelsActionParts {
  readonly channels: { list(): readonly ListedChannel[] };
  readonly speech: Pick<Speech, 'time'>;
}

export function channelsAction({ channels, speech }: ChannelsActionParts): Action {
  return defineAction<Record<string, never>, readonly ListedChannel[]>({
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
      const isUnwell = data.some(
        ({ trouble, deafSince }) => trouble !== undefined || deafSince !== undefined,
      );
      return Promise.resolve({ ok: true, data, ...(isUnwell && { isUnwell }) });
    },
    say: (states, { language }) => {
      if (states.length === 0)
        return language === 'zh'
          ? '本站点没有聊天渠道，或本网关未主管本站点。设置：boardtalk channels add'
          : 'This site has no messenger, or this gateway does not lead it. Set one up: boardtalk channels add';
      const time = (at: number | undefined): string =>
        at === undefined ? (language === 'zh' ? '尚无' : 'not yet') : speech.time(at);
      return states.map((state) => sayState(state, time, language)).join('\n');
    },
  });
}

/** One line says where the platform is, the others how it is. */
function sayState(
  state: ListedChannel,
  time: (at: number | undefined) => string,
  language: Language,
): string {
  const { name, type, account, mode } = state;
  const isExperimental = messengerFormOf(type)?.isExperimental === true;
  const mark = !isExperimental ? '' : language === 'zh' ? '，试验性' : ', experimental';
  const lines = language === 'zh' ? linesZh(state, time) : linesEn(state, time);
  return [`${name}: ${type} ${account}, ${mode}${mark}`, ...lines.map((line) => `  ${line}`)].join(
    '\n',
  );
}

type SayTime = (at: number | undefined) => string;

function linesEn(state: ListedChannel, time: SayTime): readonly string[] {
  const { aliveAt, arrivedAt, answeredAt, people, unsent } = state;
  const { trouble, pastTrouble, deafSince, clockSkewMs } = state;
  const { queued, unknown, failed } = unsent;
  return [
    `platform answered ${time(aliveAt)}; last arrived ${time(arrivedAt)}; last sent ${time(answeredAt)}`,
    `${String(people)} linked; ${String(queued)} waiting, ${String(unknown)} possibly sent, ${String(failed)} not taken`,
    ...(people === 0 ? ['nobody hears it yet: boardtalk people link NAME'] : []),
    ...(trouble === undefined
      ? []
      : [`trouble since ${time(trouble.since)}: ${trouble.why}`, ...cureOf(trouble.cure)]),
    ...(pastTrouble === undefined
      ? []
      : [
          `last trouble, ${time(pastTrouble.since)} to ${time(pastTrouble.until)}: ${pastTrouble.why}`,
        ]),
    ...(trouble === undefined && deafSince !== undefined
      ? [`nothing was heard of the platform since ${time(deafSince)}: boardtalk doctor`]
      : []),
    ...(clockSkewMs === undefined
      ? []
      : [
          `the clock of this board is ${saySkew(clockSkewMs)}, by the platform's. ${CURE_OF_CLOCK}`,
        ]),
  ];
}

function linesZh(state: ListedChannel, time: SayTime): readonly string[] {
  const { aliveAt, arrivedAt, answeredAt, people, unsent } = state;
  const { trouble, pastTrouble, deafSince, clockSkewMs } = state;
  const { queued, unknown, failed } = unsent;
  const minutes = Math.round((clockSkewMs ?? 0) / 60_000);
  return [
    `平台最近应答 ${time(aliveAt)}；最近收到 ${time(arrivedAt)}；最近发出 ${time(answeredAt)}`,
    `已关联 ${String(people)} 个账号；待发 ${String(queued)}，可能已发 ${String(unknown)}，未被接收 ${String(failed)}`,
    ...(people === 0 ? ['还没有人能收到消息：boardtalk people link NAME'] : []),
    ...(trouble === undefined
      ? []
      : [`自 ${time(trouble.since)} 起有问题：${trouble.why}`, ...cureOf(trouble.cure)]),
    ...(pastTrouble === undefined
      ? []
      : [`上次问题，${time(pastTrouble.since)} 至 ${time(pastTrouble.until)}：${pastTrouble.why}`]),
    ...(trouble === undefined && deafSince !== undefined
      ? [`自 ${time(deafSince)} 起没有平台的任何消息：boardtalk doctor`]
      : []),
    ...(clockSkewMs === undefined
      ? []
      : [
          `本板时钟比平台${minutes > 0 ? '快' : '慢'} ${String(Math.abs(minutes))} 分钟，请校准：sudo timedatectl set-ntp true`,
        ]),
  ];
}

function cureOf(cure: string | undefined): readonly string[] {
  return cure === undefined ? [] : [cure];
}
