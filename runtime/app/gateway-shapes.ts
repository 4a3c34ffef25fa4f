/** What the pieces of a gateway node know of each other. Shapes only: the pieces are built in the files beside. */
import type { Action } from '../actions/action.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type { NamedService, Service } from '../core/service.ts';
import type { BoardEvent } from '../devices/board-event.ts';
import type { DistantThings } from '../devices/distant-things.ts';
import type { SiteModes } from '../devices/site-modes.ts';
import type { SiteThings } from '../devices/site-things.ts';
import type { Channels } from '../gateway/channels/channels.ts';
import type { Conversation } from '../gateway/conversation.ts';
import type { SecondReader } from '../language/second-reader/opinion.ts';
import type { Accounts } from '../mesh/broker/accounts.ts';
import type { PhraseBook } from '../language/phrases/phrase-book.ts';
import type { ForeignWrite } from '../mesh/broker/broker-gate.ts';
import type { MqttPort } from '../hal/mqtt-port.ts';
import type { AnomalyDesk } from '../inference/anomaly/anomaly-desk.ts';
import type { Trainings } from '../inference/anomaly/trainings.ts';
import type { Watchers } from '../inference/anomaly/watchers.ts';
import type { DeviceRegister } from '../mesh/devices/device-register.ts';
import type { GatewayLink } from '../mesh/link/gateway-link.ts';
import type { IncidentBook } from '../monitor/incident-book.ts';
import type { Incidents } from '../monitor/incidents.ts';
import type { Doctor } from '../monitor/doctor.ts';
import type { ProcessVitals } from '../monitor/process-vitals.ts';
import type { Confirmations } from '../policy/confirmations.ts';
import type { Identities } from '../policy/identities.ts';
import type { History } from '../state/history/history.ts';
import type { JournalCopies } from '../state/journal-copies.ts';
import type { RefusalLedger } from '../state/refusal-ledger.ts';
import type { CommandLink } from '../tasks/command-link.ts';
import type { Control } from '../tasks/control.ts';
import type { Inbox } from '../tasks/inbox.ts';
import type { ModeControl } from '../tasks/mode-control.ts';
import type { NewsDesk } from '../tasks/news-desk.ts';
import type { PlatformNews } from '../tasks/events/platform-news.ts';
import type { Order } from '../tasks/order.ts';
import type { PinControl } from '../tasks/pin-control.ts';
import type { Outbox } from '../tasks/outbox.ts';
import type { Proposals } from '../tasks/proposal.ts';
import type { QuestionDesk } from '../tasks/question-desk.ts';
import type { Schedule } from '../tasks/schedule.ts';
import type { TaskList } from '../tasks/task-list.ts';
import type { Timers } from '../tasks/timers.ts';
import type { CheckContext } from '../workflows/check-context.ts';
import type { BoardRuns } from '../workflows/board/board-runs.ts';
import type { BoardReports } from '../workflows/board/board-reports.ts';
import type { ForeignTopics } from '../mesh/devices/foreign-topics.ts';
import type { HookDesk } from '../workflows/triggers/webhook/hook-desk.ts';
import type { EventTriggers } from '../workflows/triggers/event/event-triggers.ts';
import type { Triggers } from '../workflows/triggers/triggers.ts';
import type { WorkflowRuns } from '../workflows/runs/workflow-runs.ts';
import type { SiteWorkflows } from '../workflows/site-workflows.ts';
import type { WorkflowRights } from '../workflows/rights/workflow-rights.ts';
import type { BoardSide } from './board-side.ts';
import type { ModelPort } from '../hal/model-port.ts';
import type { Everybody } from './everybody.ts';
import type { WordRooms } from './kept-words.ts';
import type { Presence } from './presence.ts';
import type { TaskSide } from './task-side.ts';

/** The whole site, as this node sees it. */
export interface Outlook {
  readonly things: SiteThings;
  readonly modes: SiteModes;
  /** Things of other boards. */
  readonly distant: DistantThings;
  /** What was learned to say of things. */
  readonly learned: DistantThings;
}

/** What was learned to be usual, and who is told when something is not. */
export interface Anomalies {
  /** Of the node's own models. */
  readonly directory: string;
  readonly desk: AnomalyDesk;
  readonly trainings: Trainings;
  readonly watchers: Watchers;
}

export interface Desk extends TaskSide {
  readonly anomalies: Anomalies;
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly confirmations: Confirmations<Order>;
  readonly questions: QuestionDesk;
  readonly refusals: RefusalLedger;
  readonly news: NewsDesk;
  readonly schedule: Schedule;
  readonly timers: Timers;
  readonly control: Control;
  readonly modeControl: ModeControl;
  readonly pins: PinControl;
  readonly phrases: PhraseBook;
  /** What a yes changes that is no write. */
  readonly proposals: Proposals;
}

export interface WorkflowsSide {
  readonly workflows: SiteWorkflows;
  /** Who stands behind them. */
  readonly rights: WorkflowRights;
  readonly runs: WorkflowRuns;
  /** What other boards tell of theirs. */
  readonly reports: BoardReports;
  /** Ends what runs on other boards. */
  readonly boardRuns: BoardRuns;
  /** Hears what other programs ask for. */
  readonly hooks: HookDesk;
  /** Hears what happens on the site. */
  readonly events: EventTriggers;
  readonly actions: readonly Action[];
  readonly proposals: Proposals;
  /** Everything that a step can do. */
  readonly known: () => Pick<CheckContext, 'actions' | 'judgePhrase'>;
  /** Reads what there is: before boards are told of theirs. */
  readonly read: NamedService;
  /** Starts workflows without anybody saying so. */
  readonly triggers: Triggers;
}

export interface GatewaySide extends Desk, Outlook {
  readonly workflows: WorkflowsSide;
  /** Hears what happens on the site, for the workflows that it starts. */
  readonly events: Pick<EventTriggers, 'thing' | 'board' | 'alert'>;
  readonly catalogue: Catalogue;
  readonly conversation: Conversation;
  readonly advice: Service;
  /** What the board of this node did by itself. */
  readonly hear: (event: BoardEvent) => void;
  /** What a foreign client asks for on the broker: through policy, like everybody. */
  readonly foreignWrite: (write: ForeignWrite) => Promise<void>;
}

/** The messengers of the site, and who is behind an account there. */
export interface ChannelsSide {
  readonly identities: Identities;
  readonly channels: Channels;
  /** Where people hear what nobody there asked for. */
  readonly everybody: Everybody;
  /** Where words of people are kept on their way. */
  readonly rooms: Pick<WordRooms, 'arrivals' | 'sendings' | 'knownChats' | 'conversation'>;
  /** Loaded with everything that is remembered. */
  readonly memories: readonly { load(): Promise<void> }[];
  /** Neither answers nor sends what lies open: a gateway with the same memory led meanwhile. */
  readonly endLeft: () => Promise<void>;
}

/** What is kept of the time before. */
export interface Past {
  readonly history: History;
  readonly copies: JournalCopies;
}

export interface GatewayParts {
  readonly board: BoardSide;
  readonly watch: Watch;
  readonly past: Past;
  readonly accounts: Accounts;
  /** Tells the people behind a platform. */
  readonly news: PlatformNews;
  readonly channels: Pick<ChannelsSide, 'identities' | 'channels' | 'everybody' | 'rooms'>;
  /** Where the process is that searches the past. */
  readonly sql: string;
  /** In the order they are searched. */
  readonly modelDirectories: readonly string[];
  readonly models: ModelPort;
  /** The node has learned something: the site is another one. Never rejects. */
  readonly onLearned: () => Promise<void>;
  /** Absent: no other board can join. */
  readonly mesh: Pick<MeshSide, 'link'> | undefined;
  /** What clients of the broker say that are no boards; absent: there is no broker. */
  readonly topics: MeshSide['topics'] | undefined;
  /** How a command reaches the board it is for. */
  readonly link: CommandLink;
  /** Doubts what the grammar reads; undefined as long as its model is not there. */
  readonly second: () => SecondReader | undefined;
}

export interface MeshSide {
  readonly link: GatewayLink;
  readonly presence: Presence;
  /** Devices that speak MQTT themselves. */
  readonly devices: DeviceRegister;
  readonly mqtt: MqttPort;
  /** What clients say that are no boards. */
  readonly topics: ForeignTopics;
  /** Boards whose name another one has, too. */
  readonly clones: () => readonly string[];
  /** HOST:PORT where boards join; undefined while none can. */
  readonly address: () => string | undefined;
  /** Says of every thing what it is, as W3C Thing Descriptions. @param base where the REST door is */
  readonly describe: (base: string) => void;
  /** In the order they start. */
  readonly services: readonly NamedService[];
}

export interface Watch {
  readonly vitals: ProcessVitals;
  readonly incidents: Incidents;
  readonly incidentBook: IncidentBook;
  readonly doctor: Doctor;
}
