/**
 * A GPIO chip of the kernel's simulator, made through configfs, and the hand that moves its lines
 * from outside: `Documentation/admin-guide/gpio/gpio-sim.rst` of the kernel. A line's level is read
 * here as a meter would, past everything that is tested.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CONFIGFS = '/sys/kernel/config/gpio-sim';

export interface ChipPlan {
  /** What drivers of real chips call it: `pinctrl-bcm2711`. */
  readonly label: string;
  /** How many lines it has. */
  readonly size: number;
  /** Offset → name. */
  readonly names?: Readonly<Record<number, string>>;
  /** Offset → whoever holds that line from the start, as kernels do for their own use. */
  readonly hogs?: Readonly<Record<number, string>>;
}

export class SimulatedChip {
  /** `gpiochip1` */
  readonly name: string;
  readonly #config: string;
  readonly #lines: string;

  private constructor(config: string) {
    this.#config = config;
    this.name = read(join(config, 'bank0/chip_name'));
    this.#lines = join('/sys/devices/platform', read(join(config, 'dev_name')), this.name);
  }

  static create({ label, size, names = {}, hogs = {} }: ChipPlan): SimulatedChip {
    const config = join(CONFIGFS, label);
    const bank = join(config, 'bank0');
    mkdirSync(bank, { recursive: true });
    writeFileSync(join(bank, 'label'), label);
    writeFileSync(join(bank, 'num_lines'), String(size));
    for (const [offset, name] of Object.entries(names)) nameLine(join(bank, `line${offset}`), name);
    for (const [offset, holder] of Object.entries(hogs)) hog(join(bank, `line${offset}`), holder);
    writeFileSync(join(config, 'live'), '1');
    return new SimulatedChip(config);
  }

  /** Puts a level on an input from outside. */
  drive(offset: number, level: boolean): void {
    writeFileSync(this.#file(offset, 'pull'), level ? 'pull-up' : 'pull-down');
  }

  /** What a meter on the line shows. */
  level(offset: number): boolean {
    return read(this.#file(offset, 'value')) === '1';
  }

  /** Pulls it out of the board. */
  remove(): void {
    writeFileSync(join(this.#config, 'live'), '0');
  }

  #file(offset: number, name: string): string {
    return join(this.#lines, `sim_gpio${String(offset)}`, name);
  }
}

function nameLine(directory: string, name: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'name'), name);
}

function hog(line: string, holder: string): void {
  const directory = join(line, 'hog');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'name'), holder);
  writeFileSync(join(directory, 'direction'), 'output-low');
}

function read(path: string): string {
  return readFileSync(path, 'utf8').trim();
}
