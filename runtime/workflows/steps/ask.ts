/** `ask`: asks people, and gives what they said. It waits as an approval does: durable, in any chat, by whoever has the role. */
import { parseDuration } from '../../core/duration.ts';
import { z } from '../../core/schema.ts';
import { answerOutput, approverSchema, choiceOf, YES_OR_NO } from '../question.ts';
import type { StepAction } from '../step-action.ts';

const LONGEST_MS = 7 * 86_400_000;

const params = z
  .strictObject({
    question: z.string().trim().min(1).max(1_000).describe('What people are asked'),
    choices: z
      .array(z.string().trim().min(1).max(60))
      .min(2)
      .max(10)
      .refine((all) => new Set(all.map((one) => one.toLowerCase())).size === all.length, {
        message: 'the same choice stands there twice',
      })
      .default([...YES_OR_NO])
      .describe('What they can answer. Default: yes or no'),
    role: approverSchema.default('operator').describe('Who may answer'),
    within: z
      .string()
      .meta({ examples: ['10m', '2h'] })
      .refine((text) => isLength(parseDuration(text)), 'not a duration of at most 7 days')
      .default('1h')
      .describe('How long it waits for an answer'),
    default: z
      .string()
      .trim()
      .optional()
      .describe('What silence means; without it, the step fails then'),
  })
  .refine(
    ({ choices, default: silence }) =>
      silence === undefined || choiceOf(choices, silence) !== undefined,
    { path: ['default'], message: 'none of the choices' },
  );

export function askStep(): StepAction {
  return {
    name: 'ask',
    help: 'Asks people, and goes on with their answer.',
    kind: 'read',
    isOnce: true,
    params,
    gives: ['answer', 'by', 'text'],
    run: (given, { now, isDryRun }) => {
      const { question: text, choices, role, within, default: silence } = params.parse(given);
      const meant = silence === undefined ? undefined : choiceOf(choices, silence);
      const question = { text, choices, role, ...(meant !== undefined && { default: meant }) };
      const [first = ''] = choices;
      const would = `would ask “${text}” (${choices.join(' / ')}); what follows is as if it were “${first}”`;
      const until = now + (parseDuration(within) ?? 0);
      return Promise.resolve(
        isDryRun
          ? { ok: true, output: { ...answerOutput(question, first), text: would } }
          : { ok: true, until, question },
      );
    },
  };
}

function isLength(ms: number | undefined): boolean {
  return ms !== undefined && ms > 0 && ms <= LONGEST_MS;
}
