/**
 * The contract of a driver: one part, its options, the channels it offers, and how to open it.
 * Drivers import only `core` and `hal`; `drivers/catalog.ts` lists them lazily.
 */
import type { Channels } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Value } from '../core/reading.ts';
import type { z } from '../core/schema.ts';
import type { Board } from './board.ts';
import type { DriverFacts } from './driver-facts.ts';
import type { RegisterWrite } from './register-write.ts';
import type { ModelPort, Urgency } from './model-port.ts';
import type { MqttPort } from './mqtt-port.ts';
import type { Picture, Sight } from './picture.ts';

/** What one `read()` brought. A channel that could not be read is left out. */
export type Sample = Readonly<Record<string, Value>>;

/** An opened part. */
export interface Part {
  /** Samples every channel. @throws DriverError, HalError: the channels become stale, then faulty. */
  read(urgency?: Urgency): Promise<Sample>;
  /** How long a `read` may take, for a part that may need more than the usual two seconds. */
  readonly patienceMs?: number;
  /** Only for writable channels; resolves when the register holds the value. */
  write?(channel: string, value: Value): Promise<void>;
  /**
   * Only for parts that say by themselves how they stand, and when they like: what one said of a
   * channel since it was last written; undefined while it said nothing. It takes the place of `read`
   * after a write, and what was written is not believed before.
   */
  reported?(channel: string): Value | undefined;
  /** Does it say how this channel stands? Only beside `reported`. */
  reports?(channel: string): boolean;
  /** Does it fall back by itself, as a button does? Then nothing tells whether it was pressed. */
  momentary?(channel: string): boolean;
  /** Why `read` left a channel out; undefined where nothing is wrong with it. */
  trouble?(channel: string): Error | undefined;
  /** Why nothing can be written to it now, known before it is tried; undefined when it can. */
  objects?(channel: string): Error | undefined;
  /** It does not hang on the board: on a simulated one, too, its readings are true. */
  readonly isElsewhere?: boolean;
  /** For parts that hear changes by themselves (edges): called after each. Returns how to stop. */
  onChange?(listener: (sample: Sample) => void): () => void;
  /** The register writes that bring a writable channel to `value` from outside this process. */
  registers?(channel: string, value: Value): readonly RegisterWrite[];
  /** Only for cameras: takes a picture now. Rejects as `read` does. */
  capture?(): Promise<Picture>;
  /** Only for parts that see: what the last sample rests on; undefined before the first one. */
  sight?(): Sight | undefined;
  close(): Promise<void>;
}

export interface DriverEnvironment {
  readonly board: Board;
  readonly clock: Clock;
  /** The part's name in the configuration: the consumer of its lines. */
  readonly name: string;
  /** Where relative paths of the configuration begin. */
  readonly directory: string;
  /** Another part of this board, by its name; undefined while it is not open. */
  readonly part: (name: string) => Part | undefined;
  readonly models: ModelPort;
  /** What the node has to say to who stands before it, for a display: the claim code. Lines, the most urgent first. */
  readonly notices: () => readonly string[];
  readonly mqtt: MqttPort;
}

export interface Driver<Options = unknown> {
  readonly id: string;
  readonly title: string;
  /** Checked by the configuration before anything is opened; unknown keys are errors. */
  readonly options: z.ZodType<Options>;
  /** What its parts offer; where the options say that, as in a register map, a function of them. */
  readonly channels: Channels<Options>;
  /** For people: where it hangs, how it is wired, what it was verified against. Every driver of the catalogue has them. */
  readonly about?: DriverFacts;
  /** Its parts can `capture`. */
  readonly takesPictures?: boolean;
  /** Which other part it looks through, by name: one that takes pictures. */
  readonly looksThrough?: (options: Options) => string;
  /** What it occupies: `gpio:GPIO17`, `i2c1:0x44`, `pwm:pwmchip0/0`. Two parts never share one. */
  claims(options: Options): readonly string[];
  /** @throws HalError, DriverError */
  open(environment: DriverEnvironment, options: Options): Promise<Part>;
}

/** Keeps the options' type inside the definition and forgets it outside: the catalogue holds drivers of every kind. */
export function defineDriver<Options>(driver: Driver<Options>): Driver {
  const { looksThrough, channels, ...rest } = driver;
  return {
    ...rest,
    channels:
      typeof channels === 'function'
        ? (options) => channels(driver.options.parse(options))
        : channels,
    ...(looksThrough && {
      looksThrough: (options: unknown) => looksThrough(driver.options.parse(options)),
    }),
    claims: (options) => driver.claims(driver.options.parse(options)),
    open: (environment, options) => driver.open(environment, driver.options.parse(options)),
  };
}
