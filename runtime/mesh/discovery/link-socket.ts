/**
 * The multicast socket of one network interface, in the shape multicast-dns expects of a socket.
 * It stands between the network and that library for three reasons: traffic is judged before it
 * is parsed, a send that fails is noticed, and nobody asks what another node asked just now.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import type { Clock } from '../../core/clock.ts';
import { Intake } from './intake.ts';
import type { NetworkInterface } from './interfaces.ts';
import { isOurQuestion } from './question.ts';
import type { Trouble } from './trouble.ts';

/** RFC 6762 §3 and §11: the group, the port, and the hop limit of everything sent. */
const GROUP = '224.0.0.251';
const PORT = 5_353;
const HOPS = 255;

/** RFC 6762 §7.3: a question that was heard just now need not be asked again. */
const ASKED_JUST_NOW_MS = 1_000;

type SendArguments = [
  packet: Buffer,
  offset: number,
  length: number,
  port: number,
  address: string,
  done: (error: Error | null) => void,
];

export interface LinkSocketParts {
  readonly network: NetworkInterface;
  readonly clock: Clock;
  /** Another node asked our question; the answers come by multicast. Called before they arrive. */
  readonly onQuestion: () => void;
  readonly onTrouble: (trouble: Trouble) => void;
}

export class LinkSocket extends EventEmitter<{ message: [Buffer, RemoteInfo] }> {
  readonly #parts: LinkSocketParts;
  readonly #intake: Intake;
  #socket: Socket | undefined;
  #askedMs = -Infinity;

  constructor(parts: LinkSocketParts) {
    super();
    this.#parts = parts;
    this.#intake = new Intake(parts.clock, parts.network);
  }

  /** Rejects when the port is held by a program that does not share it, or the interface is gone. */
  async open(): Promise<void> {
    const { address } = this.#parts.network;
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    this.#socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      // Bound to the interface's own address, Linux would deliver no multicast.
      socket.bind(PORT, '0.0.0.0', resolve);
    });
    socket.removeAllListeners('error');
    socket.on('error', this.#reportUnsent);
    socket.addMembership(GROUP, address);
    // Without it the default route decides where multicast goes, and without one nothing leaves.
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(HOPS);
    socket.setMulticastLoopback(true);
    socket.on('message', this.#receive);
  }

  send(...[packet, offset, length, port, address, done]: SendArguments): void {
    const nowMs = this.#parts.clock.monotonicMs();
    if (isOurQuestion(packet) && nowMs - this.#askedMs < ASKED_JUST_NOW_MS) {
      done(null);
      return;
    }
    this.#socket?.send(packet, offset, length, port, address, (error) => {
      if (error !== null) this.#reportUnsent(error);
      done(error);
    });
  }

  /** May be called twice, and when `open` failed. */
  close(done?: () => void): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) done?.();
    else socket.close(done);
  }

  readonly #receive = (packet: Buffer, from: RemoteInfo): void => {
    const { network, clock, onQuestion, onTrouble } = this.#parts;
    const verdict = this.#intake.judge(packet, from.address);
    if (verdict === 'flood' || verdict === 'malformed')
      onTrouble({ kind: verdict, text: `${from.address} on ${network.name}` });
    if (verdict !== 'admit') return;
    if (from.address !== network.address && isOurQuestion(packet)) {
      this.#askedMs = clock.monotonicMs();
      onQuestion();
    }
    this.emit('message', packet, from);
  };

  readonly #reportUnsent = (error: Error): void => {
    const { network, onTrouble } = this.#parts;
    onTrouble({ kind: 'unsent', text: `${error.message} on ${network.name}` });
  };
}
