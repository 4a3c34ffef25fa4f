/** What a platform posts to this site, as it came: nothing of it is believed before it was verified. */
export interface HookRequest {
  readonly method: 'GET' | 'POST';
  readonly query: URLSearchParams;
  /** Of one value each; names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** ≤ 64 KiB */
  readonly body: Buffer;
}

export interface HookAnswer {
  readonly status: number;
  /** Of the body; default: text. */
  readonly type?: 'text/plain' | 'application/json' | 'text/xml';
  readonly body?: string;
}
