/** The sockets of the Mattermost on loopback: who proved to be the bot hears events, numbered from 0. */
import type { WebSocket } from 'ws';

interface Action {
  readonly seq: number;
  readonly action: string;
  readonly data?: {
    readonly token?: string;
    readonly channel_id?: string;
    readonly parent_id?: string;
  };
}

export class FakeSockets {
  readonly typed: string[] = [];
  readonly #knows: (token: string) => boolean;
  /** With the number of the next event. */
  readonly #hearing = new Map<WebSocket, number>();
  readonly #all = new Set<WebSocket>();

  constructor(knows: (token: string) => boolean) {
    this.#knows = knows;
  }

  greet(socket: WebSocket): void {
    this.#all.add(socket);
    socket.on('close', () => {
      this.#all.delete(socket);
      this.#hearing.delete(socket);
    });
    socket.on('message', (data: Buffer) => {
      this.#take(socket, JSON.parse(data.toString()) as Action);
    });
  }

  tell(event: object): void {
    for (const socket of this.#hearing.keys()) this.#send(socket, event);
  }

  skip(): void {
    for (const [socket, seq] of this.#hearing) this.#hearing.set(socket, seq + 1);
  }

  cut(): void {
    this.#hearing.clear();
    for (const socket of this.#all) socket.terminate();
  }

  #send(socket: WebSocket, event: object): void {
    const seq = this.#hearing.get(socket) ?? 0;
    this.#hearing.set(socket, seq + 1);
    socket.send(JSON.stringify({ ...event, seq }));
  }

  #take(socket: WebSocket, { seq, action, data = {} }: Action): void {
    if (action === 'authentication_challenge') {
      if (!this.#knows(data.token ?? '')) {
        socket.close();
        return;
      }
      const hello = { server_version: '11.0.0', connection_id: crypto.randomUUID() };
      this.#send(socket, { event: 'hello', data: hello, broadcast: {} });
    }
    if (!this.#hearing.has(socket)) {
      const error = { id: 'api.web_socket_router.not_authenticated.app_error', status_code: 401 };
      socket.send(JSON.stringify({ status: 'FAIL', seq_reply: seq, error }));
      return;
    }
    if (action === 'user_typing')
      this.typed.push(`${data.channel_id ?? ''}/${data.parent_id ?? ''}`);
    const answer = action === 'ping' ? { data: { text: 'pong' } } : {};
    socket.send(JSON.stringify({ status: 'OK', seq_reply: seq, ...answer }));
  }
}
