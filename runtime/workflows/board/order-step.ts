/**
 * `set` on a board: a write under the authority of a rule, the workflow itself, which came in the signed
 * bundle. Interlocks, modes and lock-outs hold as for every rule; the receipt and the journal name it.
 */
import { parseDuration } from '../../core/duration.ts';
import type { Outcome } from '../../core/receipt.ts';
import { isRefusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import type { WriteOrder } from '../../devices/order.ts';
import type { ThingsView } from '../../devices/things-view.ts';
import type { JournalReader } from '../../state/journal-reader.ts';
import { chooseValue } from '../../tasks/choose-value.ts';
import type { StepIdentity } from '../runs/step-runner.ts';
import type { StepAction, StepContext, StepOutcome } from '../step-action.ts';

export interface OrderStepParts {
  readonly things: ThingsView;
  readonly perform: (order: WriteOrder) => Promise<Outcome>;
  readonly journal: Pick<JournalReader, 'entries'>;
}

const params = z.strictObject({
  target: z.string(),
  value: z.union([z.boolean(), z.number(), z.string()]),
  for: z.string().optional(),
});

const statusSchema = z.object({ status: z.enum(['done', 'failed', 'refused']) });

export function orderStep(parts: OrderStepParts): StepAction {
  return {
    name: 'set',
    help: 'Switches or sets something of this board.',
    kind: 'write',
    params,
    gives: ['thing', 'property', 'value', 'text'],
    run: (given, step) => order(params.parse(given), step, parts),
    recover: (step) => recover(step, parts),
  };
}

async function order(
  { target, value: given, for: length }: z.infer<typeof params>,
  step: StepContext,
  { things, perform }: OrderStepParts,
): Promise<StepOutcome> {
  const choice = chooseValue(things, target, given);
  if (isRefusal(choice)) return { ok: false, refusal: choice };
  const { thing, property, value } = choice;
  const forMs = length === undefined ? undefined : parseDuration(length);
  const outcome = await perform({
    ...{ id: orderId(step), address: { thing, property }, value, forMs },
    authority: {
      ...{ kind: 'rule', rule: step.workflow },
      cause: `step ${step.step}, ${step.cause}`,
      zh: `流程步骤 ${step.step}`,
    },
  });
  return outcomeOf(outcome, { thing, property, value });
}

function outcomeOf(
  outcome: Outcome,
  asked: { readonly thing: string; readonly property: string; readonly value: unknown },
): StepOutcome {
  const { thing, property, value } = asked;
  const text = `${thing}.${property} ${String(value)}`;
  if (outcome.status === 'done') return { ok: true, output: { ...asked, text } };
  return { ok: false, refusal: outcome.refusal, mayHaveMoved: outcome.status === 'failed' };
}

/**
 * The journal knows: an intent stands there before anything moves, and its outcome before anything is
 * told. A refusal moved nothing, whichever try it was.
 */
async function recover(
  step: StepIdentity,
  { journal }: OrderStepParts,
): Promise<StepOutcome | 'none' | 'unknown'> {
  const query = { command: orderId(step), reverse: true, limit: 1 };
  const [last] = await journal.entries(query);
  if (last === undefined || last.kind === 'refusal') return 'none';
  if (last.kind !== 'outcome') return 'unknown';
  const { status } = statusSchema.parse(last.details);
  if (status === 'refused') return 'none';
  return status === 'done' ? { ok: true, output: { text: 'done before a restart' } } : 'unknown';
}

/** The same step of the same run is the same order. */
function orderId({ run, step }: StepIdentity): string {
  return `${run}/${step}`;
}
