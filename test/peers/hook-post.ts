/**
 * How a platform posts to a site: one after the other, and each again until it was taken. It stands between a
 * peer and the adapter, in the place of the listener and the tunnel.
 */
import { setTimeout } from 'node:timers/promises';
import type { ChannelAdapter, Hearing } from '../../runtime/gateway/channels/channel-adapter.ts';
import type { HookAnswer, HookRequest } from '../../runtime/gateway/channels/hook-request.ts';

const AGAIN_MS = 5;

interface Ear {
  readonly adapter: ChannelAdapter;
  readonly hearing: Hearing;
}

export class HookPost {
  readonly answers: HookAnswer[] = [];
  #ear: Ear | undefined;
  #waiting: HookRequest[] = [];
  readonly #past: HookRequest[] = [];
  #isPosting = false;
  /** The platform is broken, and posts nothing. */
  isHeld = false;

  /** The same adapter, posted to from when it listens. */
  ear(adapter: ChannelAdapter): ChannelAdapter {
    return {
      ...{ account: adapter.account, traits: adapter.traits },
      chatOf: (user) => adapter.chatOf(user),
      listen: async (hearing, signal) => {
        this.#ear = { adapter, hearing };
        const trouble = await adapter.listen(hearing, signal);
        if (signal.aborted) this.#ear = undefined;
        return trouble;
      },
      send: (message, key) => adapter.send(message, key),
      ...(adapter.probe && { probe: adapter.probe.bind(adapter) }),
      ...(adapter.edit && { edit: adapter.edit.bind(adapter) }),
      ...(adapter.typing && { typing: adapter.typing.bind(adapter) }),
    };
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(request: HookRequest): void {
    this.#waiting.push(request);
    void this.#postAll();
  }

  /** All that there ever was comes again. */
  repeat(): void {
    this.#waiting.push(...this.#past.splice(0));
    void this.#postAll();
  }

  /** Now, and once. undefined: nobody listens. */
  async post(request: HookRequest): Promise<HookAnswer | undefined> {
    const ear = this.#ear;
    return ear?.adapter.receive?.(request, ear.hearing);
  }

  /** Nothing waits any more. */
  close(): void {
    this.#waiting = [];
  }

  async #postAll(): Promise<void> {
    if (this.#isPosting) return;
    this.#isPosting = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const answer = this.isHeld ? undefined : await this.post(next).catch(() => undefined);
      if (answer !== undefined) this.answers.push(answer);
      if (answer === undefined || answer.status >= 400) await setTimeout(AGAIN_MS);
      else if (this.#waiting.shift() !== undefined) this.#past.push(next);
    }
    this.#isPosting = false;
  }
}
