/** How a command is written: one form for the CLI's own commands and for those derived from the catalogue. */
import { z } from '../core/schema.ts';

export const usageSchema = z.object({
  /** `sim fault` */
  name: z.string(),
  /** `sim fault THING KIND` */
  synopsis: z.string(),
  help: z.string(),
  parameters: z.array(z.object({ label: z.string(), help: z.string() })),
  /** What to say in a chat instead. */
  examples: z.array(z.string()),
});

export type CommandUsage = z.infer<typeof usageSchema>;

/** `boardtalk help COMMAND` */
export function renderUsage(usage: CommandUsage): string {
  const sections = [`boardtalk ${usage.synopsis}`, usage.help];
  if (usage.parameters.length > 0)
    sections.push(aligned(usage.parameters.map(({ label, help }) => [label, help])));
  if (usage.examples.length > 0)
    sections.push(['In a chat:', ...usage.examples.map((example) => `  ${example}`)].join('\n'));
  return sections.join('\n\n');
}

/** One line a command. */
export function renderCommandList(usages: readonly CommandUsage[]): string {
  return aligned(usages.map(({ name, help }) => [name, help]));
}

function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, help]) => `  ${label.padEnd(width)}  ${help}`.trimEnd()).join('\n');
}
