/** Where things are when nobody says so: the data directory, the site directory, and the socket in the first. */
import { dirname, join, resolve } from 'node:path';
import { CliError } from './errors.ts';

export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** The models that come with the program. */
  readonly builtInModels: string;
  /** The descriptions of boards that come with the program. */
  readonly builtInBoards: string;
}

/** `--data`, `BOARDTALK_DATA`, `./.boardtalk` or `/var/lib/boardtalk` where they exist, else `./.boardtalk`. */
export function findDataDirectory(given: string | undefined, around: Surroundings): string {
  const local = resolve(around.cwd, '.boardtalk');
  const named = given ?? variable(around, 'BOARDTALK_DATA');
  if (named !== undefined) return resolve(around.cwd, named);
  return [local, '/var/lib/boardtalk'].find(around.exists) ?? local;
}

/** `--config`, `BOARDTALK_CONFIG`, `/etc/boardtalk` or `./provisioning/site` where they exist. @throws CliError CLI_NO_SITE */
export function findConfigDirectory(given: string | undefined, around: Surroundings): string {
  const named = given ?? variable(around, 'BOARDTALK_CONFIG');
  const places =
    named === undefined
      ? ['/etc/boardtalk', resolve(around.cwd, 'provisioning/site')]
      : [resolve(around.cwd, named)];
  const found = places.find(around.exists);
  if (found !== undefined) return found;
  throw new CliError('CLI_NO_SITE', `there is no site directory at ${places.join(' or ')}`);
}

/** The site that a file of workflows belongs to: the one that is named, the one it stands in, or else as always. */
export function findSiteOf(
  file: string | undefined,
  config: string | undefined,
  around: Surroundings,
): string {
  const beside = file === undefined ? undefined : dirname(resolve(around.cwd, file));
  const isSite = beside !== undefined && around.exists(join(beside, 'devices.yaml'));
  return config === undefined && isSite ? beside : findConfigDirectory(config, around);
}

/** Where models are looked for, in this order: the site's own, the node's, those that came with the program. */
export function findModelDirectories(
  { config, dataDirectory }: { config: string | undefined; dataDirectory: string },
  around: Surroundings,
): readonly string[] {
  const site = config === undefined ? undefined : findConfigDirectory(config, around);
  const own = [site ?? standardSite(around), dataDirectory].flatMap((directory) =>
    directory === undefined ? [] : [join(directory, 'models')],
  );
  return [...own, around.builtInModels];
}

function standardSite(around: Surroundings): string | undefined {
  try {
    return findConfigDirectory(undefined, around);
  } catch {
    return undefined;
  }
}

/** Set to nothing is not set: an empty path would be the directory one stands in. */
function variable({ env }: Surroundings, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

export function socketPath(dataDirectory: string): string {
  return join(dataDirectory, 'boardtalk.sock');
}
