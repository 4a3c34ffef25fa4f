/** The chat of a virtual board's page, from this machine: claimed as a person does, with the code on its console. */
import { randomUUID } from 'node:crypto';
import type { ChatReply } from '../../../runtime/actions/chat-port.ts';
import { PageSocket } from '../../page-socket.ts';

export class BoardChat {
  readonly #page: PageSocket;

  private constructor(page: PageSocket) {
    this.#page = page;
  }

  /** @returns the cookie that opens the chat from now on. */
  static async claim(port: number, code: string): Promise<string> {
    const origin = originOf(port);
    const response = await fetch(`${origin}/api/claim`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: origin },
      body: JSON.stringify({ code, name: 'Anna' }),
    });
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    if (!response.ok) throw new Error(`the code was not taken: ${await response.text()}`);
    return cookie;
  }

  static async open(port: number, cookie: string): Promise<BoardChat> {
    const origin = originOf(port);
    return new BoardChat(await PageSocket.open(`${origin}/`, { origin, cookie }));
  }

  /** What the board answers to a sentence. */
  async say(text: string): Promise<ChatReply> {
    const id = randomUUID();
    this.#page.send({ type: 'chat', id, text });
    for (;;) {
      const message = (await this.#page.next()) as { type: string; id?: string; reply: ChatReply };
      if (message.type === 'reply' && message.id === id) return message.reply;
    }
  }

  close(): void {
    this.#page.socket.close();
  }
}

function originOf(port: number): string {
  return `http://127.0.0.1:${String(port)}`;
}
