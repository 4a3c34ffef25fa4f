/**
 * Which TensorFlow Lite C library serves: the one that was named, else the package's own, else one of
 * the system's. Looks at files only; whether a library works is what `probe.ts` finds out.
 */
import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { TfliteError } from '../errors.ts';
import { PACKAGE_HOME } from '../package-home.ts';

/** e_machine of the ELF header, by the name Node has for it. Source: elf.h. */
const MACHINES: Readonly<Record<string, number>> = {
  ia32: 3,
  arm: 40,
  x64: 62,
  arm64: 183,
  riscv64: 243,
};

/** Where distributions put libraries: Debian's folders by triplet, then everybody's. */
const TRIPLETS: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
};

/** libLiteRt.so counts where it also has the C interface of TensorFlow Lite; not all of them have. */
const SYSTEM_NAMES = [
  /^libtensorflowlite_c\.so$/,
  /^libtensorflow-lite\.so(\.2\.[\d.]+)?$/,
  /^libLiteRt\.so$/,
];

/**
 * Paths, the best first; the folders of the system are looked through only by who comes that far.
 * @param wanted given explicitly, before TFLITE_LIB; then it is this one or none
 * @throws TfliteError TFLITE_NO_LIBRARY, TFLITE_LIBRARY_WRONG_ARCHITECTURE, TFLITE_LIBRARY_UNUSABLE
 */
export function* findLibraries(wanted?: string): Generator<string, void> {
  const named = wanted ?? process.env['TFLITE_LIB'];
  if (named !== undefined && named !== '') {
    checkLibraryFile(named);
    yield named;
    return;
  }
  const own = join(PACKAGE_HOME, 'native/lib', process.arch, 'libtensorflowlite_c.so');
  let found = 0;
  for (const path of candidates(own)) {
    if (whyNoLibrary(path) !== undefined) continue;
    found += 1;
    yield path;
  }
  if (found > 0) return;
  throw new TfliteError(
    'TFLITE_NO_LIBRARY',
    `there is no TensorFlow Lite library for ${process.arch}: not at ${own}, and none of the system`,
  );
}

function* candidates(own: string): Generator<string, void> {
  yield own;
  yield* systemLibraries();
}

/** @throws TfliteError where it is missing, no library, or for another machine */
export function checkLibraryFile(path: string): void {
  const obstacle = whyNoLibrary(path);
  if (obstacle !== undefined) throw obstacle;
}

function whyNoLibrary(path: string): TfliteError | undefined {
  if (!existsSync(path)) return new TfliteError('TFLITE_NO_LIBRARY', `there is no file ${path}`);
  const machine = elfMachine(path);
  if (machine === undefined)
    return new TfliteError('TFLITE_LIBRARY_UNUSABLE', `${path} is no shared library`);
  if (machine === MACHINES[process.arch]) return undefined;
  const built = Object.keys(MACHINES).find((arch) => MACHINES[arch] === machine);
  return new TfliteError(
    'TFLITE_LIBRARY_WRONG_ARCHITECTURE',
    `${path} is built for ${built ?? `machine ${machine}`}, and this is ${process.arch}`,
  );
}

/** undefined for what is no ELF file. Loading one of another machine only says "No such file". */
function elfMachine(path: string): number | undefined {
  const header = Buffer.alloc(20);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header) < header.length) return undefined;
  } catch {
    return undefined; // a directory
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  // EI_DATA: 2 is big-endian.
  return header[5] === 2 ? header.readUInt16BE(18) : header.readUInt16LE(18);
}

function systemLibraries(): string[] {
  const triplet = TRIPLETS[process.arch];
  const folders = [
    ...(process.env['LD_LIBRARY_PATH'] ?? '').split(':').filter((folder) => folder !== ''),
    '/usr/local/lib',
    ...(triplet === undefined ? [] : [`/usr/lib/${triplet}`]),
    '/usr/lib',
  ];
  const found = folders.flatMap((folder) => filesIn(folder).map((name) => ({ folder, name })));
  return SYSTEM_NAMES.flatMap((pattern) =>
    found.filter(({ name }) => pattern.test(name)).map(({ folder, name }) => join(folder, name)),
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
