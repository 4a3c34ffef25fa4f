/** Debian's MQTT clients with credentials of a node, and Debian's cbor2 for what they hear: other people's programs, which know nothing of ours. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from '../../runtime/core/schema.ts';
import type { NodeProcess } from './node-process.ts';

/** Debian's own, whatever else is called python3 here. */
const PYTHON = '/usr/bin/python3';
/** Lines of a topic and a payload in hex to lines of JSON. */
const DECODE = `import sys, json, cbor2
for line in sys.stdin:
    topic, payload = line.split()
    print(json.dumps({'topic': topic, 'pack': cbor2.loads(bytes.fromhex(payload))}), flush=True)`;

const lineSchema = z.object({
  topic: z.string(),
  pack: z.array(z.record(z.string(), z.unknown())),
});
const credentialsSchema = z.looseObject({ username: z.string(), password: z.string() });

/** A pack of SenML as a decoder gives it, labels and all. */
export type HeardPack = z.infer<typeof lineSchema>;

export function hasMosquitto(): boolean {
  const isInstalled =
    spawnSync('mosquitto_pub', ['--help']).error === undefined &&
    spawnSync(PYTHON, ['-c', 'import cbor2']).status === 0;
  if (!isInstalled)
    process.stdout.write('skipped: install mosquitto-clients and python3-cbor2 (Debian)\n');
  return isInstalled;
}

/** A program that has been granted something. */
export class ForeignClient {
  readonly #login: readonly string[];

  private constructor(login: readonly string[]) {
    this.#login = login;
  }

  /** @param grant options of `boardtalk broker grant NAME` */
  static async granted(
    node: NodeProcess,
    name: string,
    ...grant: readonly string[]
  ): Promise<ForeignClient> {
    const { json } = await node.cli('broker', 'grant', name, ...grant, '--json');
    const { username, password } = credentialsSchema.parse(json);
    const [host = '', port = ''] = node.mqtt.split(':');
    const place = ['-h', host, '-p', port, '-V', 'mqttv311'];
    return new ForeignClient([...place, '-u', username, '-P', password]);
  }

  /** Resolves with the exit code of mosquitto_pub. */
  async publish(topic: string, message: string): Promise<number | null> {
    const said = ['-t', topic, '-q', '1', '-m', message];
    const child = spawn('mosquitto_pub', [...this.#login, ...said], { stdio: 'ignore' });
    await once(child, 'exit');
    return child.exitCode;
  }

  /** As fast as it can, until it is killed. */
  flood(topic: string, message: string): ChildProcess {
    const said = ['-t', topic, '-q', '0', '-l'];
    const child = spawn('mosquitto_pub', [...this.#login, ...said], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const lines = `${message}\n`.repeat(1_000);
    const pour = (): void => {
      while (child.stdin.writable && child.stdin.write(lines));
    };
    // Its end breaks the pipe, and is what was wanted.
    child.stdin.on('drain', pour).on('error', () => undefined);
    pour();
    return child;
  }

  /** What is retained, as text, by topic. */
  retained(filter: string): ReadonlyMap<string, string> {
    const heard = ['-t', filter, '-W', '2', '-F', '%t %p'];
    const { stdout } = spawnSync('mosquitto_sub', [...this.#login, ...heard], { encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line !== '');
    return new Map(lines.map((line) => split(line)));
  }

  /** Hears until it is stopped; every pack is in `packs` as soon as it is decoded. */
  listen(filter: string): { readonly packs: readonly HeardPack[]; readonly stop: () => void } {
    const packs: HeardPack[] = [];
    const ear = spawn('mosquitto_sub', [...this.#login, '-t', filter, '-F', '%t %x']);
    const decoder = spawn(PYTHON, ['-c', DECODE]);
    ear.stdout.pipe(decoder.stdin);
    createInterface({ input: decoder.stdout }).on('line', (line) => {
      packs.push(lineSchema.parse(JSON.parse(line)));
    });
    return { packs, stop: () => void ear.kill() };
  }
}

function split(line: string): [string, string] {
  const at = line.indexOf(' ');
  return [line.slice(0, at), line.slice(at + 1)];
}
