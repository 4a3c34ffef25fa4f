/** The contract of GPIO lines. Lines are named, never numbered: a bare number means another pin on the next kernel. */

export interface LineOptions {
  readonly direction: 'in' | 'out';
  /** Who holds it: shown in `pins` and in "busy". */
  readonly consumer: string;
  readonly activeLow?: boolean;
  readonly bias?: 'none' | 'pull-up' | 'pull-down';
  /** The level an output takes when it is opened. Absent: it keeps the one its register holds, or false when it holds none. */
  readonly initial?: boolean;
}

export interface Edge {
  /** The logical level after the edge (active-low already applied). */
  readonly level: boolean;
  readonly timestampNs: bigint;
  /** Counts every edge of this line; a gap says that edges were lost. */
  readonly sequence: number;
}

export interface GpioLine {
  readonly name: string;
  /** Inputs: the level now. Outputs: the output register, read back. */
  read(): boolean;
  /** @throws HalError HAL_NOT_AN_OUTPUT on an input or a closed line */
  write(level: boolean): void;
  /** Replaces nothing: every listener hears every edge, in order. Returns how to stop listening. */
  onEdge(listener: (edge: Edge) => void): () => void;
  close(): void;
}

export interface GpioCapabilities {
  /** No edge is lost while a line is read or the event loop is blocked. */
  readonly lossless: boolean;
  readonly bias: boolean;
  readonly debounceHw: boolean;
  /** The kernel refuses a second owner. */
  readonly ownership: boolean;
}

export interface GpioBackend {
  readonly kind: 'sim' | 'cdev' | 'onoff';
  probe(): GpioCapabilities;
  /** @throws HalError HAL_NO_SUCH_LINE, HAL_LINE_BUSY */
  open(line: string, options: LineOptions): GpioLine;
  /**
   * The file that holds an output's register and what stands in it for a level, so that a helper
   * outside this process can write it when the process is gone. `level` is the electrical one:
   * active-low is the caller's.
   */
  register(line: string, level: boolean): RegisterWrite;
}

export interface RegisterWrite {
  readonly path: string;
  readonly text: string;
}
