/** What hangs at the far end of a cable: a process that says or answers bytes, and knows nothing of us. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';

export class SerialPart {
  readonly #process: ChildProcess;

  private constructor(far: string, script: string) {
    // Not as the terminal of this process: it would be ended when the cable is pulled.
    const wire = openSync(far, constants.O_RDWR | constants.O_NOCTTY);
    this.#process = spawn('sh', ['-c', script], { stdio: [wire, wire, 'ignore'] });
    closeSync(wire);
  }

  /** Answers each request of so many bytes. */
  static answering(far: string, requestBytes: number, answer: Uint8Array): SerialPart {
    const script = `while [ $(head -c ${requestBytes} | wc -c) -eq ${requestBytes} ]; do ${say(answer)}; done`;
    return new SerialPart(far, script);
  }

  /** Talks by itself, several times a second. */
  static talking(far: string, bytes: Uint8Array): SerialPart {
    return new SerialPart(far, `while ${say(bytes)}; do sleep 0.2; done`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }
}

/** Octal, which every shell knows. */
function say(bytes: Uint8Array): string {
  const text = [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `printf '${text}'`;
}
