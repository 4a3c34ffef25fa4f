/** `boardtalk workflow check`: every mistake of a file of workflows at once; starts nothing, and needs no node. */
import { resolve } from 'node:path';
import { formatDiagnostic } from '../../config/diagnostic.ts';
import type { OwnCommand } from '../command.ts';
import { findSiteOf } from '../places.ts';
import { reportMistakes } from './config-check.ts';

export const workflowCheckCommand: OwnCommand = {
  name: 'workflow check',
  help: 'List every mistake in a file of workflows.',
  positional: ['[FILE]'],
  options: {
    config: {
      placeholder: 'DIR',
      help: 'The site directory; default: the one that FILE stands in',
    },
  },
  async run({ output, around, host }, { positionals: [given], options }) {
    const directory = findSiteOf(given, options.get('config'), around);
    const file =
      given === undefined ? resolve(directory, 'workflows.yaml') : resolve(around.cwd, given);
    const diagnostics = await (await host()).checkWorkflows(file, directory);
    if (diagnostics.some(({ severity }) => severity === 'error'))
      return reportMistakes(output, file, diagnostics, 'workflow check FILE');
    output.answer({ ok: true, diagnostics }, () =>
      [...diagnostics.map(formatDiagnostic), `${file} is in order`].join('\n'),
    );
    return 0;
  },
};
