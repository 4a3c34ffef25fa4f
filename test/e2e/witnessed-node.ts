/** A built node that gets killed, on a small site of its own, with `witness.mjs` at the edges of its process. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ControlClient } from '../bench/control-client.ts';
import { NodeProcess } from './node-process.ts';
import { helpersOf, soon } from './outside.ts';

/** What a site has, by the name of the file without its end. */
type SiteFiles = Readonly<Record<string, string>>;
type Environment = Readonly<Record<string, string>>;

/** Where the node dies: at which write to its database, and on which side of it. */
export interface Death {
  /** Counted from the first that has a key beginning so. */
  readonly from: string;
  /** Only those that have such a key are counted. */
  readonly isEach?: boolean;
  readonly write: number;
  readonly when: 'before' | 'after';
}

export class WitnessedNode {
  readonly directory: string;
  readonly node: NodeProcess;
  #client: ControlClient | undefined;

  private constructor(directory: string, env: Environment) {
    this.directory = directory;
    this.node = new NodeProcess({
      configDirectory: join(directory, 'site'),
      dataDirectory: join(directory, 'data'),
      http: 'off',
      env: {
        ...env,
        NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'witness.mjs')).href}`,
        WITNESS_LINES: join(directory, 'lines'),
        WITNESS_DEATH: join(directory, 'death'),
      },
    });
  }

  static async start(files: SiteFiles, env: Environment = {}): Promise<WitnessedNode> {
    const directory = await mkdtemp(join(tmpdir(), 'boardtalk-kill-'));
    await mkdir(join(directory, 'site'));
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(directory, 'site', `${name}.yaml`), text);
    const witnessed = new WitnessedNode(directory, env);
    await witnessed.begin();
    return witnessed;
  }

  async begin(): Promise<void> {
    await this.node.start();
    this.#client = await this.connect();
  }

  /** A terminal more, for what is asked while others wait. */
  connect(): Promise<ControlClient> {
    return ControlClient.connect(this.node.dataDirectory);
  }

  /** Whole at once, or not there: the node looks at any moment. */
  arm(death: Death): void {
    const path = join(this.directory, 'death');
    writeFileSync(`${path}.new`, JSON.stringify(death));
    renameSync(`${path}.new`, path);
  }

  /** A death that has not come yet does not come any more. */
  async killAndBegin(): Promise<void> {
    this.#client?.close();
    await this.node.kill('SIGKILL');
    rmSync(join(this.directory, 'death'), { force: true });
    await this.begin();
  }

  get client(): ControlClient {
    if (this.#client === undefined) throw new Error('the node was not started');
    return this.#client;
  }

  /** What was written to its outputs since the beginning: `PID LINE TEXT` each. */
  get lines(): readonly string[] {
    const path = join(this.directory, 'lines');
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }

  async remove(): Promise<void> {
    this.#client?.close();
    await this.node.remove();
    await soon('the last helper has written its report', () => helpersOf(this.node).length === 0);
    rmSync(this.directory, { recursive: true });
  }
}
