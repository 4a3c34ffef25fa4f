/** `boardtalk chat` as a program drives it: a line in, a line of JSON out, and news between. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { ChatNote, ChatReply } from '../../runtime/actions/chat-port.ts';
import type { NodeProcess } from './node-process.ts';

/** A reply, or news. */
export type Line = ChatReply & ChatNote;

export class TerminalChat {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #notes: ChatNote[] = [];

  constructor({ dataDirectory }: NodeProcess) {
    const program = join(import.meta.dirname, '../../dist/boardtalk.js');
    this.#child = spawn(program, ['--data', dataDirectory, 'chat', '--json'], { stdio: 'pipe' });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async say(text: string): Promise<ChatReply> {
    this.#child.stdin.write(`${text}\n`);
    for (;;) {
      const line = await this.#next();
      if ('note' in line) this.#notes.push(line.note);
      else return line;
    }
  }

  /** What it is told next without having asked. */
  async note(): Promise<ChatNote> {
    for (;;) {
      const known = this.#notes.shift();
      if (known !== undefined) return known;
      const line = await this.#next();
      if ('note' in line) return line.note;
    }
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.stdin.end();
    await gone;
  }

  async #next(): Promise<ChatReply | { readonly note: ChatNote }> {
    const next = await this.#lines.next();
    if (next.done === true) throw new Error('the terminal ended');
    return JSON.parse(next.value) as ChatReply | { readonly note: ChatNote };
  }
}
