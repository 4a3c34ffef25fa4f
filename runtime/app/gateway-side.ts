/** The gateway role of the node: tasks, the catalogue of actions, language and the conversation. */
import { Catalogue } from '../actions/catalogue.ts';
import { helpAction } from '../actions/help.action.ts';
import type { Action } from '../actions/action.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import { modeAction } from '../devices/mode.action.ts';
import { boardsAction, statusAction, thingsAction } from '../devices/overview.action.ts';
import { pinsAction } from '../devices/pins.action.ts';
import { readAction } from '../devices/read.action.ts';
import { simActions } from '../devices/sim.action.ts';
import { Conversation } from '../gateway/conversation.ts';
import { createGrammar } from '../language/grammar.ts';
import { doctorAction } from '../monitor/doctor.action.ts';
import { claimAction } from '../policy/claim.action.ts';
import { Confirmations } from '../policy/confirmations.ts';
import { authorize } from '../policy/roles.ts';
import { RefusalLedger } from '../state/refusal-ledger.ts';
import type { CommandLink } from '../tasks/command-link.ts';
import { Control, type WriteRequest } from '../tasks/control.ts';
import { Inbox } from '../tasks/inbox.ts';
import { journalActions } from '../tasks/journal-actions.ts';
import { NewsDesk } from '../tasks/news-desk.ts';
import { Outbox } from '../tasks/outbox.ts';
import { Schedule } from '../tasks/schedule.ts';
import { setAction } from '../tasks/set.action.ts';
import { taskActions } from '../tasks/task-actions.ts';
import { TaskList } from '../tasks/task-list.ts';
import type { BoardSide } from './board-side.ts';
import type { Ground } from './ground.ts';
import type { Watch } from './watch.ts';

interface Desk {
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly confirmations: Confirmations<WriteRequest>;
  readonly refusals: RefusalLedger;
  readonly news: NewsDesk;
  readonly schedule: Schedule;
  readonly control: Control;
}

export interface GatewaySide extends Desk {
  readonly catalogue: Catalogue;
  readonly conversation: Conversation;
}

export function buildGatewaySide(ground: Ground, board: BoardSide, watch: Watch): GatewaySide {
  const { site, speech, clock } = ground;
  const desk = buildDesk(ground, board);
  const { inbox, outbox, confirmations } = desk;
  const catalogue: Catalogue = new Catalogue({
    actions: [
      helpAction((asker) =>
        catalogue.list().filter((action) => authorize(action, asker) === undefined),
      ),
      ...actionsOf(ground, board, desk),
      doctorAction(watch),
    ],
    authorize,
  });
  const grammar = createGrammar({ site });
  const conversation = new Conversation({
    ...{ catalogue, speech, inbox, outbox, clock, language: site.language },
    understand: (text, context) => grammar.understand(text, context),
    openQuestion: ({ person, chat }) => confirmations.openFor(person, chat)?.token,
  });
  return { ...desk, catalogue, conversation };
}

function buildDesk(
  { site, store, journal, key, metrics, log, clock }: Ground,
  { role, events }: BoardSide,
): Desk {
  const tasks = new TaskList({ store, clock, metrics });
  const outbox = new Outbox({ store, clock });
  const inbox = new Inbox({ store, clock });
  const confirmations = new Confirmations<WriteRequest>({ clock });
  const refusals = new RefusalLedger({ journal, clock, log });
  const look = (address: PropertyAddress): Promise<Reading | undefined> => role.refresh(address);
  const news = new NewsDesk({ tasks, outbox, clock, log, look });
  events.listener = news;
  const schedule: Schedule = new Schedule({
    ...{ tasks, clock, log },
    run: (task) => control.run(task, { end: (ended, outcome) => news.planned(ended, outcome) }),
    miss: (task) => news.missed(task),
  });
  // One node: the bytes are handed over. The mesh will carry them to other boards, unchanged.
  const link: CommandLink = {
    send: (_board, bytes, onSettling) => role.receive(bytes, onSettling),
  };
  const control = new Control({
    ...{ site, key, link, tasks, inbox, confirmations, refusals, news, clock },
    schedule: (task) => {
      schedule.arm(task);
    },
  });
  return { tasks, outbox, inbox, confirmations, refusals, news, schedule, control };
}

/** In the order people read them in help. */
function actionsOf(ground: Ground, { hardware, role }: BoardSide, desk: Desk): readonly Action[] {
  const { site, siteBoard, journal, clock, speech, wallClock, claimDesk } = ground;
  const { things, modes, timedRuns } = role;
  const { control, tasks, inbox, schedule } = desk;
  const overview = { site, things, modes, speech };
  const refresh = async ({
    address,
  }: {
    address: Parameters<typeof role.refresh>[0];
  }): Promise<void> => {
    await role.refresh(address);
  };
  return [
    statusAction(overview),
    readAction({ things, clock, speech, refresh }),
    setAction({ control, things, clock, wallClock, speech }),
    ...journalActions({ journal, speech }),
    ...taskActions({ control, tasks, inbox, schedule, timedRuns, journal, speech }),
    modeAction({ things, modes, journal, clock, speech, perform: (order) => role.perform(order) }),
    thingsAction(overview),
    boardsAction(overview),
    pinsAction({ site: siteBoard, board: hardware, things }),
    ...simActions({ simulator: hardware.faults, site: siteBoard, things }),
    claimAction(claimDesk),
  ];
}
