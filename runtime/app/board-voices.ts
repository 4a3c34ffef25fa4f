/**
 * What other boards say, to whom it concerns at the gateway. A board is believed about its own things
 * only: what it says of another's is dropped here, whatever door it came by.
 */
import type { Metrics } from '../core/metric.ts';
import { formatAddress, isTrustworthy } from '../core/reading.ts';
import type { DistantThings } from '../devices/distant-things.ts';
import { AUTO } from '../devices/modes.ts';
import { Complaints } from '../mesh/link/complaints.ts';
import type { GatewayEvents } from '../mesh/link/gateway-link.ts';
import type { TaskFeed } from '../mesh/link/task-feed.ts';
import type { History } from '../state/history/history.ts';
import type { NewsDesk } from '../tasks/news-desk.ts';
import type { BoardReports } from '../workflows/board/board-reports.ts';
import { eventFromMesh } from './board-events.ts';
import type { GatewaySide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';

type Heard = Pick<GatewaySide, 'distant' | 'modes'> & {
  readonly news: Pick<NewsDesk, 'hear' | 'late'>;
  readonly events: Pick<GatewaySide['events'], 'thing' | 'board'>;
  readonly workflows: { readonly reports: Pick<BoardReports, 'hear'> };
};

export interface BoardVoicesParts {
  /** What the rules of this node's own board read elsewhere. */
  readonly board: { readonly foreign: Pick<DistantThings, 'hear' | 'lose'> };
  readonly gateway: () => Heard;
  readonly history: Pick<History, 'record'>;
  readonly feed: () => Pick<TaskFeed, 'tellAll'>;
}

export function boardVoices(
  ground: Pick<Ground, 'site' | 'store' | 'clock' | 'log'> & { readonly metrics: Metrics },
  { board: own, gateway, history, feed }: BoardVoicesParts,
): GatewayEvents {
  const { site, store, clock, log } = ground;
  const complaints = new Complaints(ground);
  const isOf = (board: string, thing: string): boolean =>
    gateway().distant.boardOf(thing) === board;
  return {
    reading: (board, address, reading) => {
      if (!isOf(board, address.thing)) return;
      gateway().distant.hear(address, reading);
      own.foreign.hear(address, reading);
    },
    late: ({ node, thing, readings }) => {
      if (!isOf(node, thing)) return;
      for (const { property, reading } of readings)
        if (isTrustworthy(reading) && typeof reading.value !== 'string' && reading.value !== null)
          history.record(formatAddress({ thing, property }), reading.at, reading.value);
    },
    modes: (board, modes) => {
      const things = site.boards.find(({ id }) => id === board)?.things ?? [];
      gateway().modes.hear(new Map(things.map(({ id }) => [id, modes[id] ?? AUTO])));
    },
    event: async (board, message, alongside) => {
      const { reports } = gateway().workflows;
      // What is about no thing of a board is about the board itself.
      if (message.thing === board && (await reports.hear(board, message.data, alongside))) return;
      // Of a newer version, perhaps: then this one knows nobody to tell.
      const event = isOf(board, message.thing) ? eventFromMesh(message) : undefined;
      if (event !== undefined) {
        // Before it is acknowledged: the same event again begins no second run.
        await gateway().events.thing(event, message.at);
        return gateway().news.hear(event, alongside);
      }
      const { thing, name } = message;
      complaints.add('MESH_FOREIGN_NAME', `${name} of ${thing} is not for ${board} to tell`, board);
      return store.durable(alongside);
    },
    node: ({ node, isOnline }) => {
      gateway().events.board(node, isOnline, clock.now());
      if (isOnline) {
        feed().tellAll(node);
        return;
      }
      gateway().distant.lose(node);
      own.foreign.lose(node);
    },
    ask: (board) => {
      feed().tellAll(board);
    },
    lateOutcome: (board, record) => {
      gateway()
        .news.late(record)
        .catch((error: unknown) => {
          log.error({ board, error }, 'late outcome could not be told');
        });
    },
  };
}
