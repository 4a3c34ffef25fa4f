/** `make schemas`: writes the JSON Schemas beside the sample site. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { siteSchemas } from './site-schemas.ts';

for (const { path, text } of siteSchemas()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
