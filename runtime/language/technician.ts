/**
 * What a technician asks of a bus: whole sentences in a fixed form, since addresses and registers are
 * no words. Everything that leaves this file reads.
 */
import type { ActionCall } from './understanding.ts';

/** `i2c1`, `grove-i2c`: buses are called what they are. */
const BUS = String.raw`(?<bus>(?:[a-z0-9]+-)?i2c\d*)`;
const NUMBER = String.raw`0x[0-9a-f]{2,4}`;

const SCANS = [
  new RegExp(`^(?:please )?(?:bus scan|scan)(?: the)?(?: bus)? ${BUS}(?: bus)?(?: please)?$`),
  new RegExp(`^(?:what|who) is (?:there )?(?:connected )?(?:on|at|to)(?: the)?(?: bus)? ${BUS}$`),
  new RegExp(`^(?:请)?扫描(?:一下)?(?:总线)? ?${BUS} ?(?:总线)?$`),
  new RegExp(`^${BUS} ?(?:总线)?上(?:有|接了|连了)(?:些)?(?:什么|哪些)(?:设备|芯片|部件)?$`),
];

/** "the i2c bus" names the only one, or the first. */
const SCANS_ANY =
  /^(?:(?:please )?(?:bus scan|scan(?: the)?(?: i2c)? bus)|(?:请)?扫描(?:一下)?(?: ?i2c ?)?总线)$/;

const READS = [
  new RegExp(
    `^(?:please )?(?:bus read|read(?: register)?|读取?(?:寄存器)?) ?${BUS} (?<address>${NUMBER}) (?<register>${NUMBER})(?: (?<length>\\d{1,2}))?$`,
  ),
];

/** @param text normalised; undefined: it says something else */
export function readTechnician(text: string): ActionCall | undefined {
  const sentence = text.replace(/[\s?.!。？！吗]+$/u, '');
  if (SCANS_ANY.test(sentence)) return { action: 'bus-scan', args: {} };
  const scan = match(SCANS, sentence);
  // "the i2c bus" has no number.
  if (scan !== undefined)
    return { action: 'bus-scan', args: scan['bus'] === 'i2c' ? {} : { bus: scan['bus'] } };
  const read = match(READS, sentence);
  if (read === undefined) return undefined;
  const { bus, address, register, length } = read;
  const count = length === undefined ? {} : { length: Number(length) };
  return { action: 'bus-read', args: { bus, address, register, ...count } };
}

type Groups = Readonly<Record<string, string | undefined>>;

function match(patterns: readonly RegExp[], sentence: string): Groups | undefined {
  return patterns.map((pattern) => pattern.exec(sentence)?.groups).find(Boolean);
}
