/**
 * A serial port as `modbus-serial` wants one, so that it brings the protocol and our own port brings
 * the line: what was left of an earlier, late answer is never taken for the next one.
 */
import { EventEmitter } from 'node:events';
import { Lifeline } from '../../../core/lifeline.ts';
import type { SerialPort } from '../../serial.ts';

/** Modbus over Serial Line V1.02 §2.5.1: unit, function, data, CRC. An exception has one byte of data. */
const EXCEPTION_BYTES = 5;
const EXCEPTION_FLAG = 0x80;

export class RtuPort extends EventEmitter {
  readonly isOpen = true;
  readonly #serial: SerialPort;
  readonly #withinMs: number;
  /** Of the last request. */
  #lifeline = new Lifeline();

  constructor(serial: SerialPort, withinMs: number) {
    super();
    this.#serial = serial;
    this.#withinMs = withinMs;
  }

  open(callback: () => void): void {
    callback();
  }

  write(request: Buffer): void {
    const answer = {
      length: (soFar: Uint8Array) => startOf(request, soFar) + lengthOf(request, soFar),
      withinMs: this.#withinMs,
    };
    const lifeline = new Lifeline();
    this.#lifeline = lifeline;
    this.#serial.exchange(request, answer).then(
      (bytes) => this.emit('data', Buffer.from(bytes.subarray(startOf(request, bytes)))),
      (error: unknown) => {
        lifeline.cut(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** What the client makes of the last request's answer, or why none came. */
  guard<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return this.#lifeline.hold(answer);
  }
}

/** A transceiver that turns round often adds a byte of noise in front. */
function startOf([unit = 0, code = 0]: Uint8Array, soFar: Uint8Array): number {
  const start = soFar.findIndex(
    (byte, index) => byte === unit && ((soFar[index + 1] ?? code) & ~EXCEPTION_FLAG) === code,
  );
  return Math.max(start, 0);
}

/** Modbus Application Protocol V1.1b3 §6.1–6.12: how long the answer to each function is. */
function lengthOf(request: Buffer, soFar: Uint8Array): number {
  const code = request.readUInt8(1);
  if (((soFar[startOf(request, soFar) + 1] ?? code) & EXCEPTION_FLAG) !== 0) return EXCEPTION_BYTES;
  const count = request.readUInt16BE(4);
  if (code === 1 || code === 2) return EXCEPTION_BYTES + Math.ceil(count / 8);
  return code === 3 || code === 4 ? EXCEPTION_BYTES + 2 * count : 8;
}
