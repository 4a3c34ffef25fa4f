/**
 * The anchor: the last durable place of the journal's chain, in a small file outside the database.
 * LevelDB silently drops a damaged tail of its log; a database that ends before its anchor has lost
 * entries. The file is overwritten in place and not synced: after a power cut it may lag behind,
 * which proves less, and never be ahead, which would accuse an honest database.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../core/app-error.ts';
import { writeFileDurably } from './durable-file.ts';
import type { ChainPoint } from './journal-chain.ts';
import { sealValue, unsealValue } from './sealed-value.ts';

export const ANCHOR_LOST = 'the anchor of the journal is missing or damaged';

const FILE = 'journal.anchor';
const SEQ_DIGITS = 16;

/** undefined when the file is not there, or not as it was written. */
export async function readAnchor(directory: string): Promise<ChainPoint | undefined> {
  const sealed = await readFile(join(directory, FILE), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  const text = unsealValue(FILE, sealed.trimEnd());
  const [, seq, hash] = /^(\d+) ([0-9a-f]{64})$/.exec(text ?? '') ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}

export class JournalAnchor {
  readonly #path: string;
  #descriptor: number | undefined;

  constructor(directory: string) {
    this.#path = join(directory, FILE);
  }

  get isOpen(): boolean {
    return this.#descriptor !== undefined;
  }

  /** Sets the anchor at `point`. `isNew` makes the file, or replaces a damaged one. */
  async open(point: ChainPoint, isNew: boolean): Promise<void> {
    if (isNew) await writeFileDurably(this.#path, format(point));
    this.#descriptor = openSync(this.#path, 'r+');
    this.set(point);
  }

  /** Synchronous: 90 bytes into the page cache, and never out of order. */
  set(point: ChainPoint): void {
    if (this.#descriptor !== undefined) writeSync(this.#descriptor, format(point), 0);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

function format({ seq, hash }: ChainPoint): string {
  return `${sealValue(FILE, `${String(seq).padStart(SEQ_DIGITS, '0')} ${hash}`)}\n`;
}
