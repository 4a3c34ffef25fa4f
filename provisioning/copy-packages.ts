/**
 * Puts packages that cannot be bundled, for they bring native parts, into `dist/node_modules`, where
 * Node finds them from the bundle: with all they depend on, for the machine that builds, and without
 * what only a developer reads.
 */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';

/** Types, sources, what compiles them and what that leaves behind, links to commands, and other systems. What a README says of licences stays. */
const LEFT_OUT =
  /\.(d\.[cm]?ts|map|cc|h|gypi?|mk|o|d)$|\/(install|examples?|doc|test|integration-test|obj\.target|\.deps|\.bin|Makefile)$|\/prebuilds\/(android|darwin|win32)[^/]*$/;

/** What addons are compiled against; nothing of it is there at run time. */
const HEADERS_ONLY = ['nan', 'node-addon-api'];

/** Paths of the copied packages; a package that is not installed here is left out, and so are those that it alone needs. */
export function copyPackages(names: readonly string[]): readonly string[] {
  const folders = closure(names, process.cwd());
  for (const folder of folders)
    cpSync(folder, join('dist', folder), {
      recursive: true,
      filter: (path) => !isLeftOut(folder, path.slice(folder.length)),
    });
  return folders;
}

/** `src/` is what an addon was compiled from, except in a package that runs from it. */
function isLeftOut(folder: string, path: string): boolean {
  return LEFT_OUT.test(path) || (path === '/src' && !/^(\.\/)?src\//.test(mainOf(folder)));
}

function mainOf(folder: string): string {
  const { main } = Object.assign({ main: '' }, manifestOf(folder));
  return typeof main === 'string' ? main : '';
}

/** Folders of the packages and of all that they need, as Node would find them from there. */
function closure(names: readonly string[], from: string, known = new Set<string>()): string[] {
  for (const name of names) {
    const folder = findPackage(name, from);
    if (folder === undefined || known.has(folder) || HEADERS_ONLY.includes(name)) continue;
    known.add(folder);
    closure(dependenciesOf(folder), folder, known);
  }
  return [...known].sort();
}

function findPackage(name: string, from: string): string | undefined {
  const places = createRequire(resolve(from, 'package.json')).resolve.paths(name) ?? [];
  const folder = places.map((place) => join(place, name)).find((path) => existsSync(path));
  return folder === undefined ? undefined : relative(process.cwd(), folder);
}

function dependenciesOf(folder: string): string[] {
  const { dependencies, optionalDependencies } = Object.assign(
    { dependencies: {}, optionalDependencies: {} },
    manifestOf(folder),
  );
  return Object.keys({ ...dependencies, ...optionalDependencies });
}

function manifestOf(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
