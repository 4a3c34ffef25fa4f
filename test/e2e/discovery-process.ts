/** `test/discovery-node.ts` on a host of a private network, seen through what it prints. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from '../../runtime/core/schema.ts';
import { soon } from './outside.ts';
import type { Host } from './private-network.ts';

const SCRIPT = fileURLToPath(new URL('../discovery-node.ts', import.meta.url));

const peerSchema = z.object({
  id: z.string(),
  role: z.string(),
  port: z.number().optional(),
  addresses: z.array(z.string()),
});

const lineSchema = z.object({
  /** Epoch ms; all hosts of a test share one clock. */
  at: z.number(),
  starting: z.boolean().optional(),
  started: z.boolean().optional(),
  change: z.enum(['seen', 'changed', 'gone']).optional(),
  peer: peerSchema.optional(),
  trouble: z.object({ kind: z.string(), text: z.string(), count: z.number() }).optional(),
  state: z
    .object({ links: z.array(z.object({ name: z.string(), state: z.string() })) })
    .loose()
    .optional(),
  finding: z
    .object({ verdict: z.string(), text: z.string(), fix: z.string().optional() })
    .optional(),
  peers: z.array(peerSchema).optional(),
  lagMs: z.number().optional(),
  rssMb: z.number().optional(),
  stoppedMs: z.number().optional(),
});

export type Line = z.infer<typeof lineSchema>;

export interface DiscoveryProcessOptions {
  readonly id: string;
  readonly role: 'gateway' | 'board';
  readonly port?: number;
  readonly probing?: boolean;
}

export class DiscoveryProcess {
  readonly lines: Line[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  #rest = '';
  #errors = '';

  /** @param speed how much faster its timers run than the clock on the wall */
  constructor(host: Host, options: DiscoveryProcessOptions, speed = 1) {
    const script = [SCRIPT, JSON.stringify(options), String(speed)];
    this.#child = host.spawn(process.execPath, '--import', 'tsx', ...script);
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
  }

  /** The first line of which this holds, from `since` on; it may have been printed already. */
  async line(what: string, holds: (line: Line) => boolean, since = 0): Promise<Line> {
    const find = (): Line | undefined => this.lines.slice(since).find(holds);
    await soon(`${what} (${this.#errors})`, () => find() !== undefined);
    return find() ?? raise(what);
  }

  /** Resolves when it hears and is heard. */
  async started(): Promise<this> {
    await this.line('it has started', ({ started }) => started === true);
    return this;
  }

  sees(id: string): Promise<Line> {
    return this.change('seen', id);
  }

  change(change: Line['change'], id: string, since = 0): Promise<Line> {
    const holds = (line: Line): boolean => line.change === change && line.peer?.id === id;
    return this.line(`${id} ${change ?? ''}`, holds, since);
  }

  trouble(kind: string): Promise<Line> {
    return this.line(kind, ({ trouble }) => trouble?.kind === kind);
  }

  async ask(question: 'state' | 'lag' | 'stop'): Promise<Line> {
    const since = this.lines.length;
    this.#child.stdin.write(`${question}\n`);
    const answers = (line: Line): boolean =>
      (line.state ?? line.lagMs ?? line.stoppedMs) !== undefined;
    return this.line(question, answers, since);
  }

  /** Stops it and waits until it ended by itself, which a socket or a timer would keep it from. */
  async stop(): Promise<Line> {
    const gone = once(this.#child, 'exit');
    const answer = await this.ask('stop');
    await gone;
    return answer;
  }

  /** Ends it without a goodbye, if it still runs. `ip netns exec` has become the node itself. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    this.lines.push(...lines.map((line) => lineSchema.parse(JSON.parse(line))));
  }
}

function raise(what: string): never {
  throw new Error(what);
}
