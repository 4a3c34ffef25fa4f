/** What boards may send to the gateway's end of the links; the broker before it is a list of listeners. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { silentLog } from '../../core/log.ts';
import { formatAddress, type Reading } from '../../core/reading.ts';
import { loadSiteKey } from '../../policy/site-key.ts';
import { JournalCopies } from '../../state/journal-copies.ts';
import type { BrokerMessage } from '../broker/broker.ts';
import { BundleDesk } from '../bundle/bundle-desk.ts';
import { encodePack } from '../wire/senml.ts';
import { GatewayLink } from './gateway-link.ts';

const SITE = 'greenhouse';
const NOW = Date.UTC(2026, 5, 1);
const TOPICS = ['status', 'modes', 'r/tank', 'res', 'event/tank', 'journal', 'backlog'];

interface Bench {
  readonly clock: FakeClock;
  /** The broker brings what a client has published. Resolves when it was looked at. */
  readonly bring: (client: string, topic: string, payload: Uint8Array) => Promise<void>;
  /** What came of readings: `board thing.property value`. */
  readonly readings: string[];
  /** Everything else that came through. */
  readonly others: string[];
  /** Reasons, as often as they were counted. */
  readonly refused: string[];
  /** Lines of the log. */
  readonly said: { readonly reason: string; readonly from: string; readonly count: number }[];
}

function withLink(use: (bench: Bench) => Promise<void>): Promise<void> {
  const clock = new FakeClock(NOW);
  return inTempDirectory(async (directory) => {
    const key = await loadSiteKey(directory);
    await withState(directory, clock, async ({ store }) => {
      const bench = { readings: [], others: [], refused: [], said: [] } as Pick<
        Bench,
        'readings' | 'others' | 'refused' | 'said'
      >;
      const listeners: ((message: BrokerMessage) => void)[] = [];
      const broker = {
        publish: () => Promise.resolve(),
        subscribe: (_filter: string, listener: (message: BrokerMessage) => void) => {
          if (listeners.length === 0) listeners.push(listener);
          return () => undefined;
        },
      };
      const tell = (what: string) => () => void bench.others.push(what);
      const link = new GatewayLink({
        ...{ site: SITE, key, broker, store, clock },
        bundles: new BundleDesk({ key, store, outlet: broker }),
        journals: new JournalCopies({ store, log: silentLog }),
        log: {
          ...silentLog,
          warn: (fields) => void bench.said.push(fields as Bench['said'][number]),
        },
        metrics: {
          increment: (_metric, labels) => void bench.refused.push(labels?.['reason'] ?? ''),
          ...{ set: () => undefined, observe: () => undefined },
        },
        events: {
          reading: (board, address, { value }) =>
            void bench.readings.push(`${board} ${formatAddress(address)} ${String(value)}`),
          event: () => Promise.resolve(void bench.others.push('event')),
          ...{ late: tell('late'), modes: tell('modes'), node: tell('node'), ask: tell('ask') },
          lateOutcome: tell('outcome'),
        },
      });
      await link.start();
      await use({
        ...{ ...bench, clock },
        bring: async (client, topic, payload) => {
          for (const listener of listeners) listener({ client, topic, payload });
          // What it takes in is durable, or refused, behind this.
          await store.durable([]);
        },
      });
      await link.stop();
    });
  });
}

function topicOf(node: string, what: string): string {
  return `bt/1/${SITE}/${node}/${what}`;
}

function pack(thing: string, reading: Partial<Reading> = {}, node = 'pump-room'): Uint8Array {
  const level: Reading = { value: 0.5, quality: 'good', at: NOW, ...reading };
  const readings = [{ property: 'level', reading: level }];
  return encodePack({ site: SITE, node, thing, readings }, NOW);
}

const test = suite('what boards send');

test('brings nothing about when it is junk, and is counted', () =>
  withLink(async ({ bring, readings, others, refused }) => {
    // An empty map says that all modes are as they were: no junk.
    const junk = fc
      .uint8Array({ minLength: 1, maxLength: 200 })
      .filter(([first]) => first !== 0xa0);
    const check = async (what: string, bytes: Uint8Array): Promise<void> => {
      const before = refused.length;
      await bring('pump-room', topicOf('pump-room', what), bytes);
      while (refused.length === before) await bring('pump-room', 'nothing', Uint8Array.of(1));
    };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...TOPICS), junk, check), { numRuns: 300 });
    assert.equal([readings, others], [[], []]);
    await bring('roof', topicOf('roof', 'r/tank'), pack('tank', {}, 'roof'));
    assert.equal(readings, ['roof tank.level 0.5']);
  }));

test('is refused in the name of another board, by topic, by name and by thing', () =>
  withLink(async ({ bring, readings, refused }) => {
    await bring('roof', topicOf('pump-room', 'r/tank'), pack('tank'));
    await bring('roof', topicOf('roof', 'r/tank'), pack('tank'));
    await bring('pump-room', topicOf('pump-room', 'r/pump'), pack('tank'));
    assert.equal(readings, []);
    assert.equal(refused, ['MESH_FOREIGN_NAME', 'MESH_FOREIGN_NAME', 'MESH_FOREIGN_NAME']);
  }));

test('is refused when it is a reading of the future; five minutes are a difference of clocks', () =>
  withLink(async ({ bring, readings, refused }) => {
    await bring('pump-room', topicOf('pump-room', 'r/tank'), pack('tank', { at: NOW + 300_001 }));
    assert.equal([readings, refused], [[], ['MESH_FUTURE_READING']]);
    await bring('pump-room', topicOf('pump-room', 'r/tank'), pack('tank', { at: NOW + 300_000 }));
    assert.equal(readings, ['pump-room tank.level 0.5']);
  }));

test('is said once a minute of each board, however much of it comes', () =>
  withLink(async ({ bring, said, refused, clock }) => {
    const junk = Uint8Array.of(0xff);
    for (let count = 0; count < 200; count += 1)
      await bring('pump-room', topicOf('pump-room', 'r/tank'), junk);
    await bring('roof', topicOf('roof', 'r/tank'), junk);
    await clock.advance(60_000);
    await bring('pump-room', topicOf('pump-room', 'r/tank'), junk);
    assert.is(refused.length, 202);
    assert.equal(
      said.map(({ from, count }) => `${from} ${String(count)}`),
      ['pump-room 1', 'roof 1', 'pump-room 200'],
    );
  }));

test.run();
