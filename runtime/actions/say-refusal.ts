/** How a "no" is said: what happened, and what to do next. */
import type { Refusal } from '../core/refusal.ts';
import type { Language } from './asker.ts';
import { capital } from './capital.ts';

export function sayRefusal(refusal: Refusal, language: Language): string {
  return language === 'zh' ? sayInChinese(refusal) : sayInEnglish(refusal);
}

function sayInEnglish({ message, hint, interlock }: Refusal): string {
  const text = interlock === undefined ? capital(message) : byInterlock(interlock, message);
  return `${/[.!?]$/.test(text) ? text : `${text}.`} ${hint}`.trim();
}

function byInterlock(name: string, message: string): string {
  return `Refused by the interlock ${name}: ${message}`;
}

function sayInChinese({ message, zh, code, interlock }: Refusal): string {
  const text = zh ?? CHINESE[code] ?? message;
  const hint = zh === undefined ? undefined : CHINESE_HINTS[code];
  const said = interlock === undefined ? text : `联锁“${interlock}”不允许：${text}`;
  return `${/[。！？]$/.test(said) ? said : `${said}。`}${hint ?? ''}`;
}

/** Message and next step of the codes that people meet in a chat; where a refusal has a Chinese message of its own, that is said. */
const CHINESE: Readonly<Record<string, string>> = {
  ACTION_BAD_ARGUMENTS: '参数不对。说“帮助”可以看到说法。',
  ACTION_NO_SUCH_THING: '没有这个设备。说“有什么设备”可以看到全部。',
  ACTION_UNKNOWN: '没有这个操作。说“帮助”可以看到说法。',
  COMMAND_CLOCK_UNTRUSTED: '控制板还没有可信的时间。请设置时钟或等待网关对时。',
  COMMAND_EXPIRED: '命令已过期。请重新下达；如果反复出现，请核对网关和控制板的时钟。',
  COMMAND_INTERRUPTED: '命令被重启打断。请先查看当前状态，再重新下达。',
  DEVICE_BAD_VALUE: '数值的类型或范围不对。',
  DEVICE_CONTRADICTED: '输出已切换，但传感器的读数不一致。请到现场查看。',
  DEVICE_NOT_WRITABLE: '这个只能读取。',
  DEVICE_STOPPING: '节点正在停止，请在它恢复后再试。',
  DEVICE_SUPERSEDED: '测量之前又收到了新的命令。',
  DEVICE_UNKNOWN: '没有这个设备。说“有什么设备”可以看到全部。',
  DEVICE_WRITE_FAILED: '写入失败，请检查接线和供电。',
  INTERLOCK_BLIND: '联锁所需的传感器没有可信的读数。请先修复传感器。',
  INTERLOCK_REFUSED: '条件不满足。请先排除原因。',
  MODE_HAND: '设备处于手动模式，规则不会操作它。',
  MODE_LOCKED_OUT: '设备已上锁挂牌，只有挂牌人本人可以解除。',
  MODE_NOT_YOURS: '这不是您挂的牌，请联系挂牌人。',
  POLICY_DENIED:
    '您在这里没有这个权限：群聊和发件人可被冒用的渠道里权限更少。请换个地方说，或者联系管理员。',
  POLICY_NOT_CONFIRMED: '没有等待确认的问题，或者已经超时。请重新下达命令。',
  POLICY_SECOND_PERSON: '这个操作需要另一个人确认。',
  TASK_BUSY: '未完成的任务太多了，请稍后再试。',
  TASK_DECLINED: '好的，不执行，什么都没有做。',
  TASK_IN_THE_PAST: '这个时间已经过了，请说一个以后的时间。',
  TASK_NOTHING_TO_CANCEL: '没有可以取消的任务。',
  TASK_NOTHING_TO_UNDO: '没有可以撤销的操作。',
  TASK_CHANGED_NOTHING: '您的上一次操作没有需要撤销的。',
  TASK_CHANGED_SINCE: '之后已有变化，保持现状。',
  TASK_IN_PART: '没有全部完成。',
};

/** The next step where the message comes with the refusal. */
const CHINESE_HINTS: Readonly<Record<string, string>> = {
  ALERT_NONE: '说“报警列表”可以看到全部。',
  ALERT_WHICH: '请说“确认报警 cpu”，或者“确认所有报警”。',
  TASK_WHICH: '请说明取消哪一个，例如“取消水泵”；或者说“全部取消”。',
  DEVICE_CONTRADICTED: '请到现场查看。',
  INTERLOCK_REFUSED: '请先排除原因；联锁谁也不能绕过。',
  INTERLOCK_BLIND: '请先修复传感器。',
  MODE_LOCKED_OUT: '只有挂牌人本人可以解除。',
  MODE_NOT_YOURS: '请联系挂牌人。',
  TASK_CHANGED_NOTHING: '再说一次“撤销”，可以撤销更早的操作。',
  TASK_CHANGED_SINCE: '保持现状。',
  TASK_IN_PART: '没有完成的部分可以重新下达。',
  TASK_CONFIRM: '请在两分钟内回答“确认”或“不要”，不回答就不执行。',
};
