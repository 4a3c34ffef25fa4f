/**
 * The door to `native/addon.c`: its functions with their types. It holds no policy; what goes wrong
 * is an error whose code is the name of the kernel's errno.
 */
import { createRequire } from 'node:module';
import { ADDON } from './native-home.ts';

/** Of lines that are requested together; no object, so that it cannot be used after its end. */
export type RequestNumber = number;

export interface RawChip {
  /** `gpiochip0` */
  readonly name: string;
  readonly label: string;
  readonly lines: readonly RawLine[];
}

export interface RawLine {
  readonly offset: number;
  /** Empty where the kernel knows none. */
  readonly name: string;
  /** Who holds it; empty where nobody says. */
  readonly consumer: string;
  /** `LINE_FLAGS` together. */
  readonly flags: number;
}

/** enum gpio_v2_line_flag of linux/gpio.h. */
export const LINE_FLAGS = {
  used: 1n << 0n,
  activeLow: 1n << 1n,
  input: 1n << 2n,
  output: 1n << 3n,
  rising: 1n << 4n,
  falling: 1n << 5n,
  pullUp: 1n << 8n,
  pullDown: 1n << 9n,
  noBias: 1n << 10n,
} as const;

/** What a listener hears; `GONE` once, when the chip is no more. */
export const GONE = 0;
export const RISING = 1;

/** Sets of lines are bits: bit 0 is the first line of the request. */
export interface CdevAddon {
  describeChip(path: string): RawChip;
  /** Lines of one chip, with the same settings. Levels are logical where a flag says active-low. */
  request(
    ...args: [
      chip: string,
      offsets: readonly number[],
      consumer: string,
      flags: bigint,
      debounceUs: number,
      levels: bigint,
    ]
  ): RequestNumber;
  configure(
    ...args: [request: RequestNumber, flags: bigint, debounceUs: number, levels: bigint]
  ): void;
  read(request: RequestNumber): bigint;
  write(request: RequestNumber, lines: bigint, levels: bigint): void;
  /** Once for a request. Edges are heard in order, none of them before this returns. */
  watch(request: RequestNumber, listener: EdgeListener): void;
  /** Nothing is heard afterwards. Nothing happens when it is closed already. */
  close(request: RequestNumber): void;
}

/** @param timestampNs CLOCK_MONOTONIC; `sequence` counts the edges of this line from 1 */
export type EdgeListener = (
  ...args: [kind: number, offset: number, timestampNs: bigint, sequence: number]
) => void;

const FUNCTIONS: readonly (keyof CdevAddon)[] = [
  'describeChip',
  'request',
  'configure',
  'read',
  'write',
  'watch',
  'close',
];

/** undefined where it was not built for this machine. */
export function loadAddon(path = ADDON): CdevAddon | undefined {
  try {
    const addon: unknown = createRequire(import.meta.url)(path);
    return isAddon(addon) ? addon : undefined;
  } catch {
    return undefined;
  }
}

function isAddon(value: unknown): value is CdevAddon {
  return typeof value === 'object' && value !== null && FUNCTIONS.every((name) => name in value);
}
