/** What keeps an eye on the node itself: vitals, declared alerts, and the checks of the doctor. */
import { configCheck } from '../config/config.check.ts';
import type { DoctorCheck } from '../core/doctor-check.ts';
import type { AlertDeclaration, AlertState } from '../core/alert.ts';
import { AlertEngine } from '../monitor/alert-engine.ts';
import { anomalyCheck } from '../inference/anomaly/anomaly.check.ts';
import type { AnomalyDesk } from '../inference/anomaly/anomaly-desk.ts';
import { inferenceLatencyAlert } from '../inference/inference-latency.alert.ts';
import { modelsCheck } from '../inference/models.check.ts';
import type { Models } from '../inference/models.ts';
import { Doctor } from '../monitor/doctor.ts';
import { cpuAlert } from '../monitor/cpu.alert.ts';
import { eventLoopAlert } from '../monitor/event-loop.alert.ts';
import { memoryAlert } from '../monitor/memory.alert.ts';
import { ProcessVitals } from '../monitor/process-vitals.ts';
import { siteKeyCheck } from '../policy/site-key.check.ts';
import { brokerCheck } from '../mesh/broker/broker.check.ts';
import { devicesCheck } from '../mesh/devices/devices.check.ts';
import { boardsCheck } from '../mesh/link/boards.check.ts';
import { discoveryCheck } from '../mesh/discovery/discovery.check.ts';
import { historyCheck } from '../state/history/history.check.ts';
import type { History } from '../state/history/history.ts';
import { taskFailuresAlert } from '../tasks/task-failures.alert.ts';
import type { TaskList } from '../tasks/task-list.ts';
import type { BoardSide } from './board-side.ts';
import type { Ground } from './ground.ts';
import type { EventsSide } from './events-side.ts';
import type { MeshSide, Watch } from './gateway-shapes.ts';
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
  readonly events: Pick<EventsSide, 'check'>;
  /** What came of the newest edit of the site directory. */
  readonly edits: Pick<SiteKeeper, 'mistakes'>;
  /** What is watched for the unusual. */
  readonly watched: AnomalyDesk['list'];
  readonly tasks: TaskList['list'];
  /** People hear of it. */
  readonly tellAlert: (alert: AlertState, declaration: AlertDeclaration) => void;
}

export function buildWatch(
  ground: Ground,
  { board, models, history, mesh, events, edits, watched, tasks, tellAlert }: WatchParts,
): Watch {
  const { options, site, store, journal, clock, log, metrics } = ground;
  const directory = options.dataDirectory;
  const vitals = new ProcessVitals({ clock, metrics });
  const alerts = new AlertEngine({
    declarations: [
      memoryAlert({ vitals, limitBytes: MEMORY_LIMIT_BYTES }),
      eventLoopAlert({ vitals }),
      cpuAlert({ vitals }),
      inferenceLatencyAlert({ latencies: models.latencies }),
      taskFailuresAlert({ tasks: { list: tasks }, clock }),
    ],
    ...{ clock, log },
    onChange: (alert, declaration) => {
      const { code, state, value } = alert;
      log.warn({ alert: code, state, value }, 'alert changed');
      tellAlert(alert, declaration);
    },
  });
  const doctor = new Doctor({
    checks: [
      ...nodeChecks({ directory, clock, store, journal, board }),
      siteKeyCheck({ directory }),
      configCheck({ site, mistakes: () => edits.mistakes }),
      modelsCheck({ models, things: board.things }),
      anomalyCheck({ desk: { list: watched } }),
      historyCheck({ history }),
      events.check,
      ...(mesh === undefined ? [] : meshChecks(ground, mesh)),
      discoveryCheck({
        discovery: { state: () => mesh?.presence.discovery?.state() ?? NOT_LOOKING },
      }),
    ],
  });
  return { vitals, alerts, doctor };
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
