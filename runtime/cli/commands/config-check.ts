/** `boardtalk config check`: every mistake of a site directory at once; starts nothing. */
import { formatDiagnostic, type Diagnostic } from '../../config/diagnostic.ts';
import type { CommandContext, OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import type { ExitCode } from '../exit-code.ts';
import { findConfigDirectory } from '../places.ts';
import { problemOf } from '../problem.ts';

export const configCheckCommand: OwnCommand = {
  name: 'config check',
  help: 'List every mistake in a site directory.',
  positional: ['[DIR]'],
  options: { config: { placeholder: 'DIR', help: 'The site directory, as up takes it' } },
  async run({ output, around, host }, { positionals: [given], options }) {
    const directory = findConfigDirectory(given ?? options.get('config'), around);
    const diagnostics = await (await host()).checkSite(directory);
    if (diagnostics.some(isError)) return reportMistakes(output, directory, diagnostics);
    output.answer({ ok: true, diagnostics }, () =>
      [...diagnostics.map(formatDiagnostic), `${directory} is in order`].join('\n'),
    );
    return 0;
  },
};

export function reportMistakes(
  output: CommandContext['output'],
  directory: string,
  diagnostics: readonly Diagnostic[],
  checkedBy = 'config check DIR',
): ExitCode {
  const count = diagnostics.filter(isError).length;
  const mistakes = `${String(count)} ${count === 1 ? 'mistake' : 'mistakes'}`;
  const error = new CliError('CLI_SITE_INVALID', `${mistakes} in ${directory}`, {
    hint: `Correct the lines above, then check them with: boardtalk ${checkedBy}`,
  });
  const text = diagnostics.map(formatDiagnostic).join('\n');
  output.failure(problemOf(error), { diagnostics }, text);
  return 2;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
