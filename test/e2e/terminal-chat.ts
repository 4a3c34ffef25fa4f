/** `boardtalk chat` as a program drives it: a line in, a line of JSON out, and news between. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { z } from '../../runtime/core/schema.ts';
import { chatNoteSchema, chatSchema, type HeardNote, type HeardReply } from './answers.ts';
import type { NodeProcess } from './node-process.ts';

const noteLineSchema = z.object({ note: chatNoteSchema });

export class TerminalChat {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  /** All that it was told without having asked. */
  readonly notes: HeardNote[] = [];
  #told = 0;

  constructor({ dataDirectory }: NodeProcess) {
    const program = join(import.meta.dirname, '../../dist/boardtalk.js');
    this.#child = spawn(program, ['--data', dataDirectory, 'chat', '--json'], { stdio: 'pipe' });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async say(text: string): Promise<HeardReply> {
    this.#child.stdin.write(`${text}\n`);
    for (;;) {
      const reply = await this.#next();
      if (reply !== undefined) return reply;
    }
  }

  /** The next of them. */
  async note(): Promise<HeardNote> {
    for (;;) {
      const known = this.notes[this.#told];
      this.#told += known === undefined ? 0 : 1;
      if (known !== undefined) return known;
      await this.#next();
    }
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.stdin.end();
    await gone;
  }

  /** A reply; undefined: it was news. */
  async #next(): Promise<HeardReply | undefined> {
    const next = await this.#lines.next();
    if (next.done === true) throw new Error('the terminal ended');
    const line: unknown = JSON.parse(next.value);
    const news = noteLineSchema.safeParse(line).data;
    if (news === undefined) return chatSchema.parse(line);
    this.notes.push(news.note);
    return undefined;
  }
}
