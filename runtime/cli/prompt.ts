/**
 * Questions to a person at a terminal. What is secret is never shown: also nothing that was typed or pasted
 * before its question came.
 */
import { createInterface, type Interface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { CliError } from './errors.ts';

export interface PromptParts {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

export class Prompt {
  readonly #stdout: Writable;
  readonly #terminal: Interface;
  /** Typed, and not asked for yet. */
  readonly #lines: string[] = [];
  #wanting: { readonly take: (line: string) => void; readonly end: () => void } | undefined;
  #isShown = false;
  #isOver = false;

  constructor({ stdin, stdout }: PromptParts) {
    this.#stdout = stdout;
    const output = new Writable({
      write: (chunk: Uint8Array, _encoding, done) => {
        if (this.#isShown) stdout.write(chunk);
        done();
      },
    });
    this.#terminal = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
    this.#terminal.on('line', (line) => {
      // At once: what comes in the same breath may be the secret.
      this.#isShown = false;
      if (this.#wanting === undefined) this.#lines.push(line);
      else this.#wanting.take(line);
    });
    const end = (): void => {
      this.#isOver = true;
      this.#wanting?.end();
    };
    this.#terminal.on('close', end);
    // A terminal that was closed cannot even be left in order: without this the process would end here.
    this.#terminal.on('error', end);
  }

  say(text: string): void {
    this.#stdout.write(`${text}\n`);
  }

  /** @throws CliError CLI_BAD_ARGUMENTS when whoever was asked went */
  async ask(question: string): Promise<string> {
    this.#stdout.write(`${question} `);
    const wasTyped = this.#lines.length > 0;
    this.#isShown = true;
    const line = await this.#next();
    if (wasTyped) this.#stdout.write(`${line}\n`);
    return line;
  }

  /** As `ask`; what is typed is not shown. */
  async askSecret(question: string): Promise<string> {
    this.#stdout.write(`${question} `);
    this.#isShown = false;
    const line = await this.#next();
    this.#stdout.write('\n');
    return line;
  }

  close(): void {
    this.#isShown = false;
    this.#terminal.close();
  }

  #next(): Promise<string> {
    const line = this.#lines.shift();
    if (line !== undefined) return Promise.resolve(line.trim());
    return new Promise((resolve, reject) => {
      const end = (): void => {
        // What follows begins a line of its own.
        this.#stdout.write('\n');
        reject(
          new CliError('CLI_BAD_ARGUMENTS', 'not everything was answered: nothing was written', {
            hint: 'Begin again when you have all of it at hand.',
          }),
        );
      };
      const take = (answer: string): void => {
        this.#wanting = undefined;
        resolve(answer.trim());
      };
      if (this.#isOver) end();
      else this.#wanting = { take, end };
    });
  }
}
