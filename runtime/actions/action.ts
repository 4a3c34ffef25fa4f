/**
 * The contract of an action: the sentence a user may say. Help, CLI usage, LLM tool schemas, REST
 * routes and web forms are all derived from these declarations.
 */
import type { Asker, Language, Role } from './asker.ts';
import type { z } from '../core/schema.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Attachment } from './attachment.ts';
import type { Receipt } from '../core/receipt.ts';
import type { ConfirmRequest } from './chat-port.ts';
import { refuseAction } from './errors.ts';
import { sayRefusal } from './say-refusal.ts';

/** What an action hands back. Expected outcomes are values: it throws only when something is broken. */
export type Answer<Data = unknown> =
  | ({ readonly ok: true; readonly data: Data } & Traces)
  | ({ readonly ok: false; readonly refusal: Refusal; readonly data?: Data } & Traces);

/** What goes with an answer, whatever the action. */
interface Traces {
  /** Pictures, for doors that can show them. */
  readonly attachments?: readonly Attachment[];
  readonly tasks?: readonly string[];
  readonly receipts?: readonly Receipt[];
  /** It was answered, and the answer is that something is wrong: a shell gets 1. */
  readonly isUnwell?: boolean;
  /** A question that must be answered before anything happens. */
  readonly confirm?: ConfirmRequest;
}

/** An answer together with how it is said to the person who asked. */
export type ActionResult<Data = unknown> = Answer<Data> & { readonly text: string };

/** What a room declares; `defineAction` makes an `Action` of it. */
export interface ActionDeclaration<Args, Data> {
  /** Kebab-case verb; also the CLI command and the REST route. */
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly role: Role;
  readonly help: Readonly<Record<Language, string>>;
  /** What people say to get it, at least one in each language. */
  readonly examples: Readonly<Record<Language, readonly string[]>>;
  readonly args: z.ZodType<Args>;
  /** Which arguments the CLI takes by position, in order; the last may repeat. The others are `--options`. */
  readonly positional: readonly string[];
  /** Only said in the course of another action, which tells of it: help leaves it out. */
  readonly isStep?: true;
  /** It takes minutes, moves nothing, and may be begun anew: a task, in the background. */
  readonly isLong?: true;
  run(args: Args, asker: Asker): Promise<Answer<Data>>;
  /** The reply, complete by itself. Only asked when the answer is ok; refusals are said alike everywhere. */
  say(data: Data, asker: Asker): string;
}

/** An action of the catalogue: its types are forgotten, its arguments are checked. */
export interface Action extends Omit<ActionDeclaration<unknown, unknown>, 'run' | 'say'> {
  run(args: unknown, asker: Asker): Promise<ActionResult>;
}

/**
 * Keeps the argument type inside the definition and forgets it outside. `run` parses, so no caller
 * gets past the schema; arguments that do not fit are refused with what is wrong with each.
 */
export function defineAction<Args, Data>(declaration: ActionDeclaration<Args, Data>): Action {
  const { name, kind, role, help, examples, args, positional, isStep, isLong } = declaration;
  return {
    ...{ name, kind, role, help, examples, args, positional },
    ...(isStep && { isStep }),
    ...(isLong && { isLong }),
    run: async (given, asker) => {
      const parsed = args.safeParse(given);
      if (!parsed.success)
        return refusedResult(badArguments(name, parsed.error.issues), asker.language);
      const answer = await declaration.run(parsed.data, asker);
      const text = answer.ok
        ? declaration.say(answer.data, asker)
        : sayRefusal(answer.refusal, asker.language);
      return { ...answer, text };
    },
  };
}

export function refusedResult(refusal: Refusal, language: Language): ActionResult {
  return { ok: false, refusal, text: sayRefusal(refusal, language) };
}

function badArguments(name: string, issues: readonly z.core.$ZodIssue[]): Refusal {
  const spoken = name.replaceAll('-', ' ');
  const details = issues.map((issue) => {
    const path = issue.path.map(String).join('.');
    return path === '' ? sayIssue(issue) : `${path} ${sayIssue(issue)}`;
  });
  const hint = `See how to write it with: boardtalk help ${spoken}`;
  return refuseAction('ACTION_BAD_ARGUMENTS', `${spoken}: ${details.join('; ')}`, hint);
}

/** In the words of whoever typed it; what the schema itself says is for programmers. */
function sayIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return `must be at least ${String(issue.minimum)}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}`;
    case 'invalid_type':
      return `must be a ${issue.expected === 'int' ? 'whole number' : issue.expected}`;
    case 'unrecognized_keys':
      return `has no ${issue.keys.join(', ')}`;
    default:
      return issue.path.length === 0 ? issue.message : `- ${issue.message}`;
  }
}
