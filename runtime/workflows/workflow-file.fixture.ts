/** A file of workflows on disk, and what a small site knows: for the tests of the checks. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { formatDiagnostic } from '../config/diagnostic.ts';
import { z } from '../core/schema.ts';
import type { CheckContext } from './check-context.ts';
import { loadWorkflows, type LoadedWorkflows } from './load-workflows.ts';

export const TEST_CONTEXT: CheckContext = {
  actions: new Map([
    ['read', { params: z.strictObject({ targets: z.array(z.string()) }) }],
    [
      'set',
      {
        params: z.strictObject({
          target: z.string(),
          value: z.union([z.boolean(), z.number(), z.string()]),
          for: z.string().optional(),
        }),
      },
    ],
    [
      'fetch_data',
      {
        params: z.strictObject({ source: z.string(), query: z.string() }),
        gives: ['rows', 'count'],
      },
    ],
    ['wait', { params: z.strictObject({ for: z.string() }), gives: ['text'], isOnce: true }],
    ['generate_report', { params: z.strictObject({ template: z.string() }), gives: ['text'] }],
    [
      'send_notification',
      { params: z.strictObject({ platform: z.string(), channel: z.string().optional() }) },
    ],
  ]),
  boards: ['greenhouse', 'pump-room'],
  readings: new Map([
    ['tank.level', 'number'],
    ['door.open', 'boolean'],
  ]),
  platforms: ['enterprise_team'],
  templates: ['daily_template.md'],
  things: [],
  announced: [],
  judgePhrase: (text) => (/stop/.test(text) ? { message: 'no' } : undefined),
};

export async function loadText(
  text: string,
  context: CheckContext = TEST_CONTEXT,
): Promise<LoadedWorkflows> {
  let loaded: LoadedWorkflows = { workflows: [], diagnostics: [] };
  await inTempDirectory(async (directory) => {
    await writeFile(join(directory, 'workflows.yaml'), text);
    loaded = await loadWorkflows({ directory, file: 'workflows.yaml' }, context);
  });
  return loaded;
}

/** `5:17 there is no action "rea" (did you mean …)` */
export async function mistakesIn(
  text: string,
  context: CheckContext = TEST_CONTEXT,
): Promise<readonly string[]> {
  const { diagnostics } = await loadText(text, context);
  return diagnostics.map((found) =>
    formatDiagnostic(found).replace('workflows.yaml:', '').replace(': error:', ''),
  );
}
