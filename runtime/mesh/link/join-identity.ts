/**
 * Who this board is to its gateway: the join token, kept in `<directory>/keys/join.token` with mode
 * 0600, and the counter that makes every password hold once.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { writeFileDurably } from '../../state/durable-file.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import { joinPassword, parseJoinToken, type JoinToken } from '../join-token.ts';

const KEYS = 'keys';
const FILE = 'join.token';

/** @param directory the data directory. @returns undefined when this node was never given one. */
export async function loadJoinToken(directory: string): Promise<JoinToken | Refusal | undefined> {
  try {
    return parseJoinToken(await readFile(join(directory, KEYS, FILE), 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Checks a token and keeps it for every later start. */
export async function keepJoinToken(directory: string, text: string): Promise<JoinToken | Refusal> {
  const token = parseJoinToken(text);
  if (isRefusal(token)) return token;
  await mkdir(join(directory, KEYS), { recursive: true, mode: 0o700 });
  await writeFileDurably(join(directory, KEYS, FILE), `${text.trim()}\n`);
  return token;
}

const counterSpace = defineSpace({ name: 'join-counter', schema: z.number().int() });

export class JoinPasswords {
  readonly #token: JoinToken;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<number>;

  constructor({ token, store, clock }: { token: JoinToken; store: Store; clock: Clock }) {
    this.#token = token;
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(counterSpace);
  }

  /** Durable before it is used. It also follows the clock, so that a store put back from a copy is ahead again. */
  async next(): Promise<string> {
    const last = (await this.#space.get('last')) ?? 0;
    const counter = Math.max(last + 1, this.#clock.now());
    await this.#store.durable([this.#space.put('last', counter)]);
    return joinPassword(this.#token, counter);
  }
}
