/** `help`: what can be said, derived from the catalogue itself. */
import { defineAction, type Action } from './action.ts';
import { z } from '../core/schema.ts';

export function helpAction(list: () => readonly Action[]): Action {
  return defineAction({
    name: 'help',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Show what can be said.', zh: '显示可以说的话。' },
    examples: { en: ['help'], zh: ['帮助'] },
    args: z.strictObject({ topic: z.string().optional() }),
    positional: ['topic'],
    run: ({ topic }, { language }) => {
      const actions = list().filter(({ name }) => topic === undefined || name === topic);
      const rows = actions.map(({ name, kind, help, examples }) => ({
        name,
        kind,
        help: help[language],
        examples: examples[language],
      }));
      return Promise.resolve({ ok: true, data: rows });
    },
    say: (rows) => {
      const lines = rows.map(
        ({ help, examples }) => `${help} ${examples.map((example) => `“${example}”`).join(' ')}`,
      );
      return lines.join('\n');
    },
  });
}
