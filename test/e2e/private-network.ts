/**
 * Networks of a test's own: the test file runs itself again in fresh network, mount and process
 * namespaces, and everything it made or started there is gone when it ends. Inside, a `Lan` is a bridge and a `Host` a network namespace with its cables into bridges.
 */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';

const INSIDE = 'BOARDTALK_IN_PRIVATE_NETWORK';
const PRIVATE = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
/** As root where possible: within a user namespace, programs that change their user fail. */
const WAYS_IN = [PRIVATE, ['--user', '--map-root-user', ...PRIVATE]];
/** Named namespaces and system buses live in /run; this one is private. */
const SET_UP = 'mount -t tmpfs tmpfs /run && ip link set lo up && exec "$@"';

/**
 * `inside`: run the tests. `left`: they ran inside, and the exit code is theirs. `impossible`: this
 * machine allows no such namespaces, and it was said so.
 */
export function enterPrivateNetwork(file: string): 'inside' | 'left' | 'impossible' {
  if (process.env[INSIDE] !== undefined) return 'inside';
  const namespaces = WAYS_IN.find(
    (way) => unshare(way, ['ip', 'netns', 'add', 'probe'], 'ignore') === 0,
  );
  if (namespaces === undefined) {
    process.stderr.write(`SKIPPED: ${file} needs iproute2, and network namespaces\n`);
    return 'impossible';
  }
  process.exitCode = unshare(namespaces, [process.execPath, '--import', 'tsx', file], 'inherit');
  return 'left';
}

/** Its exit code; 1 when it could not be run at all. */
function unshare(
  namespaces: readonly string[],
  command: readonly string[],
  stdio: 'inherit' | 'ignore',
): number {
  const env = { ...process.env, [INSIDE]: 'yes' };
  const args = [...namespaces, 'sh', '-c', SET_UP, 'sh', ...command];
  return spawnSync('unshare', args, { stdio, env }).status ?? 1;
}

/** Runs a tool to its end and returns what it printed. @throws Error with what it complained of */
export function run(tool: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${tool} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

export function hasTool(tool: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
}

export class Lan {
  readonly bridge: string;

  constructor(bridge: string) {
    this.bridge = bridge;
    run('ip', 'link', 'add', bridge, 'type', 'bridge');
    run('ip', 'link', 'set', bridge, 'up');
  }

  /** The switch between the hosts carries multicast, or does not: as access points often choose. */
  carryMulticast(hosts: readonly Host[], on: boolean): void {
    for (const { name } of hosts)
      run('bridge', 'link', 'set', 'dev', `${name}.eth0`, 'mcast_flood', on ? 'on' : 'off');
  }
}

/** A machine of its own as far as the network goes. It has no default route. */
export class Host {
  readonly name: string;
  #cables = 0;

  /** @param name at most 10 letters: it becomes part of an interface's name. */
  constructor(name: string) {
    this.name = name;
    run('ip', 'netns', 'add', name);
    this.ip('link', 'set', 'lo', 'up');
  }

  /** A cable into `lan`: `eth0`, then `eth1`. @param address with its prefix, 10.7.0.1/24 */
  connect({ bridge }: Lan, address: string): this {
    const device = `eth${String(this.#cables)}`;
    const plug = `${this.name}.${device}`;
    this.#cables += 1;
    run('ip', 'link', 'add', plug, 'type', 'veth', 'peer', 'name', device, 'netns', this.name);
    run('ip', 'link', 'set', plug, 'master', bridge);
    run('ip', 'link', 'set', plug, 'up');
    this.ip('addr', 'add', address, 'dev', device);
    this.ip('link', 'set', device, 'up');
    return this;
  }

  ip(...args: readonly string[]): string {
    return run('ip', '-n', this.name, ...args);
  }

  /** Runs a tool here to its end. */
  run(tool: string, ...args: readonly string[]): string {
    return run(...this.command([tool, ...args]));
  }

  /** Starts a program here. */
  spawn(...command: readonly string[]): ChildProcessWithoutNullStreams {
    const [tool, ...args] = this.command(command);
    return spawn(tool, args, { stdio: 'pipe' });
  }

  /** How a program is started here, for those who spawn it themselves. */
  command(command: readonly string[]): [string, ...string[]] {
    return ['ip', 'netns', 'exec', this.name, ...command];
  }

  /** Ends with everything connected to it; programs in it must have ended. */
  remove(): void {
    run('ip', 'netns', 'del', this.name);
  }
}
