/** A bench for the back ends of a real board: the file of a Raspberry Pi 4, and its chip simulated by the kernel. */
import type { BoardFile } from '../../../runtime/config/board-file.ts';
import { loadBoardFile } from '../../../runtime/config/load-board-file.ts';
import { delay, systemClock } from '../../../runtime/core/clock.ts';
import type { GpioBackend } from '../../../runtime/hal/gpio.ts';
import type { GpioBench } from '../../contracts/gpio-bench.ts';
import { pi4Chip } from './pi4-chip.ts';
import { stimulusOf } from './simulated-chip.ts';

const HOME = '/boardtalk';

/** Held by the simulated kernel itself, as a real one holds what its own drivers need. */
const TAKEN = { line: 'GPIO5', holder: 'wifi-enable' };

let file: Promise<BoardFile> | undefined;

/** Read once: under emulation that takes a second. */
export function pi4File(): Promise<BoardFile> {
  file ??= readPi4File();
  return file;
}

async function readPi4File(): Promise<BoardFile> {
  const loaded = await loadBoardFile(`${HOME}/boards`, 'raspberry-pi-4b');
  if (loaded.file === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.file;
}

/** A fresh chip for each use, so that nothing is left of the one before. */
export async function withPi4(
  open: (board: BoardFile) => GpioBackend,
  use: (bench: GpioBench) => Promise<void>,
): Promise<void> {
  const chip = pi4Chip({ taken: [5, TAKEN.holder] });
  try {
    await use({
      backend: open(await pi4File()),
      outside: stimulusOf(chip),
      output: 'GPIO17',
      input: 'GPIO27',
      spellings: ['pin:11', 'pinctrl-bcm2711/17'],
      taken: TAKEN,
      pass: (ms) => delay(systemClock, ms),
      block: sleep,
      helper: {
        script: `${HOME}/dist/devices/safe-state-helper.sh`,
        writer: `${HOME}/dist/native/lib/${process.arch}/safe-write`,
      },
    });
  } finally {
    chip.remove();
  }
}

/** Blocks the event loop, and leaves the processor to the kernel. */
export function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
