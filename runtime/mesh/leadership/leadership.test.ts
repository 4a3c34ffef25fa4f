/** What a gateway does by itself when who leads changes at a bad moment. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'uvu';
import { FakeClock } from '../../../test/fake-clock.ts';
import { openState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { silentLog } from '../../core/log.ts';
import type { Service } from '../../core/service.ts';
import type { SiteKey } from '../../policy/site-key.ts';
import type { Announcement } from '../discovery/announcement.ts';
import { sayLead } from './lead.ts';
import { Leadership } from './leadership.ts';

const SITE = 'farm';
const key: SiteKey = { id: '0123456789abcdef', ...generateKeyPairSync('ed25519') };

/** Work that a test holds up, or lets fail. */
class Work implements Service {
  isRunning = false;
  onStart = (): Promise<void> => Promise.resolve();
  onStop = (): Promise<void> => Promise.resolve();

  async start(): Promise<void> {
    await this.onStart();
    this.isRunning = true;
  }

  async stop(): Promise<void> {
    await this.onStop();
    this.isRunning = false;
  }
}

interface Rig {
  readonly clock: FakeClock;
  readonly work: Work;
  readonly leadership: Leadership;
  readonly service: Service;
  /** As it stands on the disk. */
  readonly kept: () => Promise<Leadership>;
}

function fact(sentence: string, check: (rig: Rig) => Promise<void>): void {
  test(sentence, () =>
    inTempDirectory(async (directory) => {
      const clock = new FakeClock();
      const state = await openState(directory, clock);
      const { store } = state;
      const work = new Work();
      const make = async (): Promise<Leadership> => {
        const leadership = new Leadership({ site: SITE, key, store, clock, log: silentLog });
        await leadership.load();
        return leadership;
      };
      const leadership = await make();
      const none = (): Promise<void> => Promise.resolve();
      const service = leadership.whileLeading({
        ...{ always: [], finishing: [], beginning: [work] },
        ...{ endLeft: none, passOver: none },
      });
      leadership.say('own0000000');
      try {
        await check({ clock, work, leadership, service, kept: make });
      } finally {
        await service.stop();
        await state.close();
      }
    }),
  );
}

/** Another one that leads since long ago. */
function other(): Announcement {
  const lead = { term: 0, since: 1, nonce: 'other00000', stage: 'leads' } as const;
  return {
    ...{ id: 'hall', role: 'gateway', site: SITE, version: '1.0.0', port: 1883 },
    ...{ bootNonce: lead.nonce, addresses: ['10.0.0.7'], ...sayLead(SITE, key, lead) },
  };
}

fact(
  'what was named last stands on the disk, however long the work before took to stop',
  async (rig) => {
    const { clock, work, leadership, service, kept } = rig;
    await service.start(new AbortController().signal);
    await clock.advance(2_000);
    assert.ok(work.isRunning);
    let goOn = (): void => undefined;
    work.onStop = () => new Promise((resolve) => (goOn = resolve));
    leadership.hear(other());
    await clock.advance(1);
    await leadership.lead();
    goOn();
    work.onStop = () => Promise.resolve();
    await clock.advance(5_000);
    assert.deepEqual([leadership.behind, work.isRunning], [undefined, true]);
    assert.equal((await kept()).behind, undefined);
  },
);

fact('what cannot start is started when it can', async ({ clock, work, service }) => {
  work.onStart = () => Promise.reject(new Error('the disk is full'));
  await service.start(new AbortController().signal);
  await clock.advance(2_000);
  assert.equal(work.isRunning, false);
  work.onStart = () => Promise.resolve();
  await clock.advance(20_000);
  assert.ok(work.isRunning);
});

fact(
  'one that cannot stop its work stands back all the same, also after a restart',
  async (rig) => {
    const { clock, work, leadership, service, kept } = rig;
    await service.start(new AbortController().signal);
    await clock.advance(2_000);
    work.onStop = () => Promise.reject(new Error('stuck'));
    leadership.hear(other());
    await clock.advance(1);
    assert.equal((await kept()).behind, '10.0.0.7:1883');
    work.onStop = () => Promise.resolve();
  },
);

fact('what could not start is not tried again after the stop', async ({ clock, work, service }) => {
  work.onStart = () => Promise.reject(new Error('the disk is full'));
  await service.start(new AbortController().signal);
  await clock.advance(2_000);
  await service.stop();
  work.onStart = () => Promise.resolve();
  await clock.advance(20_000);
  assert.equal(work.isRunning, false);
});

test.run();
