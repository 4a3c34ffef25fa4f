/** What `extract.json` keeps of the device tree of one board. */
export interface DeviceTree {
  /** The file, and the package with its version. */
  readonly source: string;
  /** The most particular name first. */
  readonly compatible: readonly string[];
  /** `i2c1` → `fe804000.i2c`: what the kernel gives the number 1 */
  readonly aliases: Readonly<Record<string, string>>;
  readonly gpio: readonly GpioController[];
}

export interface GpioController {
  /** What the kernel calls it: `fe200000.gpio`. */
  readonly device: string;
  readonly compatible: readonly string[];
  /** Of each line by its offset; empty where the tree gives none. */
  readonly names: readonly string[];
}
