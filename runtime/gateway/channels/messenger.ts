/** What the catalogue holds of each platform: how its adapter is made from what the site says. */
import type { PlatformOptions } from '../../config/platform-options.ts';
import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { ChannelAdapter } from './channel-adapter.ts';

export interface AdapterParts {
  /** The `auth_token`: absent where the platform needs none. */
  readonly token?: Secret | undefined;
  /** Without the slash at the end; absent: the platform's own. */
  readonly endpoint?: string | undefined;
  readonly options: PlatformOptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: typeof globalThis.fetch;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

export interface Messenger {
  /** Asks nobody. @throws ConfigError when something is missing that the form could not know */
  open(parts: AdapterParts): ChannelAdapter;
}
