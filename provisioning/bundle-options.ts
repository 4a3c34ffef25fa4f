/**
 * How everything is bundled that ships. Identifiers keep their names, so that a stack trace from the
 * field can be read; source maps, which nothing on a board reads, would be a twelfth of what it receives.
 */
import { join } from 'node:path';

export const BUNDLE = {
  absWorkingDir: join(import.meta.dirname, '..'),
  bundle: true,
  format: 'esm',
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  logLevel: 'warning',
} as const;
