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
