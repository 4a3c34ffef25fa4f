/**
 * Who posts with a signed bearer token (JSON Web Token, RFC 7519, RS256): verified with the keys that the issuer
 * publishes. The token signs no body: that nobody else gets it is up to TLS, and that it is used once, to the
 * ids of the messages.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import { parseBoundedJson } from '../../core/bounded-json.ts';
import { z } from '../../core/schema.ts';
import type { HttpCaller } from './http-call.ts';

export interface BearerCheckParts {
  readonly http: HttpCaller;
  readonly clock: Clock;
  readonly issuer: string;
  /** For whom the token has to be. */
  readonly audience: string;
  /** The document with the `jwks_uri` (OpenID Connect Discovery 1.0 §3), or the keys themselves. */
  readonly keysAt: { readonly openId: string } | { readonly keys: string };
}

export type Bearer =
  | {
      readonly kind: 'verified';
      readonly claims: Readonly<Record<string, unknown>>;
      /** What the issuer lets this key speak for. */
      readonly endorsements: readonly string[];
    }
  | { readonly kind: 'forged' }
  /** Its key cannot be fetched now: nobody can tell. */
  | { readonly kind: 'undecided' };

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string() });

const claimsSchema = z.looseObject({
  iss: z.string(),
  aud: z.string(),
  /** Epoch s. */
  exp: z.number(),
  nbf: z.number().optional(),
});

const openIdSchema = z.object({ jwks_uri: z.string() });

const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).default([]),
});

const keysSchema = z.object({ keys: z.array(z.unknown()) });

interface Key {
  readonly key: KeyObject;
  readonly endorsements: readonly string[];
}

/** Issuers ask to fetch them once a day at least. */
const KEEP_KEYS_MS = 86_400_000;

/** Whoever invents names of keys does not make this node ask all the time. */
const ASK_AGAIN_MS = 60_000;

/** Between the clocks, as the documents of the issuers allow. */
const TOLERANCE_S = 300;

const LONGEST_TOKEN = 8_192;

export class BearerCheck {
  readonly #parts: BearerCheckParts;
  #keys = new Map<string, Key>();
  #fetchedAt = -Infinity;
  /** One for all who wait for it: who invents tokens does not make this node ask once for each. */
  #fetching: Promise<Map<string, Key> | undefined> | undefined;
  #askedAt = -Infinity;

  constructor(parts: BearerCheckParts) {
    this.#parts = parts;
  }

  /** @param authorization the header as it came */
  async check(authorization: string | undefined): Promise<Bearer> {
    const [, token = ''] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '') ?? [];
    const [header = '', payload = '', signature = ''] = token.split('.');
    const named = headerSchema.safeParse(jsonOf(header)).data;
    if (named === undefined || token.length > LONGEST_TOKEN) return { kind: 'forged' };
    const key = await this.#keyOf(named.kid);
    if (key === 'unknown') return { kind: 'forged' };
    if (key === 'undecided') return { kind: 'undecided' };
    const signed = Buffer.from(`${header}.${payload}`);
    if (!verify('RSA-SHA256', signed, key.key, Buffer.from(signature, 'base64url')))
      return { kind: 'forged' };
    const claims = claimsSchema.safeParse(jsonOf(payload)).data;
    if (claims === undefined || !this.#isNowAndHere(claims)) return { kind: 'forged' };
    return { kind: 'verified', claims, endorsements: key.endorsements };
  }

  #isNowAndHere({ iss, aud, exp, nbf = 0 }: z.infer<typeof claimsSchema>): boolean {
    const nowS = this.#parts.clock.now() / 1_000;
    const isNow = nowS < exp + TOLERANCE_S && nowS > nbf - TOLERANCE_S;
    return isNow && iss === this.#parts.issuer && aud === this.#parts.audience;
  }

  #hasKeys(): boolean {
    return this.#parts.clock.monotonicMs() - this.#fetchedAt < KEEP_KEYS_MS;
  }

  async #keyOf(kid: string): Promise<Key | 'unknown' | 'undecided'> {
    const known = this.#hasKeys() ? this.#keys.get(kid) : undefined;
    if (known !== undefined) return known;
    const now = this.#parts.clock.monotonicMs();
    // The issuer may have a new key since: the platform posts again.
    if (this.#hasKeys() && now - this.#askedAt < ASK_AGAIN_MS) return 'undecided';
    this.#askedAt = now;
    this.#fetching ??= this.#fetchKeys().finally(() => {
      this.#fetching = undefined;
    });
    const keys = await this.#fetching;
    if (keys === undefined) return 'undecided';
    this.#keys = keys;
    this.#fetchedAt = this.#parts.clock.monotonicMs();
    return keys.get(kid) ?? 'unknown';
  }

  async #fetchKeys(): Promise<Map<string, Key> | undefined> {
    const { keysAt } = this.#parts;
    const url =
      'keys' in keysAt
        ? keysAt.keys
        : openIdSchema.safeParse(await this.#get(keysAt.openId)).data?.jwks_uri;
    // The document is of the issuer, and so is what it names: on the same server.
    const isElsewhere =
      'openId' in keysAt && url !== undefined && !isSameOrigin(url, keysAt.openId);
    if (url === undefined || isElsewhere) return undefined;
    const found = keysSchema.safeParse(await this.#get(url)).data;
    return found && new Map(found.keys.flatMap((key) => keyEntryOf(key)));
  }

  async #get(url: string): Promise<unknown> {
    const called = await this.#parts.http.call({ url });
    return called.kind === 'answered' && called.status === 200 ? called.json : undefined;
  }
}

function jsonOf(part: string): unknown {
  return parseBoundedJson(Buffer.from(part, 'base64url').toString('utf8'));
}

function isSameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && new URL(one).origin === new URL(other).origin;
}

function keyEntryOf(json: unknown): [string, Key][] {
  const parsed = keySchema.safeParse(json).data;
  if (parsed === undefined) return [];
  const { kid, kty, n, e, endorsements } = parsed;
  try {
    return [[kid, { key: createPublicKey({ key: { kty, n, e }, format: 'jwk' }), endorsements }]];
  } catch {
    return [];
  }
}
