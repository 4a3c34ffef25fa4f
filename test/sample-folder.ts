/** The samples of an adapter: whole folders are read, so that none lies there that no test expects something of. */
import { readdirSync, readFileSync } from 'node:fs';

/** What no message of a person is: a program’s, a change, the own one. */
export const PASSED_OVER = 'passed over';

/**
 * What is made of each file, by its name without what stands behind the dot.
 * @param folder ends with `/`
 */
export function readSamples<Result>(
  folder: URL,
  read: (sample: Buffer, name: string) => Result | undefined,
): Readonly<Record<string, Result | typeof PASSED_OVER>> {
  return Object.fromEntries(
    readdirSync(folder).map((file) => {
      const [name = file] = file.split('.');
      return [name, read(readFileSync(new URL(file, folder)), name) ?? PASSED_OVER];
    }),
  );
}
