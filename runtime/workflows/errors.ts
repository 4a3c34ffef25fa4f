/** What workflows refuse: code → what to do next. */
import type { Refusal } from '../core/refusal.ts';

export const WORKFLOW_ERRORS = {
  WORKFLOW_UNKNOWN: 'See what there is with: boardtalk workflow list',
  WORKFLOW_WRITTEN: 'Change it in workflows.yaml of the site directory; it is read again at once.',
  WORKFLOW_NOT_MADE: 'See what was made by talking with: boardtalk workflow list',
  WORKFLOW_NOT_BUILT: 'Write it into workflows.yaml, or say it as in: boardtalk help workflow make',
  WORKFLOW_WRONG: 'Mend it, and give it again; docs/workflows.md shows the form.',
  WORKFLOW_OVERTAKEN: 'Say it again, and look at what stands there now.',
  WORKFLOW_BOOK_FULL: 'Delete one that nobody needs: boardtalk workflow delete NAME',
  WORKFLOW_BAD_TIME: 'Write it like: --at "2026-03-29T02:30 Europe/Berlin"',
  WORKFLOW_NO_VERSION: 'See what there is with: boardtalk workflow versions NAME',
  WORKFLOW_CHANGED: 'Start it again; the new version runs then.',
  WORKFLOW_TOO_LATE: 'Look how it stands now, and start it again if it should.',
  WORKFLOW_CONDITION: 'Look at what the condition names: boardtalk read THING',
  WORKFLOW_PARAMS: 'Look at what the steps before it gave: boardtalk workflow runs',
  WORKFLOW_NOTHING_TO_SAY: 'Give the step a "text", or let it depend on a step that gives one.',
  WORKFLOW_TIMEOUT: 'Give the step a longer "timeout", or see what it waits for.',
  WORKFLOW_STEP_BROKEN: 'See what the node wrote to its log: journalctl -u boardtalk',
  WORKFLOW_NEEDS_YES: 'Give the step "approval: true", and people are asked.',
  WORKFLOW_NO_YES: 'Start it again, and say yes in time.',
  WORKFLOW_NO_ANSWER: 'Start it again, and answer in time; or give the step a "default".',
  WORKFLOW_NO_CHOICE: 'Say one of them: boardtalk workflow answer RUN CHOICE',
  WORKFLOW_NOT_YOURS: 'Ask somebody who has it.',
  WORKFLOW_RIGHTS_LOST: 'Let somebody who may have it done start it, or arm it, again.',
  WORKFLOW_DECLINED: 'Nothing was done.',
  WORKFLOW_INTERRUPTED: 'Look how it stands now, and start the workflow again if it should.',
  WORKFLOW_TOO_MANY_ITEMS: 'Let the list have at most 1,000 entries.',
  WORKFLOW_NO_RUN: 'See the runs with: boardtalk workflow runs',
  WORKFLOW_ON_BOARD:
    'Its own trigger starts it there. To keep it off a thing: boardtalk mode THING hand',
  WORKFLOW_BUSY: 'Wait until some runs have ended: boardtalk workflow runs',
  WORKFLOW_SOURCE: 'See whether the source is there, and answers.',
  WORKFLOW_QUERY:
    'Correct the query; the table is: metrics(date, time, board, thing, property, value, unit, quality)',
  WORKFLOW_QUERY_LIMIT: 'Ask for less: name a date, or let the database count and average.',
  WORKFLOW_TEMPLATE: 'Correct the template in templates/ of the site.',
  WORKFLOW_CHART:
    'Let "chart" name a column of numbers, or a reading such as tank.level, and the query give its date.',
} as const;

export function refuseWorkflow(
  code: keyof typeof WORKFLOW_ERRORS,
  message: string,
  hint: string = WORKFLOW_ERRORS[code],
): Refusal {
  return { code, message, hint };
}
