/**
 * Puts frame guard and flow limit between a socket and who reads it. aedes reads with `read()` on
 * 'readable'; what it gets passes through here first, so nothing is parsed that was not measured.
 */
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../core/clock.ts';
import { FlowLimit } from './flow-limit.ts';
import { FrameGuard, MAX_FRAME_BYTES } from './frame-guard.ts';

export interface SocketWatch {
  readonly clock: Clock;
  /** Called once for each pause, and once for what ends the connection. */
  readonly onTrouble: (kind: 'flood' | 'frame', text: string) => void;
}

export function guardSocket(socket: Socket, { clock, onTrouble }: SocketWatch): void {
  const frames = new FrameGuard();
  const flow = new FlowLimit(clock);
  const readOn = socket.read.bind(socket);
  let pause: Timer | undefined;

  const inspect = (chunk: Uint8Array): boolean => {
    const packets = frames.accept(chunk);
    if (packets === undefined) {
      onTrouble('frame', `a packet of more than ${MAX_FRAME_BYTES} bytes, or of no length`);
      socket.destroy();
      return false;
    }
    const waitMs = flow.take(packets, chunk.length);
    if (waitMs > 0) wait(waitMs);
    return true;
  };
  const wait = (ms: number): void => {
    onTrouble('flood', `${Math.ceil(ms)} ms ahead of what is allowed`);
    pause = clock.after(ms, () => {
      pause = undefined;
      socket.emit('readable');
    });
  };
  socket.read = (size?: number): unknown => {
    if (pause !== undefined) return null;
    const chunk: unknown = readOn(size);
    return chunk instanceof Uint8Array && !inspect(chunk) ? null : chunk;
  };
  socket.once('close', () => pause?.cancel());
}
