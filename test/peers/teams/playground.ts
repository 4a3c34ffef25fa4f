/**
 * The Microsoft 365 Agents Playground, Microsoft's own emulator of Teams, without a browser: what a person types
 * there, what the playground shows them, and what it takes and refuses of a bot.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { freePort } from '../../hil/rig/free-port.ts';

const CLI = resolve('node_modules/@microsoft/m365agentsplayground/cli.js');
const CONVERSATION = 'conversation-1';
const LONGEST_START_MS = 60_000;

export class Playground {
  /** As its page is told: JSON of actions, in order. */
  readonly shown: string[] = [];
  #process: ChildProcess | undefined;
  #socket: WebSocket | undefined;
  #directory = '';
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  /** @param bot where it posts Activities */
  async start(bot: string): Promise<void> {
    this.#port = await freePort();
    // It opens a browser, or ends where that fails.
    this.#directory = await mkdtemp(join(tmpdir(), 'playground-'));
    await writeFile(join(this.#directory, 'xdg-open'), '#!/bin/sh\nexit 0\n');
    await chmod(join(this.#directory, 'xdg-open'), 0o755);
    const places = ['-e', bot, '-p', String(this.#port), '--su', `${this.url}/_connector`];
    const options = [...places, '-c', 'msteams', '--conversation-id', CONVERSATION, '--dt', 'true'];
    const path = `${this.#directory}:${process.env['PATH'] ?? ''}`;
    // Its standard input has to stay open. It writes its log where it stands.
    this.#process = spawn(process.execPath, [CLI, ...options], {
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: this.#directory,
      env: { ...process.env, PATH: path, HOME: this.#directory },
    });
    await this.#isUp();
    const socket = new WebSocket(
      `${this.url.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`,
    );
    socket.on('message', (data: Buffer) => this.shown.push(data.toString('utf8')));
    await once(socket, 'open');
    this.#socket = socket;
  }

  async stop(): Promise<void> {
    this.#socket?.terminate();
    const child = this.#process;
    if (child?.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(this.#directory, { recursive: true, force: true });
  }

  async type(text: string): Promise<void> {
    const path = `/_conversation/v1/conversations/${CONVERSATION}/messages`;
    const message = { from: { id: 'user-id-0' }, text, textFormat: 'plain' };
    await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
  }

  async #isUp(): Promise<void> {
    for (let waitedMs = 0; waitedMs < LONGEST_START_MS; waitedMs += 250) {
      const isUp = await fetch(`${this.url}/`).then(
        () => true,
        () => false,
      );
      if (isUp) return;
      await setTimeout(250);
    }
    throw new Error('the playground does not start');
  }
}
