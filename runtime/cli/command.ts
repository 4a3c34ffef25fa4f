/** The contract of the CLI's own commands: those that need no node, or need more than one answer from it. */
import type { Readable, Writable } from 'node:stream';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import type { OptionSpecs } from './parse-options.ts';
import type { Surroundings } from './places.ts';
import type { NodeHost } from './ports.ts';
import type { CommandUsage } from './usage.ts';

export interface CommandContext {
  readonly output: Output;
  readonly dataDirectory: string;
  readonly around: Surroundings;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** A person sits at both ends. */
  readonly interactive: boolean;
  /** Loads the rooms of the node: only for commands that run one. */
  readonly host: () => Promise<NodeHost>;
  /** From this call on, SIGINT and SIGTERM abort it and a second one ends the process. */
  readonly stopSignal: () => AbortSignal;
}

export interface OwnCommand {
  /** `journal verify`: the words that call it. */
  readonly name: string;
  readonly help: string;
  /** Its first word alone is a command of the node. */
  readonly isBesideAction?: true;
  /** As they stand in the synopsis: `DIR`, `[TEXT...]`. */
  readonly positional: readonly string[];
  readonly options: OptionSpecs;
  run(context: CommandContext, given: GivenArguments): Promise<ExitCode>;
}

export interface GivenArguments {
  readonly positionals: readonly string[];
  /** The last value given for each option. */
  readonly options: ReadonlyMap<string, string>;
}

export function usageOfOwn({ name, help, positional, options }: OwnCommand): CommandUsage {
  const parameters = Object.entries(options).map(([option, spec]) => ({
    label: spec.placeholder === undefined ? `--${option}` : `--${option} ${spec.placeholder}`,
    help: spec.help,
  }));
  const inSynopsis = parameters.map(({ label }) => `[${label}]`);
  return {
    name,
    synopsis: [name, ...positional, ...inSynopsis].join(' '),
    help,
    parameters,
    examples: [],
  };
}
