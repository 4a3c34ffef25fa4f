/** What of `@xmpp/client` 0.14 is used here: it brings no types. */
declare module '@xmpp/client' {
  export class Element {
    readonly name: string;
    readonly attrs: Readonly<Record<string, string | undefined>>;
    children: (Element | string)[];
    is(name: string, namespace?: string): boolean;
    getChild(name: string, namespace?: string): Element | undefined;
    getChildren(name: string, namespace?: string): Element[];
    getChildText(name: string, namespace?: string): string | null;
    text(): string;
    toString(): string;
  }

  type Child = Element | string | undefined;

  /** Of a stream: each child of its root is one element. */
  export interface StanzaParser {
    on(event: 'element', listener: (element: Element) => void): void;
    write(text: string): void;
  }

  export const xml: {
    (
      name: string,
      attrs?: Readonly<Record<string, string | undefined>>,
      ...children: readonly (Child | readonly Child[])[]
    ): Element;
    readonly Parser: new () => StanzaParser;
  };

  interface Line {
    destroy(): void;
  }

  export interface Client {
    /** null: there is none. With TLS the line is within. */
    readonly socket: Line | { readonly socket: Line | null } | null;
    /** null: no stream is open. */
    readonly parser: { write(text: string): void } | null;
    /** Takes what arrives. */
    _onData: (bytes: Buffer) => void;
    readonly reconnect: { stop(): void };
    readonly iqCaller: { request(iq: Element, timeoutMs?: number): Promise<Element> };
    prependListener(event: 'element', listener: (element: Element) => void): void;
    on(event: 'stanza' | 'nonza', listener: (element: Element) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'disconnect' | 'offline', listener: () => void): void;
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
    disconnect(): Promise<unknown>;
    send(stanza: Element): Promise<void>;
  }

  export interface ClientOptions {
    readonly service: string;
    readonly domain: string;
    readonly username: string;
    readonly password: string;
    readonly resource?: string;
    readonly timeout?: number;
  }

  export function client(options: ClientOptions): Client;
}
