/** How a "no" is said: what happened, the reading behind it, and what to do next. */
import { formatAddress } from '../core/reading.ts';
import type { Refusal } from '../core/refusal.ts';
import { formatQuantity } from '../core/units.ts';
import type { Language } from './asker.ts';

export function sayRefusal(refusal: Refusal, language: Language): string {
  return language === 'zh' ? sayInChinese(refusal) : sayInEnglish(refusal);
}

function sayInEnglish({ message, hint, interlock }: Refusal): string {
  const by = interlock === undefined ? '' : `Refused by the interlock ${interlock}: `;
  return `${by}${sentence(message)} ${hint}`.trim();
}

/** The codes people meet in a chat; the others are told with their message as it is. */
const CHINESE: Readonly<Record<string, string>> = {
  DEVICE_CONTRADICTED: '输出已切换，但传感器的读数不一致，任务失败。请到现场查看。',
  DEVICE_WRITE_FAILED: '写入失败，请检查接线和供电。',
  DEVICE_SUPERSEDED: '测量之前又收到了新的命令。',
  DEVICE_NOT_WRITABLE: '这个只能读取。',
  DEVICE_BAD_VALUE: '数值的类型或范围不对。',
  MODE_LOCKED_OUT: '设备已上锁挂牌，只有挂牌人本人可以解除。',
  MODE_NOT_YOURS: '这不是您挂的牌，请联系挂牌人。',
  MODE_HAND: '设备处于手动模式，规则不会操作它。',
  POLICY_DENIED: '您没有这个权限，请联系管理员。',
  POLICY_NOT_CONFIRMED: '没有等待确认的问题，或者已经超时。请重新下达命令。',
  POLICY_SECOND_PERSON: '这个操作需要另一个人确认。',
};

function sayInChinese(refusal: Refusal): string {
  const { interlock, reading, code, message } = refusal;
  const seen =
    reading === undefined
      ? ''
      : `（${formatAddress(reading)}：${sayValue(reading.value, reading.unit)}）`;
  if (interlock !== undefined) return `联锁“${interlock}”拒绝了这个操作${seen}：${message}`;
  return `${CHINESE[code] ?? message}${seen}`;
}

function sayValue(value: number | boolean | string | null, unit: string | undefined): string {
  if (value === null) return '无读数';
  return typeof value === 'number' ? formatQuantity(value, unit) : String(value);
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
