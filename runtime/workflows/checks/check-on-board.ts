/**
 * Can the board that a workflow names do all of it by itself, with nobody else alive? What takes the
 * gateway, people or another board is a mistake here, and not when the network is gone.
 */
import type { Findings } from '../../config/form/findings.ts';
import { quote } from '../../config/form/quote.ts';
import type { Path } from '../../config/form/value-at.ts';
import type { SiteThing } from '../../config/site.ts';
import { formatAddress } from '../../core/reading.ts';
import { hasRole } from '../../policy/roles.ts';
import type { CheckContext } from '../check-context.ts';
import type { Step, Trigger } from '../workflow.ts';
import type { StepForm, WorkflowForm } from '../workflows-schema.ts';
import { askingProperty, thingOf } from './asking-property.ts';

export interface BoardPlace {
  readonly findings: Findings;
  /** Of the workflow. */
  readonly path: Path;
  readonly context: CheckContext;
  /** All of the file. */
  readonly workflows: readonly WorkflowForm[];
}

/** As far as it is without a mistake. */
interface Checked {
  readonly trigger: Trigger | undefined;
  readonly steps: readonly Step[] | undefined;
}

interface OnBoard extends BoardPlace {
  readonly board: string;
}

/** What a board can do by itself. */
const ACTIONS = ['set', 'read', 'wait', 'send_notification'];
const TRIGGERS = ['cron', 'reading', 'edge', 'workflow'];
/** What it is when nobody asked for it: a rule of the site. */
const ROLE = 'operator';
const ON_GATEWAY = 'leave out "on", and the gateway runs it';

export function checkOnBoard(
  place: BoardPlace,
  form: WorkflowForm,
  { trigger, steps = [] }: Checked,
): void {
  const { findings, path, context } = place;
  const { on: board } = form;
  if (board === undefined) return;
  if (!context.boards.includes(board)) {
    findings.unknown('board', board, { path: [...path, 'on'], known: context.boards });
    return;
  }
  const at = { ...place, board };
  if (trigger !== undefined) checkTrigger(at, trigger);
  for (const [index, step] of form.steps.entries()) {
    const { id = step.action.replaceAll('-', '_') } = step;
    const readings = steps.find((checked) => checked.id === id)?.when?.readings ?? [];
    checkStep({ ...at, path: [...path, 'steps', index] }, step, readings);
  }
}

function checkTrigger(place: OnBoard, trigger: Trigger): void {
  const { findings, path, board, workflows } = place;
  const at = trigger.kind === 'manual' ? [...path, 'on'] : [...path, 'trigger'];
  if (!TRIGGERS.includes(trigger.kind)) {
    const isManual = trigger.kind === 'manual';
    const message = isManual
      ? `nothing starts this on ${board}`
      : `${quote(trigger.kind)} does not reach ${board} when the gateway is away`;
    const hint = `give it a trigger of its own (${TRIGGERS.join(', ')}), or ${ON_GATEWAY}`;
    findings.error({ path: at, message, hint });
  }
  if (trigger.kind === 'reading')
    checkReading(place, formatAddress(trigger.reading), [...at, 'reading']);
  if (trigger.kind === 'edge') checkReading(place, formatAddress(trigger.edge), [...at, 'edge']);
  if (trigger.kind !== 'workflow') return;
  const other = workflows.find(({ name }) => name === trigger.name);
  if (other === undefined || other.on === board) return;
  const message = `${quote(trigger.name)} does not run on ${board}, which may not hear of its end`;
  findings.error({ path: [...at, 'workflow'], message, hint: ON_GATEWAY });
}

/** @param readings that its condition asks for */
function checkStep(place: OnBoard, step: StepForm, readings: readonly string[]): void {
  const { findings, path, board, context } = place;
  const action = step.action.replaceAll('-', '_');
  if (context.actions.has(action) && !ACTIONS.includes(action))
    findings.error({
      path: [...path, 'action'],
      message: `${quote(step.action)} takes the gateway, and ${board} runs this with nobody else alive`,
      hint: `a board can do: ${ACTIONS.join(', ')}; or ${ON_GATEWAY}`,
    });
  if (step.approval !== undefined)
    findings.error({
      path: [...path, 'approval'],
      message: `there is nobody to ask on ${board} when the gateway is away`,
      hint: ON_GATEWAY,
    });
  for (const address of readings) checkReading(place, address, [...path, 'when']);
  if (action === 'set') checkOrder(place, step);
  if (action === 'read') checkTargets(place, step);
}

function checkReading({ findings, context, board }: OnBoard, address: string, path: Path): void {
  const thing = thingOf(context.things, address);
  if (thing !== undefined && thing.board !== board)
    findings.error({
      path,
      message: `${address} hangs on ${thing.board}, and ${board} may not hear of it`,
      hint: ON_GATEWAY,
    });
}

function checkTargets(place: OnBoard, { params }: StepForm): void {
  const given = params['targets'];
  for (const [index, target] of (Array.isArray(given) ? given : []).entries())
    checkTarget(place, target, ['params', 'targets', index]);
}

function checkOrder(place: OnBoard, { params }: StepForm): void {
  const { findings, path, board } = place;
  const { target, value } = params;
  for (const key of ['change', 'at'])
    if (params[key] !== undefined)
      findings.error({
        path: [...path, 'params', key],
        message: `"${key}" of "set" is for people; a workflow on ${board} gives a value, now`,
        hint: 'write "value", and "for" where it is for a while',
      });
  const thing = checkTarget(place, target, ['params', 'target']);
  if (thing === undefined) return;
  const at = [...path, 'params', 'target'];
  if (!hasRole({ role: ROLE }, thing.role))
    findings.error({
      path: at,
      message: `to change ${thing.id} takes the role ${thing.role}, and a workflow has the role ${ROLE}`,
    });
  const asking = askingProperty(thing, { target, value });
  if (asking !== undefined)
    findings.error({
      path: at,
      message: `${thing.id}.${asking.name} asks people first, and there is nobody to ask on ${board}`,
      hint: `${ON_GATEWAY}; there the step can have "approval: true"`,
    });
}

/** The thing, where it is one of this board; what does not exist was told before. */
function checkTarget(place: OnBoard, target: unknown, within: Path): SiteThing | undefined {
  const { findings, context, board, path } = place;
  if (typeof target !== 'string') return undefined;
  const at = [...path, ...within];
  if (target.includes('{{')) {
    const message = `what a workflow on ${board} names has to be written out`;
    findings.error({ path: at, message, hint: 'write thing.property' });
    return undefined;
  }
  const thing = thingOf(context.things, target);
  if (thing === undefined) return undefined;
  if (thing.board === board && thing.origin === undefined) return thing;
  const reason =
    thing.board === board
      ? `${thing.id} hangs on the broker of the gateway`
      : `${thing.id} hangs on ${thing.board}`;
  const message = `${reason}, and a workflow on ${board} has only what hangs there`;
  findings.error({ path: at, message, hint: ON_GATEWAY });
  return undefined;
}
