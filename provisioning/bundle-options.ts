/** How everything is bundled that ships. Identifiers keep their names, so that a stack trace from the field can be read. */
import { join } from 'node:path';

export const BUNDLE = {
  absWorkingDir: join(import.meta.dirname, '..'),
  bundle: true,
  format: 'esm',
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
} as const;
