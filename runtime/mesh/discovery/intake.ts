/**
 * What of the multicast traffic is worth parsing, decided on a few bytes. Parsing is where a flood
 * hurts: matching the records of one packet costs the square of their number. One address that
 * floods is cut off alone, before it uses up what all have together.
 */
import type { Clock } from '../../core/clock.ts';
import { TokenBucket, type Rate } from '../../core/token-bucket.ts';
import { isOnLink, type NetworkInterface } from './interfaces.ts';

export type Verdict = 'admit' | 'off-link' | 'malformed' | 'flood';

/** A node that starts sends a handful, then one answer to each question; a machine may run several. */
const PER_ADDRESS: Rate = { burst: 100, refillMs: 20 };
/** One question brings the answers of 100 boards at once. */
const ALTOGETHER: Rate = { burst: 400, refillMs: 5 };
/** Source addresses can be invented too: beyond this, only the common bucket counts. */
const MOST_ADDRESSES = 512;

/** RFC 1035 §4.1.1: the header, of six 16-bit fields. */
const HEADER_BYTES = 12;
/** RFC 6762 §17: a packet with its IP and UDP headers has at most 9000 bytes. */
const MOST_BYTES = 9_000;
const MOST_QUESTIONS = 16;
/** Of an answer. Ours has four records, and one for each IPv4 address of the machine. */
const MOST_RECORDS = 48;

export class Intake {
  readonly #clock: Clock;
  readonly #network: NetworkInterface;
  readonly #altogether: TokenBucket;
  readonly #perAddress = new Map<string, TokenBucket>();

  constructor(clock: Clock, network: NetworkInterface) {
    this.#clock = clock;
    this.#network = network;
    this.#altogether = new TokenBucket(clock, ALTOGETHER);
  }

  judge(packet: Buffer, source: string): Verdict {
    if (!isOnLink(source, this.#network)) return 'off-link';
    if (!this.#bucketOf(source).take() || !this.#altogether.take()) return 'flood';
    return isReasonable(packet) ? 'admit' : 'malformed';
  }

  #bucketOf(source: string): TokenBucket {
    const known = this.#perAddress.get(source);
    if (known !== undefined) return known;
    const bucket = new TokenBucket(this.#clock, PER_ADDRESS);
    if (this.#perAddress.size >= MOST_ADDRESSES) this.#perAddress.clear();
    this.#perAddress.set(source, bucket);
    return bucket;
  }
}

/** A question may list many answers that are known already (RFC 6762 §7.1); those cost nothing. */
function isReasonable(packet: Buffer): boolean {
  if (packet.length < HEADER_BYTES || packet.length > MOST_BYTES) return false;
  const isAnswer = (packet.readUInt8(2) & 0x80) !== 0;
  const records = packet.readUInt16BE(6) + packet.readUInt16BE(8) + packet.readUInt16BE(10);
  return packet.readUInt16BE(4) <= MOST_QUESTIONS && (!isAnswer || records <= MOST_RECORDS);
}
