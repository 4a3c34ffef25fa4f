/** `undo`: takes back the last order of a person, all of it, through the same checks as any request. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import { isRefusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { cancelPlan, type CancelPlanParts } from './cancel-plan.ts';
import type { ControlResult } from './control.ts';
import type { WriteRequest } from './order.ts';
import { refuseTask } from './errors.ts';
import { LastOrder, type LastOrderParts, type TakeBack } from './last-order.ts';
import { sayWritten, toAnswer, type WriteData, type WriteVoice } from './write-answer.ts';

export type UndoParts = LastOrderParts & CancelPlanParts & WriteVoice;

export function undoAction(parts: UndoParts): Action {
  const lastOrder = new LastOrder(parts);
  return defineAction<Record<string, never>, WriteData>({
    name: 'undo',
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Take back your last order, all of it, through the same checks.',
      zh: '撤销您的上一次操作的全部内容（同样经过检查）。',
    },
    examples: { en: ['undo'], zh: ['撤销'] },
    args: z.strictObject({}),
    positional: [],
    run: async (_args, asker) => {
      const found = await lastOrder.find(asker);
      if (isRefusal(found)) return { ok: false, refusal: found };
      return toAnswer(await takeBack(parts, found, asker), parts, asker);
    },
    say: (data, { language }) => sayWritten(data, parts, language, '\n'),
  });
}

/** What brings something to rest goes first, at once and beside each other; the rest may have to wait for a yes. */
async function takeBack(
  parts: UndoParts,
  { plans, writes, changed }: TakeBack,
  asker: Asker,
): Promise<readonly ControlResult[]> {
  const { control, speech } = parts;
  const toRest = writes.filter(({ isSafe }) => isSafe).map(({ write }) => write);
  const others = writes.filter(({ isSafe }) => !isSafe).map(({ write }) => write);
  const one = (write: WriteRequest): Promise<ControlResult> => control.request(write, asker);
  const rested = await Promise.all(toRest.map(one));
  const cancelled = await Promise.all(plans.map((task) => cancelPlan(parts, task, asker)));
  const kept = changed.map((task): ControlResult => {
    const [en, zh] = [speech.property(task, 'en'), speech.property(task, 'zh')];
    const message = `${en} has changed since`;
    const refusal = refuseTask('TASK_CHANGED_SINCE', message, { zh: `${zh}之后已有变化` });
    return { kind: 'refused', refusal };
  });
  return [...rested, ...cancelled, ...(await control.order(others, asker)), ...kept];
}
