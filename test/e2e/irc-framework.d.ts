/** What of `irc-framework` 4.14 is used here: it brings no types. */
declare module 'irc-framework' {
  interface Said {
    readonly nick: string;
    readonly target: string;
    readonly message: string;
  }

  export class Client {
    constructor(options: Readonly<Record<string, unknown>>);
    connect(): void;
    on(event: 'registered' | 'close', listener: () => void): void;
    on(event: 'privmsg', listener: (said: Said) => void): void;
    whois(
      nick: string,
      listener: (found: { readonly error?: string; readonly channels?: string }) => void,
    ): void;
    say(target: string, message: string): void;
    join(channel: string): void;
    quit(): void;
  }
}
