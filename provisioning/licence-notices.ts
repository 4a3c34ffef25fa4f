/** The licences of the packages inside the bundle: most ask that their text goes where their code goes. */
import { readdirSync, readFileSync } from 'node:fs';

/** @param inputs paths of all bundled files, as esbuild's metafile names them. */
export function licenceNotices(inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((path) => packageFolder(path) ?? []));
  return [...folders]
    .sort()
    .map(notice)
    .join(`\n${'-'.repeat(80)}\n`);
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` lies in `node_modules/a/node_modules/@b/c`. */
function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function notice(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8').trim();
  return `${titleOf(manifest)}\n\n${text}\n`;
}

function titleOf(manifest: unknown): string {
  const { name, version, license } = Object.assign(
    { name: '', version: '', license: '' },
    manifest,
  );
  return `${name} ${version} (${license})`;
}
