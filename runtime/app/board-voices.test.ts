/** What the gateway believes of what other boards say, on the sample of two boards. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { driverCatalog } from '../../drivers/catalog.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { noMetrics } from '../../test/no-metrics.ts';
import { withState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { LiveSite } from '../config/live-site.ts';
import { readSite } from '../config/read-site.ts';
import { silentLog } from '../core/log.ts';
import type { Reading } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import type { BoardEvent } from '../devices/board-event.ts';
import { DistantThings } from '../devices/distant-things.ts';
import { Modes } from '../devices/modes.ts';
import { SiteModes } from '../devices/site-modes.ts';
import type { GatewayEvents } from '../mesh/link/gateway-link.ts';
import { defineSpace } from '../state/space.ts';
import { eventToMesh } from './board-events.ts';
import { boardVoices } from './board-voices.ts';

const NOW = Date.UTC(2026, 5, 1);
const OURS = 'greenhouse';
const OTHER = 'pump-room';
const places = defineSpace({ name: 'places', schema: z.number() });

const sources = { boardsDirectory: 'boards', drivers: driverCatalog };
const { site, boards } = await readSite('provisioning/two-boards', sources);
if (site === undefined) throw new Error('the sample of two boards has mistakes');
const live = new LiveSite(site, boards);
const thingsOf = (board: string): LiveSite['boards'][number]['things'] =>
  live.boards.find(({ id }) => id === board)?.things ?? [];

interface Bench {
  readonly voices: GatewayEvents;
  readonly distant: DistantThings;
  readonly modes: SiteModes;
  readonly news: BoardEvent[];
  /** What workflows hear of. */
  readonly happened: string[];
  readonly recorded: string[];
  /** Lines of the log. */
  readonly said: string[];
  /** Tells of an event as a board does; whether its place in the outbox was kept. */
  readonly tell: (board: string, thing: string, event: BoardEvent) => Promise<boolean>;
}

function withVoices(use: (bench: Bench) => Promise<void> | void): Promise<void> {
  const clock = new FakeClock(NOW);
  return inTempDirectory((directory) =>
    withState(directory, clock, async ({ store }) => {
      const distant = new DistantThings({ clock });
      distant.replace(thingsOf(OTHER));
      const modes = new SiteModes({ own: new Modes({ store, clock }) });
      const news: BoardEvent[] = [];
      const happened: string[] = [];
      const recorded: string[] = [];
      const said: string[] = [];
      const log = { ...silentLog, warn: (_: object, text: string) => void said.push(text) };
      const hear = (event: BoardEvent, alongside: Parameters<typeof store.durable>[0] = []) => {
        news.push(event);
        return store.durable(alongside);
      };
      const voices = boardVoices(
        { site: live, store, clock, log, metrics: noMetrics },
        {
          board: { foreign: distant },
          gateway: () => ({
            ...{ distant, modes, news: { hear, late: () => Promise.resolve() } },
            workflows: { reports: { hear: () => Promise.resolve(false) } },
            events: {
              thing: ({ kind }) => Promise.resolve(void happened.push(kind)),
              board: (board, isOnline) => void happened.push(`${board} ${String(isOnline)}`),
            },
          }),
          feed: () => ({ tellAll: () => undefined }),
          history: { record: (series) => void recorded.push(series) },
        },
      );
      const space = store.space(places);
      let told = 0;
      const tell: Bench['tell'] = async (board, thing, event) => {
        const key = `event-${String((told += 1))}`;
        await voices.event(board, { ...eventToMesh(event, 0), thing }, [space.put(key, told)]);
        return (await space.get(key)) === told;
      };
      await use({ voices, distant, modes, news, happened, recorded, said, tell });
    }),
  );
}

function forcedOn(thing: string): BoardEvent {
  const why = { code: 'X', message: 'no', hint: 'wait' };
  return {
    ...{ kind: 'forced', thing, property: 'power', why },
    outcome: { status: 'refused', refusal: why },
  };
}

const warm: Reading = { value: 21, unit: '°C', quality: 'good', at: NOW };

test('a board tells of what happened to its own things', () =>
  withVoices(async ({ tell, news }) => {
    const event = forcedOn('frost-heater');
    assert.ok(await tell(OTHER, 'frost-heater', event));
    assert.equal(news, [event]);
  }));

test("a board's events about things of another are no news, and are not asked for again", () =>
  withVoices(async ({ tell, news, said }) => {
    assert.ok(await tell(OTHER, 'pump', forcedOn('pump')));
    assert.ok(await tell(OTHER, 'frost-heater', forcedOn('pump')));
    assert.ok(await tell(OURS, 'frost-heater', forcedOn('frost-heater')));
    assert.equal(news, []);
    assert.is(said.length, 2, 'once of each board');
  }));

test("a board's readings of another's things are not heard, now or late", () =>
  withVoices(({ voices, distant, recorded }) => {
    const address = { thing: 'water', property: 'temperature' };
    const readings = [{ property: 'temperature', reading: warm }];
    voices.reading(OURS, address, warm);
    voices.late({ site: live.id, node: OURS, thing: 'water', readings });
    assert.is(distant.find(address)?.reading().value, null);
    voices.reading(OTHER, address, warm);
    voices.late({ site: live.id, node: OTHER, thing: 'water', readings });
    assert.is(distant.find(address)?.reading().value, 21);
    assert.equal(recorded, ['water.temperature']);
  }));

test('a board sets the modes of its own things only', () =>
  withVoices(({ voices, modes }) => {
    const hand = { base: 'hand' as const, tags: [] };
    voices.modes(OTHER, { pump: hand, 'frost-heater': hand });
    assert.is(modes.nameOf('frost-heater'), 'hand');
    assert.is(modes.nameOf('pump'), 'auto');
  }));

test.run();
