/**
 * A built node seen from outside, as a person's shell sees it: started with `dist/boardtalk.js up`
 * in a data directory of its own, asked through the CLI, ended by its process id. For e2e tests and
 * the benchmark; nothing in here knows the inside of a node.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'dist/boardtalk.js');
const SAMPLE_SITE = join(ROOT, 'provisioning/site');
const READY_WITHIN_MS = 60_000;

export interface NodeProcessOptions {
  /** Default: the sample site. */
  readonly configDirectory?: string;
  /** Default: a new one, removed by `remove()`. */
  readonly dataDirectory?: string;
  /** Default: any free port of loopback; `off` for no page. */
  readonly http?: string;
  /** Default off: no other node joins. */
  readonly mqtt?: string;
  /** A board, and no gateway: everything else of `up` is in `args`. */
  readonly role?: 'board';
  /** More arguments of `up`. */
  readonly args?: readonly string[];
  /** The words before every command line, by which it runs elsewhere: `ip netns exec NAME`. */
  readonly through?: readonly string[];
  /** Variables of its environment, beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What `--json` printed; undefined where standard output is not one JSON value. */
  readonly json: unknown;
}

/** The line that `up --json` prints. */
interface Ready {
  readonly ok: boolean;
  readonly url?: string;
  readonly claimCode?: string;
  readonly mqtt?: string;
}

export class NodeProcess {
  readonly dataDirectory: string;
  readonly #options: NodeProcessOptions;
  #child: ChildProcess | undefined;
  #errors = '';
  #ready: Ready = { ok: false };

  constructor(options: NodeProcessOptions = {}) {
    this.#options = options;
    this.dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'boardtalk-'));
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the node does not run');
    return this.#child.pid;
  }

  /** Where the page is. */
  get url(): string {
    if (this.#ready.url === undefined) throw new Error('the node has no page');
    return this.#ready.url;
  }

  /** HOST:PORT where boards join. */
  get mqtt(): string {
    if (this.#ready.mqtt === undefined) throw new Error('no board can join this node');
    return this.#ready.mqtt;
  }

  get claimCode(): string | undefined {
    return this.#ready.claimCode;
  }

  /** What it wrote to standard error so far: its log. */
  get log(): string {
    return this.#errors;
  }

  /** It was started, and has died. */
  get hasEnded(): boolean {
    const child = this.#child;
    return child !== undefined && (child.exitCode !== null || child.signalCode !== null);
  }

  /** Resolves when people can talk to it. Rejects with its log when it ends before that. */
  async start(): Promise<this> {
    const { args = [] } = this.#options;
    const up = ['up', '--json', '--data', this.dataDirectory, ...this.#role(), ...args];
    const [program = PROGRAM, ...words] = [...this.#through, PROGRAM, ...up];
    const env = { ...process.env, ...this.#options.env };
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
    const line = await this.#firstLine(child);
    this.#ready = JSON.parse(line) as Ready;
    if (!this.#ready.ok) throw new Error(`the node does not start: ${line}`);
    return this;
  }

  #role(): readonly string[] {
    const { role, configDirectory = SAMPLE_SITE, http, mqtt = 'off' } = this.#options;
    if (role === 'board') return ['--role', 'board'];
    return ['--config', configDirectory, '--http', http ?? '127.0.0.1:0', '--mqtt', mqtt];
  }

  /** Ends it by its process id and waits until it is gone. Its exit code; null when a signal ended it. */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      process.kill(child.pid, signal);
      await gone;
    }
    return child.exitCode;
  }

  /** Stops it in order, and forgets its data unless the directory was given. */
  async remove(): Promise<void> {
    await this.kill('SIGTERM');
    // A helper that was left behind may still be writing its report.
    const waiting = { recursive: true, maxRetries: 20, retryDelay: 50 };
    if (this.#options.dataDirectory === undefined) rmSync(this.dataDirectory, waiting);
  }

  /** Runs `boardtalk ARGS` against this node. */
  cli(...args: readonly string[]): Promise<CliResult> {
    return runCli(['--data', this.dataDirectory, ...args], '', this.#through);
  }

  /** As `cli`, with something on standard input. */
  pipe(args: readonly string[], input: string): Promise<CliResult> {
    return runCli(['--data', this.dataDirectory, ...args], input, this.#through);
  }

  get #through(): readonly string[] {
    return this.#options.through ?? [];
  }

  #firstLine(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        reject(new Error(`the node ${why}: ${this.#errors}`));
      };
      const timer = setTimeout(fail, READY_WITHIN_MS, 'was not ready in time');
      let output = '';
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        fail(`ended with ${signal ?? code ?? 'nothing'} before it was ready, saying ${output}`);
      });
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (!output.includes('\n')) return;
        clearTimeout(timer);
        resolve(output);
      });
    });
  }
}

/** Runs `boardtalk up` where it is expected to end by itself, because it may not start. */
export function runUp(dataDirectory: string, ...args: readonly string[]): Promise<CliResult> {
  const where = ['--config', SAMPLE_SITE, '--data', dataDirectory, '--http', 'off'];
  return runCli(['up', '--json', ...where, ...args]);
}

/** Runs `boardtalk ARGS` in a process of its own. */
export async function runCli(
  args: readonly string[],
  input = '',
  through: readonly string[] = [],
): Promise<CliResult> {
  const [program = PROGRAM, ...words] = [...through, PROGRAM, ...args];
  const child = spawn(program, words, { cwd: ROOT, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr, json: parseJson(stdout) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
