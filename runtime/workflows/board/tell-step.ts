/** `send_notification` on a board: the gateway is told, as soon as it can be reached, and tells the people. */
import { sendNotificationStep } from '../steps/send-notification.ts';
import type { StepAction } from '../step-action.ts';
import type { TellGateway } from './board-teller.ts';

/** What the gateway would tell is the same; which platforms there are, it knows. */
export function tellStep({ tell }: { readonly tell: TellGateway }): StepAction {
  return sendNotificationStep({
    news: {
      tell: async (platform, { id, task, channel }) => {
        const step = id.slice(task.id.length + 1);
        await tell({
          ...{ kind: 'workflow-notice', workflow: task.name, run: task.id, step, platform },
          ...(channel === undefined ? {} : { channel }),
          status: task.status === 'failed' ? 'failed' : 'done',
          text: typeof task.output === 'string' ? task.output : JSON.stringify(task.output),
        });
        return true;
      },
    },
  });
}
