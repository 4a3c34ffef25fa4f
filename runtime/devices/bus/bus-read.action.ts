/**
 * `bus-read`: the bytes of a register of an I2C chip of this board, as they are. There is no raw
 * write: what changes the world goes through things and their interlocks. Naming a register writes its
 * number, so `raw-read.ts` decides whether the chip can be asked at all.
 */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Language } from '../../actions/asker.ts';
import { errorCode } from '../../core/app-error.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { formatAddress } from '../../hal/claim.ts';
import { refuseHal } from '../../hal/errors.ts';
import type { I2cBus } from '../../hal/i2c.ts';
import { findBus, onBus, type BusBench } from './bus-bench.ts';
import { partsAt } from './parts-at.ts';
import { objectsToRead } from './raw-read.ts';

interface RegisterRead {
  readonly bus: string;
  readonly address: string;
  readonly register: string;
  readonly bytes: readonly number[];
  /** The parts of the configuration that use the same chip. */
  readonly parts: readonly string[];
}

/** I2C-bus specification (UM10204) §3.1.12: what is left beside the reserved addresses. */
const ADDRESS = /^0x(?:0[89a-f]|[1-6][0-9a-f]|7[0-7])$/i;
/** Chips have register numbers of one byte or of two, the high one first. */
const REGISTER = /^0x(?:[0-9a-f]{2}|[0-9a-f]{4})$/i;
/** As long as a block of SMBus 2.0 (§5.5.7). */
const MOST_BYTES = 32;

const argsSchema = z.strictObject({
  bus: z.string().describe('as the board file names it: i2c1'),
  address: z
    .string()
    .regex(ADDRESS, 'write the address as in 0x48, from 0x08 to 0x77')
    .describe('of the chip: 0x48'),
  register: z
    .string()
    .regex(REGISTER, 'write the register as in 0x00, or 0x0000 where it has two bytes')
    .describe('0x00, or 0x0000 where it has two bytes'),
  length: z.number().int().min(1).max(MOST_BYTES).default(1).describe('how many bytes'),
});

type Args = z.infer<typeof argsSchema>;

export function busReadAction(bench: BusBench): Action {
  return defineAction<Args, RegisterRead>({
    name: 'bus-read',
    kind: 'read',
    role: 'technician',
    help: {
      en: 'Read a register of an I2C chip of this board, raw.',
      zh: '读取本板 I2C 芯片的原始寄存器。',
    },
    examples: {
      en: ['boardtalk bus read i2c1 0x48 0x00 2'],
      zh: ['boardtalk bus read i2c1 0x48 0x00 2'],
    },
    args: argsSchema,
    positional: ['bus', 'address', 'register', 'length'],
    run: async (args) => {
      const data = await onBus(findBus(bench, args.bus), (bus) => readRegister(bench, bus, args));
      return isRefusal(data) ? { ok: false, refusal: data } : { ok: true, data };
    },
    say: (read, { language }) => sayRead(read, language),
  });
}

async function readRegister(
  { parts, drivers }: BusBench,
  bus: I2cBus,
  { address: text, register, length }: Args,
): Promise<RegisterRead | Refusal> {
  const address = Number(text);
  const place = `${formatAddress(address)} on ${bus.id}`;
  const chip = await bus.probe(address);
  if (chip?.heldBy !== undefined)
    return refuseHal('HAL_ADDRESS_BUSY', `${place} belongs to ${chip.heldBy}, a kernel driver`);
  const number = bytesOf(register);
  const read = { bus: bus.id, address, registerBytes: number.length };
  const objection = objectsToRead(read, parts(), await drivers());
  if (objection !== undefined) return objection;
  const bytes = await bus.writeRead(address, number, length).catch((error: unknown) => {
    if (chip === undefined || errorCode(error) !== 'HAL_NO_ACK') throw error;
  });
  if (bytes === undefined)
    return refuseHal('HAL_NO_RAW_READ', `${place} answers, but not to register ${register}`);
  return {
    bus: bus.id,
    address: formatAddress(address),
    register: register.toLowerCase(),
    bytes: [...bytes],
    parts: partsAt(parts(), bus.id, address).map(({ name }) => name),
  };
}

function bytesOf(register: string): Uint8Array {
  return Uint8Array.from(Buffer.from(register.slice(2), 'hex'));
}

function sayRead(read: RegisterRead, language: Language): string {
  const { bus, address, register, bytes, parts } = read;
  const isChinese = language === 'zh';
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const place = isChinese
    ? `${bus} ${address} 寄存器 ${register}`
    : `${bus} ${address} register ${register}`;
  const users = parts.join(isChinese ? '、' : ', ');
  const shared = isChinese
    ? `${users} 也在用这个芯片，下一次读数可能受影响。`
    : `${users} uses the same chip: its next reading may be disturbed.`;
  return [
    isChinese
      ? `${place}：${hex}${sayWord(bytes, '；')}`
      : `${place}: ${hex}${sayWord(bytes, '; ')}`,
    ...(parts.length === 0 ? [] : [shared]),
    isChinese
      ? '读取某些芯片会有副作用：清除标志，或从队列取走一个值。'
      : 'Reading some chips has effects: it clears flags, or takes a value out of a queue.',
  ].join('\n');
}

/** Data sheets mean one of the two. */
function sayWord(bytes: readonly number[], separator: string): string {
  if (bytes.length !== 2) return '';
  const word = Buffer.from(bytes);
  const numbers = [`big-endian ${word.readInt16BE()}`, `little-endian ${word.readInt16LE()}`];
  return `${separator}${numbers.join(', ')}`;
}
