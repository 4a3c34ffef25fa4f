/** What keeps an eye on the node itself: vitals, declared alerts, and the checks of the doctor. */
import { configCheck } from '../config/config.check.ts';
import type { DoctorCheck } from '../core/doctor-check.ts';
import { alertsCheck } from '../monitor/alerts.check.ts';
import { IncidentBook } from '../monitor/incident-book.ts';
import { IncidentTeller } from '../monitor/incident-teller.ts';
import { Incidents } from '../monitor/incidents.ts';
import { anomalyCheck } from '../inference/anomaly/anomaly.check.ts';
import type { AnomalyDesk } from '../inference/anomaly/anomaly-desk.ts';
import { inferenceLatencyAlert } from '../inference/inference-latency.alert.ts';
import { modelsCheck } from '../inference/models.check.ts';
import type { Models } from '../inference/models.ts';
import { Doctor } from '../monitor/doctor.ts';
import { cpuAlert } from '../monitor/cpu.alert.ts';
import { eventLoopAlert } from '../monitor/event-loop.alert.ts';
import { memoryAlert } from '../monitor/memory.alert.ts';
import { channelsCheck } from '../gateway/channels/channels.check.ts';
import { ProcessVitals } from '../monitor/process-vitals.ts';
import { siteKeyCheck } from '../policy/site-key.check.ts';
import { brokerCheck } from '../mesh/broker/broker.check.ts';
import { devicesCheck } from '../mesh/devices/devices.check.ts';
import { boardsCheck } from '../mesh/link/boards.check.ts';
import { leadershipCheck } from '../mesh/leadership/leadership.check.ts';
import { discoveryCheck } from '../mesh/discovery/discovery.check.ts';
import { historyCheck } from '../state/history/history.check.ts';
import type { History } from '../state/history/history.ts';
import { taskFailuresAlert } from '../tasks/task-failures.alert.ts';
import type { Outbox } from '../tasks/outbox.ts';
import type { TaskList } from '../tasks/task-list.ts';
import type { BoardSide } from './board-side.ts';
import type { Ground } from './ground.ts';
import type { EventsSide } from './events-side.ts';
import { withTerminal } from './everybody.ts';
import type { ChannelsSide, GatewaySide, MeshSide, Watch } from './gateway-shapes.ts';
import { MEMORY_LIMIT_BYTES, nodeChecks } from './node-checks.ts';
import type { SiteKeeper } from './site-keeper.ts';

/** No other board can join, so there is nothing to be found. */
const NOT_LOOKING = { announces: false, links: [], peers: 0 };

export interface WatchParts {
  readonly board: BoardSide;
  readonly models: Models;
  readonly history: History;
  /** Absent: no other board can join. */
  readonly mesh: Pick<MeshSide, 'link' | 'presence' | 'clones' | 'address' | 'devices'> | undefined;
  readonly events: Pick<EventsSide, 'check' | 'news'>;
  readonly channels: Pick<ChannelsSide, 'everybody' | 'channels'>;
  /** What came of the newest edit of the site directory. */
  readonly edits: Pick<SiteKeeper, 'mistakes'>;
  /** What is watched for the unusual. */
  readonly watched: AnomalyDesk['list'];
  readonly tasks: TaskList['list'];
  /** What people hear waits there. */
  readonly outbox: () => Pick<Outbox, 'announce'>;
  /** Hears of them for the workflows that they start. */
  readonly happened: () => Pick<GatewaySide['events'], 'alert'>;
}

export function buildWatch(ground: Ground, parts: WatchParts): Watch {
  const { board, models, history, mesh, events, channels, edits } = parts;
  const { watched, tasks, outbox, happened } = parts;
  const { options, site, store, journal, clock, log, metrics } = ground;
  const directory = options.dataDirectory;
  const vitals = new ProcessVitals({ clock, metrics });
  const book = new IncidentBook({ store });
  const everybody = withTerminal(ground, channels.everybody);
  const teller = new IncidentTeller({ ...ground, news: events.news, outbox, everybody });
  const incidents: Incidents = new Incidents({
    declarations: [
      memoryAlert({ vitals, limitBytes: MEMORY_LIMIT_BYTES }),
      eventLoopAlert({ vitals }),
      cpuAlert({ vitals }),
      inferenceLatencyAlert({ latencies: models.latencies }),
      taskFailuresAlert({ tasks: { list: tasks }, clock }),
    ],
    ...{ book, clock, log },
    teller: {
      tell: async (phases, alongside) => {
        for (const { phase, incident } of phases)
          if (phase === 'began' || phase === 'over') await happened().alert(phase, incident);
        await teller.tell(phases, alongside);
      },
    },
  });
  const doctor = new Doctor({
    checks: [
      ...nodeChecks({ directory, clock, store, journal, board }),
      siteKeyCheck({ directory }),
      alertsCheck({ incidents }),
      configCheck({ site, mistakes: () => edits.mistakes }),
      modelsCheck({ models, things: board.things }),
      anomalyCheck({ desk: { list: watched } }),
      historyCheck({ history }),
      events.check,
      channelsCheck(channels),
      ...(mesh === undefined ? [] : meshChecks(ground, mesh)),
      leadershipCheck(ground.leadership),
      discoveryCheck({
        discovery: { state: () => mesh?.presence.discovery?.state() ?? NOT_LOOKING },
      }),
    ],
  });
  return { vitals, incidents, incidentBook: book, doctor };
}

/** Of a gateway that other boards can join. */
function meshChecks(
  { site, boardId: ownBoard }: Ground,
  { link, clones, address, devices }: NonNullable<WatchParts['mesh']>,
): readonly DoctorCheck[] {
  return [
    brokerCheck({ address }),
    devicesCheck({ register: devices }),
    boardsCheck({ site, ownBoard, nodes: () => link.nodes(), clones }),
  ];
}
