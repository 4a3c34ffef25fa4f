/**
 * A board that is none: QEMU with Debian's kernel and the simulators in it. It does what it is told
 * on its serial console, which is not the runtime's way in: what stands in a kernel file is read here
 * without asking the runtime. No network but one port of this machine's loopback.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import type { Rig } from './rig.ts';

export interface Answer {
  readonly output: string;
  readonly status: number;
}

/** A node starts in 3 s here; this ends what hangs, and is far beyond what a busy machine makes of it. */
const LIMIT_MS = 300_000;

/** Inside; a relay (`guest/relay.ts`) leads from there to the node's loopback. */
export const FORWARDED_PORT = 8_788;

interface Waiting {
  readonly end: RegExp;
  readonly resolve: (match: RegExpExecArray) => void;
}

export class VirtualBoard {
  /** What it said of itself when it was ready: kernel, processors, memory, seconds. */
  about = '';
  /** Where the forwarded port is on this machine. */
  readonly port: number;
  readonly #qemu: ChildProcessWithoutNullStreams;
  #console = '';
  #waiting: Waiting | undefined;
  #commands = 0;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(qemu: ChildProcessWithoutNullStreams, port: number) {
    this.#qemu = qemu;
    this.port = port;
    // One character a byte: a character must not be torn where one read ends.
    qemu.stdout.setEncoding('latin1').on('data', (text: string) => {
      this.#hear(text);
    });
    qemu.stderr.setEncoding('latin1').on('data', (text: string) => (this.#console += text));
  }

  /** Resolves when it takes commands. */
  static async boot({ machine, kernel, image }: Rig): Promise<VirtualBoard> {
    const [program, ...words] = machine.qemu;
    const port = await freePort();
    const { deviceTree, hasNetwork, serial } = machine;
    const qemu = spawn(program, [
      ...words,
      ...['-accel', 'tcg', '-nodefaults', '-no-reboot', '-display', 'none', ...serial],
      ...(hasNetwork ? networkTo(port) : []),
      ...(deviceTree === undefined ? [] : ['-dtb', join(kernel, deviceTree)]),
      ...['-kernel', join(kernel, 'vmlinuz'), '-initrd', image],
      // A busy machine emulates the timer too late for the kernel's test of it on x64, which then panics.
      ...[
        '-append',
        `console=${machine.console} quiet loglevel=1 panic=-1 no_timer_check rdinit=/init`,
      ],
    ]);
    const board = new VirtualBoard(qemu, port);
    const [, about = ''] = await board.#expect(/HIL ready (.*)\n/);
    board.about = about;
    return board;
  }

  /** Runs a shell command in the board, one at a time. */
  run(command: string): Promise<Answer> {
    const answer = this.#last.then(() => this.#run(command));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** As `run`; rejects with what was printed unless the command succeeds. */
  async must(command: string): Promise<string> {
    const { output, status } = await this.run(command);
    if (status !== 0) throw new Error(`${command} ended with ${String(status)}: ${output}`);
    return output;
  }

  async stop(): Promise<void> {
    if (this.#qemu.exitCode !== null || this.#qemu.signalCode !== null) return;
    const gone = once(this.#qemu, 'exit');
    this.#qemu.kill('SIGKILL');
    await gone;
  }

  async #run(command: string): Promise<Answer> {
    this.#commands += 1;
    const id = String(this.#commands);
    const answer = this.#expect(new RegExp(`HIL begin ${id}\\n([^]*)HIL end ${id} (\\d+)\\n`));
    this.#qemu.stdin.write(`${id} ${Buffer.from(command).toString('base64')}\n`);
    const [, output = '', status] = await answer;
    return { output: Buffer.from(output, 'latin1').toString(), status: Number(status) };
  }

  async #expect(end: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        this.#qemu.kill('SIGKILL');
        reject(new Error(`the virtual board ${why}; its console: ${this.#console}`));
      };
      const timer = setTimeout(fail, LIMIT_MS, 'did not answer in time');
      const onExit = (): void => {
        clearTimeout(timer);
        fail('ended by itself');
      };
      this.#qemu.once('exit', onExit);
      this.#qemu.once('error', onExit);
      this.#waiting = {
        end,
        resolve: (match) => {
          clearTimeout(timer);
          this.#qemu.off('exit', onExit).off('error', onExit);
          resolve(match);
        },
      };
      this.#hear('');
    });
  }

  #hear(text: string): void {
    this.#console += text.replaceAll('\r', '');
    const match = this.#waiting?.end.exec(this.#console);
    if (!match) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#console = '';
    waiting?.resolve(match);
  }
}

function networkTo(port: number): readonly string[] {
  const forward = `hostfwd=tcp:127.0.0.1:${String(port)}-10.0.2.15:${String(FORWARDED_PORT)}`;
  const user = `user,id=net,restrict=on,${forward}`;
  return ['-netdev', user, '-device', 'virtio-net-pci,netdev=net'];
}
