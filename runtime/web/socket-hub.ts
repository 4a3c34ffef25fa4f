/** All open pages: how many there may be, and the beat that finds out which are gone. */
import type { WebSocket } from '@fastify/websocket';
import type { Speaker } from '../actions/chat-port.ts';
import { every, type Clock, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { ChatSocket } from './chat-socket.ts';
import type { WebPorts } from './ports.ts';

/** Far more tabs than a site has people, far fewer than would hurt a small board. */
const MAX_SOCKETS = 32;
/** A lost peer is noticed within two of these; the page waits three before it gives up on us. */
const BEAT_MS = 20_000;

export interface SocketHubDependencies {
  readonly ports: WebPorts;
  readonly clock: Clock;
  readonly log: Log;
}

export class SocketHub {
  readonly #given: SocketHubDependencies;
  readonly #open = new Map<WebSocket, ChatSocket>();
  #beat: Timer | undefined;

  constructor(given: SocketHubDependencies) {
    this.#given = given;
  }

  get isFull(): boolean {
    return this.#open.size >= MAX_SOCKETS;
  }

  start(): void {
    this.#beat = every(this.#given.clock, BEAT_MS, () => {
      for (const chat of this.#open.values()) chat.beat();
    });
  }

  /** At once: a peer that never answers a closing handshake must not hold up the stop; pages come back by themselves. */
  stop(): void {
    this.#beat?.cancel();
    for (const socket of this.#open.keys()) socket.terminate();
  }

  add(socket: WebSocket, token: string, speaker: Speaker): void {
    const chat = new ChatSocket({ socket, token, ...this.#given });
    this.#open.set(socket, chat);
    socket.on('close', () => this.#open.delete(socket));
    chat.open(speaker);
  }
}
