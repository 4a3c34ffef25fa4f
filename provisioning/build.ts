/**
 * Makes what a board receives: `dist/`, which mirrors `runtime/` so that code finds its files the
 * same way from both. In it: one ESM bundle whose lazy parts (web server, drivers) stay in files of
 * their own, the page, the helper that outlives the process, and the store's native part for each
 * architecture. A board needs nothing else but Node.
 *
 *   node --import tsx provisioning/build.ts [--analyze]
 */
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { analyzeMetafile, build } from 'esbuild';
import type { Metafile, Plugin } from 'esbuild';
import { BUNDLE } from './bundle-options.ts';
import { bundleTfliteNode, tfliteNodeApart } from './bundle-tflite-node.ts';
import { copyPackages } from './copy-packages.ts';
import { licenceNotices } from './licence-notices.ts';

/** CommonJS packages in an ESM bundle expect these; node-gyp-build looks for `prebuilds/` in `__dirname`. */
const COMMONJS_GLOBALS = `import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
const __dirname = import.meta.dirname;
const __filename = import.meta.filename;`;

/** zod brings its messages in fifty languages: half of its source, and 2.5 MB of memory on the board, that nobody reads. */
const onlyEnglishZod: Plugin = {
  name: 'only-english-zod',
  setup(bundler) {
    bundler.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** mqtt.js also speaks over WebSockets and proxies and runs in browsers. A board needs TCP, and none of the memory of the rest. */
const onlyTcpMqtt: Plugin = {
  name: 'only-tcp-mqtt',
  setup(bundler) {
    bundler.onResolve({ filter: /^(readable-stream|socks|worker-timers|ws)$/ }, (found) => {
      if (!/node_modules\/mqtt\/build\//.test(found.importer)) return undefined;
      return found.path === 'readable-stream'
        ? { path: 'node:stream', external: true }
        : { path: found.path, namespace: 'left-out' };
    });
    bundler.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

/** pg also runs in Cloudflare's workers, and on libpq where that was compiled. A board has Node's own sockets. */
const onlyNodePg: Plugin = {
  name: 'only-node-pg',
  setup(bundler) {
    bundler.onResolve({ filter: /^pg-(cloudflare|native)$/ }, ({ path }) => ({
      path,
      namespace: 'left-out',
    }));
  },
};

/** One character beyond Latin-1, as in a regular expression over Chinese, and V8 keeps the whole file in two bytes a character. */
const asciiSource: Plugin = {
  name: 'ascii-source',
  setup(bundler) {
    bundler.onLoad({ filter: /\.(ts|js|cjs|mjs)$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/[^\0-\x7f]/g, escapeUnit),
      loader: path.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
};

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** They bring native parts: not bundled, but copied with all they need. */
const NATIVE_PACKAGES = [
  '@resvg/resvg-js',
  'i2c-bus',
  'onoff',
  'serialport',
  'sharp',
  'spi-device',
];

/** A process of its own, that finds SQLite beside it. */
const SQL_CHILD = 'workflows/sources/sql-child';

async function buildNode(): Promise<Metafile> {
  const { metafile } = await build({
    ...BUNDLE,
    entryPoints: {
      boardtalk: 'runtime/main.ts',
      // Processes of their own: what learns, or searches long, must not hold up what runs.
      'anomaly-trainer': 'runtime/inference/anomaly/anomaly-trainer.ts',
      [SQL_CHILD]: `runtime/${SQL_CHILD}.ts`,
    },
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    splitting: true,
    external: NATIVE_PACKAGES,
    plugins: [tfliteNodeApart, onlyEnglishZod, onlyTcpMqtt, onlyNodePg, asciiSource],
    banner: { js: COMMONJS_GLOBALS },
  });
  cpSync('node_modules/classic-level/prebuilds', 'dist/prebuilds', {
    recursive: true,
    filter: (path) => !/android|darwin|win32/.test(path),
  });
  cpSync('runtime/devices/safe-state-helper.sh', 'dist/devices/safe-state-helper.sh');
  cpSync('node_modules/sql.js/dist/sql-wasm.wasm', `dist/${dirname(SQL_CHILD)}/sql-wasm.wasm`);
  copyGpioNative('dist/native/lib');
  chmodSync('dist/boardtalk.js', 0o755);
  return metafile;
}

/** Where nothing could be compiled there is nothing to copy, and the board has onoff instead. */
function copyGpioNative(to: string): void {
  const from = 'runtime/hal/linux/gpio/cdev/native/lib';
  if (existsSync(from))
    cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.complete') });
}

async function buildPage(): Promise<Metafile> {
  const { metafile } = await build({
    ...BUNDLE,
    entryPoints: ['runtime/web/page/page.tsx', 'runtime/web/page/page.css'],
    outdir: 'dist/web/page',
    platform: 'browser',
    minifyIdentifiers: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: 'es2022',
  });
  for (const file of ['index.html', 'icon.svg', 'icons.svg'])
    cpSync(`runtime/web/page/${file}`, `dist/web/page/${file}`);
  return metafile;
}

process.chdir(BUNDLE.absWorkingDir);
rmSync('dist', { recursive: true, force: true });
const metafiles = [
  await buildNode(),
  await buildPage(),
  await bundleTfliteNode('dist/inference/tflite-node'),
];
const bundled = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
const copied = copyPackages(NATIVE_PACKAGES).map((folder) => `${folder}/`);
writeFileSync('dist/NOTICES.txt', licenceNotices([...bundled, ...copied]));
if (process.argv.includes('--analyze'))
  for (const metafile of metafiles) process.stdout.write(await analyzeMetafile(metafile));
