/** The templates of a site: Markdown files in its `templates/`. */
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorMessage } from '../../core/app-error.ts';

const MOST_BYTES = 64_000;

/** Its text, or why it cannot be had. */
export type FoundTemplate = { readonly text: string } | { readonly problem: string };

/** Small and seldom read, so that a check need not wait for it. @param directory of the site */
export function readTemplate(directory: string, name: string): FoundTemplate {
  if (basename(name) !== name) return { problem: 'a template is the name of a file in templates/' };
  const path = join(directory, 'templates', name);
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) return { problem: `templates/${name} has more than 64 kB` };
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { problem: `templates/${name} cannot be read: ${errorMessage(error)}` };
  }
}
