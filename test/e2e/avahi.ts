/** Debian's mDNS responder on a host of a private network, with a system bus of its own: what other programs see of us. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { soon } from './outside.ts';
import { hasTool, type Host } from './private-network.ts';

const BUS = '/run/dbus/system_bus_socket';
const BUS_CONFIG = `<busconfig>
  <type>system</type>
  <listen>unix:path=${BUS}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>`;

const DAEMONS =
  'dbus-daemon --config-file=/run/bus.conf --fork && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits';

/** It gives its directory to a user of its own, which a user namespace does not have. */
export function canRunAvahi(): boolean {
  if (['avahi-daemon', 'avahi-browse', 'dbus-daemon'].every(hasTool) && hasOtherUsers())
    return true;
  process.stderr.write('SKIPPED: needs root, avahi-daemon, avahi-utils and dbus-daemon\n');
  return false;
}

export class Avahi {
  readonly #host: Host;
  readonly #processes: ChildProcessWithoutNullStreams[] = [];

  constructor(host: Host) {
    this.#host = host;
  }

  async start(): Promise<this> {
    for (const directory of ['/run/dbus', '/run/avahi-daemon']) mkdirSync(directory);
    writeFileSync('/run/bus.conf', BUS_CONFIG);
    const { stderr } = this.#spawn('sh', '-c', DAEMONS);
    await new Promise<void>((resolve) => {
      stderr.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('Server startup complete')) resolve();
      });
    });
    return this;
  }

  /** What there is of a service type, resolved, one `;`-parted line each; waits for the first. */
  async browse(type: string): Promise<string> {
    await soon(type, () => this.#browse(type)?.includes('=') === true);
    return this.#browse(type) ?? '';
  }

  publish(name: string, type: string, port: number, txt: readonly string[]): void {
    this.#spawn('avahi-publish', '--service', name, type, String(port), ...txt);
  }

  stop(): void {
    for (const process of this.#processes.reverse()) process.kill();
  }

  /** undefined while the daemon does not answer. */
  #browse(type: string): string | undefined {
    try {
      return this.#host.run('avahi-browse', '--resolve', '--parsable', '--terminate', type);
    } catch {
      return undefined;
    }
  }

  #spawn(...command: readonly string[]): ChildProcessWithoutNullStreams {
    const child = this.#host.spawn(...command);
    child.stdout.resume();
    this.#processes.push(child);
    return child;
  }
}

function hasOtherUsers(): boolean {
  // The identity map of the first user namespace: everyone is themselves.
  return /^\s*0\s+0\s+4294967295/.test(readFileSync('/proc/self/uid_map', 'utf8'));
}
