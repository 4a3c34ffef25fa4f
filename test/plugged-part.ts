/**
 * A part that a test plugs into the simulated board, where its plant has none: a chip on the bus,
 * or the files that a kernel driver would show. Counts what is asked of it.
 */
import type { I2cChip } from '../runtime/hal/sim/sim-i2c.ts';
import type { SysfsFile } from '../runtime/hal/sim/sim-sysfs.ts';
import type { SimRig } from './sim-rig.ts';

export interface PluggedPart {
  /** How often it was read or written. */
  readonly transfers: number;
  plug(): void;
  unplug(): void;
  /** Damages the checksums that it sends; for parts that have some. */
  damage?(isDamaged: boolean): void;
}

/** A chip that a fixture can damage. */
export interface FixtureChip extends I2cChip {
  isCorrupt?: boolean;
}

/** Plugs a chip into `i2c1`. */
export function plugChip({ board }: SimRig, address: number, chip: FixtureChip): PluggedPart {
  let transfers = 0;
  const counting: I2cChip = {
    write: (bytes) => {
      transfers += 1;
      return chip.write(bytes);
    },
    read: (length) => {
      transfers += 1;
      return chip.read(length);
    },
  };
  const bus = board.i2c('i2c1');
  const plug = (): void => {
    bus.attach(address, counting);
  };
  plug();
  return {
    get transfers() {
      return transfers;
    },
    plug,
    unplug: () => {
      bus.detach(address);
    },
    ...(chip.isCorrupt === undefined
      ? {}
      : {
          damage: (isDamaged: boolean) => {
            chip.isCorrupt = isDamaged;
          },
        }),
  };
}

/** Shows files in the kernel's tree: path → its text, or what happens. */
export function plugFiles(
  { board: { sysfs } }: SimRig,
  files: Readonly<Record<string, string | SysfsFile>>,
): PluggedPart {
  let transfers = 0;
  const plug = (): void => {
    for (const [path, text] of Object.entries(files)) {
      const file = typeof text === 'string' ? { read: () => text } : text;
      sysfs.add(path, {
        read: () => {
          transfers += 1;
          return file.read();
        },
        ...('write' in file && {
          write: (written: string) => {
            transfers += 1;
            file.write?.(written);
          },
        }),
      });
    }
  };
  plug();
  return {
    get transfers() {
      return transfers;
    },
    plug,
    unplug: () => {
      for (const path of Object.keys(files)) sysfs.remove(path);
    },
  };
}
