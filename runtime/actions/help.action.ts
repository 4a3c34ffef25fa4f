/** `help`: what can be said, derived from the catalogue itself. */
import { defineAction, type Action } from './action.ts';
import type { Asker, Language } from './asker.ts';
import { refuseAction } from './errors.ts';
import { z } from '../core/schema.ts';

interface HelpRow {
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly help: string;
  readonly examples: readonly string[];
  readonly isStep: boolean;
}

interface HelpData {
  readonly topic: string | undefined;
  readonly rows: readonly HelpRow[];
}

const GROUPS = {
  en: { write: 'To do something:', read: 'To ask:', more: 'More about one: “help set”' },
  zh: { write: '可以做：', read: '可以问：', more: '想了解其中一个：“帮助 set”' },
} as const;

/** @param list what this person may use, in the order people read it. */
export function helpAction(list: (asker: Asker) => readonly Action[]): Action {
  return defineAction<{ topic?: string | undefined }, HelpData>({
    name: 'help',
    kind: 'read',
    role: 'viewer',
    // Whoever reads the list has found it.
    isStep: true,
    help: { en: 'Show what can be said.', zh: '显示可以说的话。' },
    examples: { en: ['help'], zh: ['帮助'] },
    args: z.strictObject({ topic: z.string().optional().describe('name of an action') }),
    positional: ['topic'],
    run: ({ topic }, asker) => {
      const rows = list(asker)
        .filter(({ name }) => topic === undefined || name === topic)
        .map((action) => rowOf(action, asker.language));
      return Promise.resolve(
        rows.length > 0
          ? { ok: true, data: { topic, rows } }
          : { ok: false, refusal: refuseAction('ACTION_UNKNOWN', `there is no "${topic ?? ''}"`) },
      );
    },
    say: ({ topic, rows }, { language }) =>
      topic === undefined ? sayOverview(rows, language) : rows.map(sayRow).join('\n'),
  });
}

function rowOf({ name, kind, help, examples, isStep }: Action, language: Language): HelpRow {
  const of = { help: help[language], examples: examples[language] };
  return { name, kind, ...of, isStep: isStep === true };
}

/** One sentence for each action that can be said in a chat; those for a terminal only begin with the program's name. */
function sayOverview(rows: readonly HelpRow[], language: Language): string {
  const { more, ...titles } = GROUPS[language];
  const groups = (['write', 'read'] as const).flatMap((kind) => {
    const examples = rows.filter((row) => row.kind === kind).flatMap(exampleOf);
    return examples.length === 0 ? [] : [titles[kind], ...examples];
  });
  return [...groups, more].join('\n');
}

function exampleOf({ examples: [example], isStep }: HelpRow): string[] {
  return isStep || example === undefined || example.startsWith('boardtalk ')
    ? []
    : [`  ${example}`];
}

function sayRow({ help, examples }: HelpRow): string {
  return [help, ...examples.map((example) => `  ${example}`)].join('\n');
}
