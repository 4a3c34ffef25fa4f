/** How many bytes some packages add to what `npm ci --omit=dev` installs: with all that only they need. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../runtime/core/schema.ts';

/** What package.json names for single platforms, and for no other part of the runtime. */
export const MESSENGER_LIBRARIES = ['@xmpp/client', 'imapflow', 'nodemailer'] as const;

const packageSchema = z.looseObject({
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), packageSchema) });
type Packages = z.infer<typeof lockSchema>['packages'];

/** Bytes on the disk of what is there with them and would not be without. */
export function librariesOf(names: readonly string[]): number {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const all = reachable(packages, []);
  const others = reachable(packages, names);
  return [...all].filter((path) => !others.has(path)).reduce((sum, path) => sum + sizeOf(path), 0);
}

/** Paths in the lock file of all that production needs, but for what only `without` needs. */
function reachable(packages: Packages, without: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (from: string, skipped: readonly string[]): void => {
    const { dependencies, optionalDependencies } = packages[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const path = skipped.includes(name) ? undefined : resolve(packages, from, name);
      if (path === undefined || found.has(path)) continue;
      found.add(path);
      look(path, []);
    }
  };
  look('', without);
  return found;
}

/** As Node looks for it: in the own `node_modules`, then in those above. */
function resolve(packages: Packages, from: string, name: string): string | undefined {
  for (
    let place = from;
    ;
    place = place.slice(0, Math.max(place.lastIndexOf('/node_modules/'), 0))
  ) {
    const path = place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (place === '') return undefined;
  }
}

/** Without the packages inside, which have entries of their own. */
function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + sizeOf(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}
