/** One quantity a part offers, before anyone has given it a name of the site. */
export interface ChannelSpec {
  /** `temperature`, `on`, `duty`, `ain0`. */
  readonly name: string;
  readonly type: 'boolean' | 'number';
  /** A symbol of `units.ts`; numbers only. */
  readonly unit?: string;
  /** What the part can deliver, in that unit; a reading outside it is faulty. */
  readonly range?: readonly [number, number];
  readonly writable: boolean;
}

/** The same for every part of a driver, or what the options of one part say. */
export type Channels<Options> =
  readonly ChannelSpec[] | ((options: Options) => readonly ChannelSpec[]);

/** @param options of the part; checked, where the channels depend on them */
export function channelsOf<Options>(
  channels: Channels<Options>,
  options: Options,
): readonly ChannelSpec[] {
  return typeof channels === 'function' ? channels(options) : channels;
}
