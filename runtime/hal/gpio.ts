/**
 * The contract of GPIO lines. Lines are named, never numbered: a bare number means another pin on the
 * next kernel. Every spelling of `config/line-address.ts` opens the same line: `GPIO17`, `pin:11`,
 * `pinctrl-rp1/17`.
 */
import type { RegisterWrite } from './register-write.ts';

export interface LineOptions {
  readonly direction: 'in' | 'out';
  /** Who holds it: shown in `pins` and in "busy". */
  readonly consumer: string;
  readonly activeLow?: boolean;
  /** Absent: as the board has it. `none`: there is a resistor outside. A back end without bias refuses the other two. */
  readonly bias?: 'none' | 'pull-up' | 'pull-down' | undefined;
  /** How long a new level of an input must stand before its edge is told; in the kernel where it can. */
  readonly debounceMs?: number;
  /** The level an output takes when it is opened. Absent: it keeps the one it has, or takes false when it was no output. */
  readonly initial?: boolean;
}

export interface Edge {
  /** The logical level after the edge (active-low already applied). */
  readonly level: boolean;
  /** Monotonic: the kernel's time of the interrupt where the back end is lossless, else when it was heard. */
  readonly timestampNs: bigint;
  /** Counts every edge of this line from 1; a gap says that edges were lost. */
  readonly sequence: number;
}

export interface GpioLine {
  readonly name: string;
  /** Inputs: the level now. Outputs: the output register, read back. @throws HalError HAL_LINE_GONE */
  read(): boolean;
  /** @throws HalError HAL_NOT_AN_OUTPUT on an input or a closed line, HAL_LINE_GONE */
  write(level: boolean): void;
  /** Replaces nothing: every listener hears every edge, in order. Returns how to stop listening. */
  onEdge(listener: (edge: Edge) => void): () => void;
  close(): void;
}

export interface GpioCapabilities {
  /** No edge is lost while a line is read or the event loop is blocked. */
  readonly lossless: boolean;
  readonly bias: boolean;
  /** The kernel debounces, or the hardware under it. */
  readonly debounceHw: boolean;
  /** The kernel refuses a second owner in another process. */
  readonly ownership: boolean;
}

export interface GpioBackend {
  readonly kind: 'sim' | 'cdev' | 'onoff' | 'none';
  probe(): GpioCapabilities;
  /** @throws HalError HAL_NO_SUCH_LINE, HAL_LINE_BUSY, HAL_NO_PERMISSION, HAL_NO_BIAS */
  open(line: string, options: LineOptions): GpioLine;
  /**
   * How a helper outside this process brings an output to a level when the process is gone. `level`
   * is the electrical one: active-low is the caller's.
   */
  register(line: string, level: boolean): RegisterWrite;
  /** How the same helper makes a line an input again: it drives nothing then. */
  release(line: string): RegisterWrite;
  /** Which way a line goes now, whoever set it. Changes nothing. @throws HalError HAL_NO_SUCH_LINE, HAL_NO_PERMISSION */
  directionOf(line: string): 'in' | 'out';
}
