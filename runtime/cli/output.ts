/**
 * What a command says. Text for people, or with `--json` exactly one JSON value on standard
 * output and nothing else anywhere; a command states its answer once and gets the right one.
 */
import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Problem } from './problem.ts';

export interface OutputParts {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly json: boolean;
  readonly color: boolean;
}

export class Output {
  readonly json: boolean;
  readonly #stdout: Writable;
  readonly #stderr: Writable;
  readonly #color: boolean;

  constructor({ stdout, stderr, json, color }: OutputParts) {
    this.json = json;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#color = color;
  }

  /** The answer of the command, said once. */
  answer(value: unknown, text: () => string): void {
    if (this.json) this.value(value);
    else this.say(text());
  }

  /** One JSON value on a line of its own, where the caller knows that JSON is wanted. */
  value(value: unknown): void {
    this.#stdout.write(`${JSON.stringify(value)}\n`);
  }

  say(text: string): void {
    if (!this.json) this.#stdout.write(`${plain(text)}\n`);
  }

  /** News about work that is under way. */
  progress(text: string): void {
    if (!this.json) this.#stderr.write(`${this.#paint('dim', plain(text))}\n`);
  }

  /** `details` stand beside the error in JSON, `text` before it on the terminal. */
  failure(problem: Problem, details: object = {}, text = ''): void {
    if (this.json) {
      this.value({ ok: false, error: problem, ...details });
      return;
    }
    const lines = text === '' ? [] : [plain(text)];
    lines.push(`${this.#paint('red', 'error:')} ${plain(problem.message)}`);
    if (problem.hint !== '') lines.push(`${this.#paint('cyan', 'hint:')} ${plain(problem.hint)}`);
    const { code, interlock } = problem;
    lines.push(this.#paint('dim', plain(interlock === undefined ? code : `${code} ${interlock}`)));
    this.#stderr.write(`${lines.join('\n')}\n`);
  }

  #paint(style: 'dim' | 'red' | 'cyan', text: string): string {
    return this.#color ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** Names and sensor texts are data: none may move the cursor, retitle the terminal, or turn the text round (UAX #9 §2). */
function plain(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\u{fffd}');
}
