/** The gateway role of the node: tasks, the catalogue of actions, language and the conversation. */
import { Catalogue } from '../actions/catalogue.ts';
import { helpAction } from '../actions/help.action.ts';
import { learnedOf, withoutLearnedOf } from '../config/with-learned.ts';
import { formatAddress, type PropertyAddress, type Reading } from '../core/reading.ts';
import type { BoardEvent } from '../devices/board-event.ts';
import { DistantThings } from '../devices/distant-things.ts';
import { PictureReader } from '../devices/picture-reader.ts';
import { SiteModes } from '../devices/site-modes.ts';
import { SiteThings } from '../devices/site-things.ts';
import { Conversation, type ConversationParts } from '../gateway/conversation.ts';
import { createGrammar } from '../language/grammar.ts';
import { PhraseBook } from '../language/phrases/phrase-book.ts';
import { alertActions } from '../monitor/alerts.actions.ts';
import { doctorAction } from '../monitor/doctor.action.ts';
import { Confirmations } from '../policy/confirmations.ts';
import { authorize } from '../policy/roles.ts';
import { RefusalLedger } from '../state/refusal-ledger.ts';
import { begunBy } from '../tasks/begun-by.ts';
import { Control, type ControlParts } from '../tasks/control.ts';
import { Inbox } from '../tasks/inbox.ts';
import { ModeControl } from '../tasks/mode-control.ts';
import { NewsDesk } from '../tasks/news-desk.ts';
import type { Order } from '../tasks/order.ts';
import { Outbox } from '../tasks/outbox.ts';
import { PinControl } from '../tasks/pin-control.ts';
import type { Proposals } from '../tasks/proposal.ts';
import { QuestionDesk } from '../tasks/question-desk.ts';
import { Schedule } from '../tasks/schedule.ts';
import { TaskList } from '../tasks/task-list.ts';
import { Timers } from '../tasks/timers.ts';
import { Advice } from './advice.ts';
import { buildAnomalies } from './anomalies.ts';
import type { BoardSide } from './board-side.ts';
import { gatewayActions } from './gateway-actions.ts';
import type { Desk, GatewayParts, GatewaySide, Outlook, WorkflowsSide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';
import { picturesOf } from './pictures-of.ts';
import { lastOrderOf, openQuestionsOf } from './open-questions.ts';
import { upcomingOf } from './upcoming-of.ts';
import { buildPhrasesSide } from './phrases-side.ts';
import { tellOfLeading } from './tell-of-leading.ts';
import { buildTaskSide } from './task-side.ts';
import { buildWorkflowsSide } from './workflows-side.ts';

/** Of what somebody said and may not do. */
const MAX_WORDS = 200;

export function buildGatewaySide(ground: Ground, parts: GatewayParts): GatewaySide {
  const { site, speech, clock } = ground;
  const { board, watch, second } = parts;
  const outlook = buildOutlook(ground, board);
  const carryOut: Proposals['carryOut'] = (...all) => workflows.proposals.carryOut(...all);
  const links = { catalogue: () => catalogue, proposals: { carryOut } };
  const desk = buildDesk(ground, parts, outlook, links);
  const { inbox, outbox, confirmations, phrases } = desk;
  const { things } = outlook;
  const isWorkflow = (called: string): boolean => workflows.workflows.find(called) !== undefined;
  let grammar = createGrammar({ site, second, isWorkflow });
  site.onChange(() => {
    grammar = createGrammar({ site, second, isWorkflow });
  });
  const { actions, phrased, judgePhrase } = buildPhrasesSide(ground, {
    book: phrases,
    grammar: () => grammar,
    workflows: () => workflows.workflows.list,
  });
  const { everybody } = parts.channels;
  const own = { ...parts, everybody, desk, things, judgePhrase };
  const workflows: WorkflowsSide = buildWorkflowsSide(ground, own, () => catalogue);
  const catalogue: Catalogue = new Catalogue({
    actions: [
      helpAction((asker) =>
        catalogue.list().filter((action) => authorize(action, asker) === undefined),
      ),
      ...gatewayActions(ground, parts, { ...desk, ...outlook }),
      ...actions,
      ...workflows.actions,
      ...alertActions({ incidents: watch.incidents, speech, wallClock: ground.wallClock }),
      doctorAction(watch),
    ],
    authorize: (action, asker) =>
      authorize(action, asker) ?? ground.leadership.objection(action, asker),
    enqueue: desk.enqueue,
    onDenied: async ({ person: actor, via, words }, refusal) => {
      const cause = words.slice(0, MAX_WORDS);
      await desk.refusals.record({ board: ground.boardId, actor, via, cause }, refusal);
    },
  });
  const advice = new Advice(ground, catalogue);
  const conversation = new Conversation({
    ...{ advisor: () => advice.advisor, seePicture: pictureReader(ground, parts) },
    ...{ catalogue, speech, inbox, outbox, clock, language: site.language },
    understand: (text, context) => phrased.understand(text, context),
    usualPlace: (person) => site.people.find(({ id }) => id === person)?.place,
    lastOrder: (person) => lastOrderOf(desk.tasks, person),
    open: openQuestionsOf({ confirmations, ...workflows, speech }),
    picturesOf: (news, as) => picturesOf(news, ground.wallClock, as),
    upcoming: upcomingOf({ desk, workflows, speech }),
    begunBy: begunBy({ ...desk, speech }),
  });
  tellOfLeading(ground, everybody, desk.outbox);
  const { events } = workflows;
  const hear = hearingOf(ground, desk, events);
  const foreignWrite = foreignWriter(ground, catalogue);
  const heard = { events, hear, foreignWrite };
  return { ...desk, ...outlook, ...heard, workflows, catalogue, conversation, advice };
}

/** Of the site as it is at that moment. */
function pictureReader(
  { site, boardId, speech, clock }: Ground,
  { board, models }: GatewayParts,
): ConversationParts['seePicture'] {
  const reader = new PictureReader({
    ...{ site, ownBoard: boardId, models, speech, clock },
    calibrationOf: (address) => board.calibrations.of(address),
  });
  return (picture, under, asker) => reader.read(picture, under, asker);
}

/** What a foreign client asks for takes the way of everybody. */
function foreignWriter({ log }: Ground, catalogue: Catalogue): GatewaySide['foreignWrite'] {
  return async (write) => {
    const { client, role, value } = write;
    const person = `client:${client}`;
    const target = formatAddress(write);
    const words = `set ${target} ${String(value)}`;
    const asker = { person, role, via: 'mqtt', chat: person, language: 'en', words } as const;
    await catalogue.run('set', { target, value }, asker).catch((error: unknown) => {
      log.error({ client, target, error }, 'write of a client failed');
    });
  };
}

function hearingOf(
  { clock, log }: Ground,
  { news }: Desk,
  events: GatewaySide['events'],
): (event: BoardEvent) => void {
  return (event) => {
    const told = Promise.all([news.hear(event), events.thing(event, clock.now())]);
    told.catch((error: unknown) => {
      log.error({ event: event.kind, error }, 'news could not be kept');
    });
  };
}

function buildOutlook({ site, clock, boardId }: Ground, board: BoardSide): Outlook {
  const distant = new DistantThings({ clock });
  const learned = new DistantThings({ clock });
  const follow = (): void => {
    const others = site.boards.filter(({ id }) => id !== boardId);
    distant.replace(others.flatMap(({ things }) => things.map(withoutLearnedOf)));
    learned.replace(learnedOf(site.boards.flatMap(({ things }) => things)));
  };
  follow();
  site.onChange(follow);
  const things = new SiteThings({ own: board.things, distant, learned });
  return { things, distant, learned, modes: new SiteModes({ own: board.modes }) };
}

interface DeskLinks {
  readonly catalogue: () => Catalogue;
  readonly proposals: Proposals;
}

function buildDesk(
  ground: Ground,
  parts: GatewayParts,
  outlook: Outlook,
  { catalogue, proposals }: DeskLinks,
): Desk {
  const { board, link } = parts;
  const { distant } = outlook;
  const { site, boardId, store, journal, key, metrics, log, clock } = ground;
  const tasks = new TaskList({ store, clock, metrics });
  const outbox = new Outbox({ store, clock });
  const inbox = new Inbox({ store, clock });
  const confirmations = new Confirmations<Order>({ clock });
  const refusals = new RefusalLedger({ journal, clock, log });
  // What another board measures is as fresh as that board last told of it.
  const look = async (address: PropertyAddress): Promise<Reading | undefined> =>
    distant.find(address)?.reading() ?? board.refresh(address);
  const news = new NewsDesk({ tasks, outbox, store, clock, look });
  const { queue, enqueue } = buildTaskSide(ground, { tasks, link, news, catalogue });
  const standsBack: ControlParts['standsBack'] = (asker) => ground.leadership.refusal(asker);
  const schedule: Schedule = new Schedule({
    ...{ tasks, clock, log },
    run: (task) => control.runPlanned(task),
    miss: (task) => news.missed(task),
  });
  const pins = new PinControl({ key, link, clock });
  const questions = new QuestionDesk({ confirmations, tasks, news, clock, log });
  const control = new Control({
    ...{ site, queue, tasks, inbox, questions, refusals, news, pins, proposals, clock },
    standsBack,
    schedule: (task) => {
      schedule.arm(task);
    },
  });
  const modeControl = new ModeControl({ site, key, link, clock, standsBack });
  const kept = { tasks, queue, enqueue, outbox, inbox };
  const memories = { ...kept, confirmations, questions, refusals };
  const timers = new Timers({ store, outbox, clock, log });
  const phrases = new PhraseBook({ board: boardId, store, journal });
  const anomalies = buildAnomalies(ground, parts, outlook, outbox);
  return {
    ...memories,
    anomalies,
    news,
    schedule,
    timers,
    control,
    modeControl,
    pins,
    phrases,
    proposals,
  };
}
