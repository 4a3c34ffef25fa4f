/**
 * The contract of an action: the sentence a user may say. Help, CLI usage, LLM tool schemas, REST
 * routes and web forms are all derived from these declarations.
 */
import type { z } from '../core/schema.ts';
import type { Refusal } from '../core/refusal.ts';

export type Role = 'viewer' | 'operator' | 'technician' | 'admin';
export type Language = 'en' | 'zh';

/** Who asks, and through which door. Decided by the door, never by the text. */
export interface Asker {
  /** Id of the person; `owner` for whoever may open the socket. */
  readonly person: string;
  readonly role: Role;
  /** Areas the role is limited to; absent = the whole site. */
  readonly areas?: readonly string[];
  /** `cli`, `web`, `telegram` … */
  readonly via: string;
  /** The conversation to answer in and to tell later news to. */
  readonly chat: string;
  readonly language: Language;
  /** The words that were said, or the command line: they stand in the journal. */
  readonly words: string;
  /** News about a write that takes its time: "switched on, waiting for flow". */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly task: string;
  readonly thing: string;
  readonly property: string;
  readonly phase: 'written' | 'settling' | 'measured';
  readonly value: boolean | number | string;
  /** What is being waited for, as `thing.property`. */
  readonly waitingFor?: string;
}

/** Expected outcomes are values: an action throws only when something is broken. */
export type ActionResult<Data = unknown> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly refusal: Refusal; readonly data?: Data };

export interface Action<Args = unknown, Data = unknown> {
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
  run(args: Args, asker: Asker): Promise<ActionResult<Data>>;
}

/** Keeps the argument type inside the definition and forgets it outside; `run` parses, so no caller can get past the schema. */
export function defineAction<Args, Data>(action: Action<Args, Data>): Action {
  return { ...action, run: (args, asker) => action.run(action.args.parse(args), asker) };
}
