/** What a step asks people, and which of the choices they mean. Pure. */
import { z } from '../core/schema.ts';

export const YES_OR_NO: readonly string[] = ['yes', 'no'];

export const approverSchema = z.enum(['operator', 'technician', 'admin']);

export const questionSchema = z.strictObject({
  text: z.string(),
  choices: z.array(z.string()),
  /** Who may answer. */
  role: approverSchema,
  /** What silence means; absent: nothing, and the step fails. */
  default: z.string().optional(),
});

export type Question = Readonly<z.infer<typeof questionSchema>>;

/** Of the choices the one that was said, written as the workflow writes it. */
export function choiceOf(choices: readonly string[], said: string): string | undefined {
  const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
  return choices.find((choice) => fold(choice) === fold(said));
}

/** @param by absent: nobody answered, and silence has a meaning */
export function answerOutput(
  { text }: Question,
  answer: string,
  by?: string,
): Record<'answer' | 'by' | 'text', string> {
  return { answer, by: by ?? '', text: `${text} ${answer} (${by ?? 'nobody answered'})` };
}
