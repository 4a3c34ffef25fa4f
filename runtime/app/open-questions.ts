/** What waits for a yes of people, from the rooms that hold it: questions about orders, steps of workflows. */
import type { Asker } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { formatAddress } from '../core/reading.ts';
import type { LastOrder } from '../gateway/chat-memory.ts';
import type { OpenQuestion, OpenQuestions } from '../gateway/open-questions.ts';
import type { Confirmation } from '../policy/confirmations.ts';
import { latestOrder } from '../tasks/latest-order.ts';
import type { Order } from '../tasks/order.ts';
import { sayQuestion } from '../tasks/write-answer.ts';
import { choicesOf } from '../workflows/runs/run.ts';
import type { WorkflowRights } from '../workflows/rights/workflow-rights.ts';
import type { WorkflowRuns } from '../workflows/runs/workflow-runs.ts';
import { sayApproval } from '../workflows/say-workflows.ts';
import type { Desk } from './gateway-shapes.ts';

export interface OpenQuestionsParts {
  readonly confirmations: Desk['confirmations'];
  readonly runs: Pick<WorkflowRuns, 'waitingFor' | 'waitsForPeople'>;
  readonly rights: Pick<WorkflowRights, 'objection'>;
  readonly speech: Speech;
}

/** What "it" is to a person who has come over from another chat. */
export function lastOrderOf(tasks: Desk['tasks'], person: string): LastOrder | undefined {
  const order = latestOrder(tasks.writes(), person);
  const [first] = order;
  if (first === undefined) return undefined;
  const { chat, createdAt: at, value } = first;
  return { chat, at, value, addresses: order.map(formatAddress) };
}

export function openQuestionsOf({
  confirmations,
  runs,
  rights,
  speech,
}: OpenQuestionsParts): OpenQuestions {
  const ofOrder = (open: Confirmation<Order>, { person, language }: Asker): OpenQuestion => {
    const { asker, people } = open;
    const isForOthers = people === 2 && asker.person === person;
    return {
      ...sayQuestion(open, speech, language),
      chat: asker.chat,
      ...(isForOthers && { isForOthers }),
    };
  };
  return {
    openFor: (asker) => [
      ...confirmations.openFor(asker.person).map((open) => ofOrder(open, asker)),
      ...runs
        .waitingFor(asker)
        .filter(({ orders }) => rights.objection({ steps: orders }, asker) === undefined)
        .map((waiting) => ({
          token: waiting.run.id,
          question: sayApproval(waiting, asker.language),
          expiresAt: waiting.until,
          choices: choicesOf(waiting.run),
        })),
    ],
    has: (token) => confirmations.has(token) || runs.waitsForPeople(token),
    callOf: (token, answer) =>
      runs.waitsForPeople(token)
        ? { action: 'workflow-answer', args: { run: token, answer } }
        : { action: 'confirm', args: { token, answer } },
  };
}
