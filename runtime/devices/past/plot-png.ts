/**
 * SVG → PNG by resvg, in a process of its own that ends with the picture: what resvg allocates for
 * the fonts of the system (70 to 90 MB) would stay with the node for good. The only file that knows
 * resvg: a native package of 4 MB that not every board has.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** Nothing on standard output where the binary for this machine is missing. */
const PAINTER = `
const resvg = await import(process.argv[1]).catch(() => undefined);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const font = { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' };
const image = resvg && new resvg.Resvg(Buffer.concat(chunks).toString(), { font }).render();
if (image) process.stdout.write(image.asPng());
`;

/** A picture takes a fifth of a second; whatever takes this long hangs. */
const LIMITS = { timeout: 30_000, maxBuffer: 4 << 20, encoding: 'buffer' } as const;

const run = promisify(execFile);

/** A picture, or undefined on a machine without resvg. @throws Error when the SVG is none */
export async function drawPng(svg: string): Promise<Uint8Array | undefined> {
  const resvg = locateResvg();
  if (resvg === undefined) return undefined;
  const png = await paint(svg, resvg);
  return png.length === 0 ? undefined : png;
}

function locateResvg(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    return pathToFileURL(require.resolve('@resvg/resvg-js')).href;
  } catch {
    return undefined;
  }
}

async function paint(svg: string, resvg: string): Promise<Uint8Array> {
  const words = ['--input-type=module', '-e', PAINTER, resvg];
  const painting = run(process.execPath, words, LIMITS);
  // Who ended before it read everything says so by its exit code.
  painting.child.stdin?.on('error', () => undefined).end(svg);
  return (await painting).stdout;
}
