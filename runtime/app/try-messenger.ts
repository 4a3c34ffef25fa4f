/** An account on a messenger, tried in this process: no node runs, nothing is kept. */
import type { MessengerProof } from '../cli/ports.ts';
import type { SitePlatform } from '../config/site.ts';
import { systemClock as clock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { probeChannel } from '../gateway/channels/probe-channel.ts';
import { CURE_OF_CLOCK, saySkew, ServerClock } from '../gateway/channels/server-clock.ts';
import { adapterOf } from './channels-side.ts';

export async function tryMessenger(platform: SitePlatform): Promise<MessengerProof> {
  const server = new ServerClock({ fetch, clock });
  const adapter = await adapterOf(platform, { clock, log: silentLog, fetch: server.fetch });
  if (adapter === undefined) return { kind: 'silent' };
  const proof = {
    ...(await probeChannel(adapter, clock)),
    isPostedTo: adapter.receive !== undefined,
  };
  const { skewMs } = server;
  if (proof.kind !== 'trouble' || skewMs === undefined) return proof;
  const why = `${proof.why}; the clock of this board is ${saySkew(skewMs)}`;
  return { ...proof, why, cure: [CURE_OF_CLOCK, proof.cure].filter(Boolean).join('. ') };
}
