/** An account on a messenger, tried in this process: no node runs, nothing is kept. */
import type { SitePlatform } from '../config/site.ts';
import { systemClock as clock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { probeChannel, type Proof } from '../gateway/channels/probe-channel.ts';
import { adapterOf } from './channels-side.ts';

export async function tryMessenger(platform: SitePlatform): Promise<Proof> {
  const adapter = await adapterOf(platform, { clock, log: silentLog });
  return adapter === undefined ? { kind: 'silent' } : probeChannel(adapter, clock);
}
