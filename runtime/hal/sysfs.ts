/** The contract of the kernel's file tree (`/sys`), with an injectable root. Paths are relative: `bus/w1/devices/28-…/w1_slave`. */
export interface Sysfs {
  /** @throws HalError HAL_NO_SUCH_FILE */
  read(path: string): Promise<string>;
  /** @throws HalError HAL_NO_SUCH_FILE */
  write(path: string, text: string): Promise<void>;
  /** Names in a folder, sorted; empty when it does not exist. */
  list(path: string): Promise<readonly string[]>;
  /** The absolute path, for a helper outside this process. */
  resolve(path: string): string;
}
