/** Everything people can ask of a gateway, from all rooms, in the order they read it in help. */
import type { Action } from '../actions/action.ts';
import type { PropertyAddress } from '../core/reading.ts';
import { statusAction, thingsAction } from '../devices/overview.action.ts';
import { busActions } from '../devices/bus/bus-actions.ts';
import { CalibrationDesk } from '../devices/calibration/calibration-desk.ts';
import { calibrationActions } from '../devices/calibration/calibration.actions.ts';
import { wiringAction } from '../devices/wiring.action.ts';
import { lookAction } from '../devices/look.action.ts';
import { historyAction } from '../devices/past/history.action.ts';
import { PastReader } from '../devices/past/past-reader.ts';
import { Plotter } from '../devices/past/plotter.ts';
import { plotAction } from '../devices/past/plot.action.ts';
import { pinsAction } from '../devices/pins.action.ts';
import { readAction } from '../devices/read.action.ts';
import { findPin, pinSubject } from '../devices/pins/pin-subject.ts';
import { refuseDevice } from '../devices/errors.ts';
import { anomalyActions } from '../inference/anomaly/anomaly.actions.ts';
import { headerOf } from '../hal/header.ts';
import { pinTestActions } from '../tasks/pin-test.action.ts';
import { simActions } from '../devices/sim.action.ts';
import { boardActions } from '../mesh/broker/board.action.ts';
import { brokerActions } from '../mesh/broker/grant.action.ts';
import { leadAction } from '../mesh/leadership/lead.action.ts';
import { boardsAction } from '../mesh/link/boards.action.ts';
import { channelsAction } from '../gateway/channels/channels.action.ts';
import { backupAction } from '../policy/backup.action.ts';
import { claimAction } from '../policy/claim.action.ts';
import { keyFingerprint } from '../policy/site-key.ts';
import { peopleDataActions } from '../policy/people-data.actions.ts';
import { peopleLinkActions } from '../policy/people-link.actions.ts';
import { OWNER } from '../policy/people.ts';
import { PersonalData } from '../policy/personal-data.ts';
import { tokenActions } from '../policy/token-actions.ts';
import { CachedJournal } from '../state/cached-journal.ts';
import type { JournalReader } from '../state/journal-reader.ts';
import { SiteJournal } from '../state/site-journal.ts';
import { journalActions } from '../tasks/journal-actions.ts';
import { lockOutsAction } from '../tasks/lock-outs.action.ts';
import { modeAction } from '../tasks/mode.action.ts';
import { setAction } from '../tasks/set.action.ts';
import { taskActions } from '../tasks/task-actions.ts';
import { timerAction } from '../tasks/timer.action.ts';
import { boardsWithHeaders } from './board-plans.ts';
import { busBenchOf, loadDrivers, simulatorOf, type BoardSide } from './board-side.ts';
import { eyesOf } from './eyes.ts';
import type { Desk, GatewayParts, Outlook } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';
import { keptWords } from './kept-words.ts';
import { VERSION } from './version.ts';

export function gatewayActions(
  ground: Ground,
  parts: GatewayParts,
  desk: Desk & Outlook,
): readonly Action[] {
  const { site, boardId, store, clock, speech, wallClock, claimDesk, tokens } = ground;
  const { dataDirectory, configDirectory } = ground.options;
  const { board, mesh, channels } = parts;
  const { control, modeControl, tasks, timers, things, modes } = desk;
  const overview = { site, things, modes, clock, speech };
  const refresh = async ({ address }: { readonly address: PropertyAddress }): Promise<void> => {
    await board.refresh(address);
  };
  const { past, plotter } = pastOf(ground, parts, things);
  const eyes = eyesOf(board, boardId);
  const timedRuns = { list: () => board.timedRuns() };
  const journal = journalOf(ground, parts);
  return [
    statusAction(overview),
    readAction({ things, clock, speech, refresh, trouble: eyes.trouble }),
    lookAction({ ...{ things, clock, speech }, ...eyes }),
    historyAction({ past, speech, wallClock }),
    plotAction({ past, speech, plotter }),
    setAction({ control, tasks, things, clock, wallClock, speech }),
    ...journalActions({ journal, things, speech, modes }),
    ...taskActions({ ...desk, timedRuns, journal, speech, clock }),
    timerAction({ timers, speech }),
    lockOutsAction({ things, modes, speech }),
    modeAction({ things, modes, control: modeControl, speech }),
    thingsAction(overview),
    boardsAction({
      ...{ site: () => site, ownBoard: boardId, version: VERSION, speech, clock },
      nodes: () => mesh?.link.nodes() ?? [],
    }),
    pinsAction({ boards: () => boardsWithHeaders(site, site.files, boardId), things, speech }),
    ...testActions(ground, parts, desk),
    ...calibrating(ground, parts, things),
    ...anomalyActions({ ...desk.anomalies, things, speech, past, plotter }),
    wiringAction({
      ...{ site, board: boardId, drivers: loadDrivers },
      hardware: () => board.plan?.hardware,
    }),
    ...busActions(busBenchOf(board)),
    ...simActions({
      simulator: simulatorOf(board),
      site: () => board.plan?.site,
      things: board.things,
    }),
    claimAction(claimDesk),
    leadAction(ground.leadership),
    ...joinActions(ground, parts),
    ...tokenActions(tokens),
    ...peopleLinkActions(channels.identities),
    channelsAction({ channels: channels.channels, speech }),
    ...peopleDataActions(personalData(ground, parts, { desk, journal })),
    backupAction({ store, clock, directory: dataDirectory, configDirectory }),
  ];
}

function personalData(
  { boardId: board, people, journal, site }: Ground,
  { channels }: GatewayParts,
  { desk, journal: reader }: { readonly desk: Desk; readonly journal: JournalReader },
): PersonalData {
  const { watchers } = desk.anomalies;
  const { identities, channels: messengers, rooms } = channels;
  return new PersonalData({
    ...{ board, people, identities, journal, reader },
    words: keptWords({ ...desk, watchers, ...rooms }),
    chatsOf: (person) => [
      ...messengers.ownChatsOf(person),
      ...(person === OWNER.id ? [`cli:${OWNER.id}`] : []),
    ],
    openTasks: (person) => desk.tasks.open(person),
    isNamed: (person) => site.people.some(({ id }) => id === person),
  });
}

/** Of the whole site. */
function journalOf(
  { boardId: board, journal: own, clock }: Ground,
  { past: { copies } }: GatewayParts,
): JournalReader {
  return new CachedJournal({
    journal: new SiteJournal({ board, own, copies }),
    version: async () => [own.head.hash, ...(await copies.ends())].join(' '),
    clock,
  });
}

function calibrating(
  { boardId, journal, clock, speech }: Ground,
  { board }: GatewayParts,
  things: Outlook['things'],
): readonly Action[] {
  const { calibrations } = board;
  const refresh = (address: PropertyAddress): ReturnType<BoardSide['refresh']> =>
    board.refresh(address);
  const find: Outlook['things']['find'] = (address) => things.find(address);
  const desk = new CalibrationDesk({
    ...{ board: boardId, calibrations, journal, clock, find, refresh },
  });
  return calibrationActions({ desk, calibrations, things, speech });
}

/** Of the pins of the board that this node plays: whoever tests stands before it. */
function testActions(
  { boardId, clock, speech, presence }: Ground,
  { board }: GatewayParts,
  { control, pins, things, refusals }: Desk & Outlook,
): readonly Action[] {
  const subject = (pin: string): ReturnType<typeof pinSubject> => {
    const { plan } = board;
    if (plan === undefined)
      return refuseDevice('DEVICE_NO_PLAN', 'this board has no configuration');
    const line = findPin(plan.hardware, pin);
    const header = headerOf(plan.hardware);
    return typeof line === 'string' ? pinSubject({ site: plan.site, header }, line) : line;
  };
  return pinTestActions({
    ...{ board: boardId, subject, control, pins, presence, things, speech, clock },
    onWrongCode: async ({ person: actor, via, words: cause }, refusal) => {
      await refusals.record({ board: boardId, actor, via, cause }, refusal);
    },
  });
}

function pastOf(
  { clock, speech, wallClock }: Ground,
  { past: { history } }: GatewayParts,
  things: Outlook['things'],
): { readonly past: PastReader; readonly plotter: Plotter } {
  const past = new PastReader({ things, history, clock });
  return { past, plotter: new Plotter({ speech, wallClock }) };
}

/** Who may come in by the broker. */
function joinActions(
  { site, boardId, key }: Ground,
  { accounts }: GatewayParts,
): readonly Action[] {
  const names = (): readonly string[] => site.boards.map(({ id }) => id);
  const others = (): readonly string[] => names().filter((id) => id !== boardId);
  const fingerprint = keyFingerprint(key.publicKey);
  return [
    ...boardActions({ accounts, site: site.id, fingerprint, boards: others }),
    ...brokerActions({ accounts, site: site.id, boards: names }),
  ];
}
