/** What the site does by itself: its workflows, what starts them, how they run, and what people can ask of them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type { Value } from '../core/reading.ts';
import type { SiteThing } from '../config/site.ts';
import type { Service } from '../core/service.ts';
import type { CommandLink } from '../tasks/command-link.ts';
import type { PlatformNews } from '../tasks/events/platform-news.ts';
import { NOTHING_MADE, type MadeWorkflows } from '../workflows/book/made-workflows.ts';
import { asksFirst } from '../workflows/checks/asking-property.ts';
import { WorkflowBook } from '../workflows/book/workflow-book.ts';
import type { CheckContext } from '../workflows/check-context.ts';
import { BoardRuns } from '../workflows/board/board-runs.ts';
import { BoardReports } from '../workflows/board/board-reports.ts';
import { goodReading } from '../workflows/good-reading.ts';
import type { LoadedWorkflows } from '../workflows/load-workflows.ts';
import { RunBook } from '../workflows/runs/run-book.ts';
import { RunTeller, type RunTellerParts } from '../workflows/runs/run-teller.ts';
import { WorkflowRuns } from '../workflows/runs/workflow-runs.ts';
import { SiteWorkflows } from '../workflows/site-workflows.ts';
import { knownActions, StepDesk } from '../workflows/step-desk.ts';
import type { StepAction } from '../workflows/step-action.ts';
import { describeSeries } from '../workflows/sources/describe-series.ts';
import { fetchDataStep } from '../workflows/steps/fetch-data.ts';
import { generateReportStep } from '../workflows/steps/generate-report.ts';
import { askStep } from '../workflows/steps/ask.ts';
import { runModelStep } from '../workflows/steps/run-model.ts';
import { sendNotificationStep } from '../workflows/steps/send-notification.ts';
import { waitStep } from '../workflows/steps/wait.ts';
import { HookDesk } from '../workflows/triggers/webhook/hook-desk.ts';
import { Triggers } from '../workflows/triggers/triggers.ts';
import type { ApiToken } from '../policy/api-tokens.ts';
import type { Rights } from '../workflows/rights/objection-to.ts';
import { WorkflowRights } from '../workflows/rights/workflow-rights.ts';
import { workflowActions } from '../workflows/workflow.actions.ts';
import { buildBookSide } from './book-side.ts';
import type { Everybody } from './everybody.ts';
import type { Desk, MeshSide, Outlook, Past, WorkflowsSide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';
import { onStart } from './on-start.ts';
import { workflowContext } from './workflow-context.ts';

const FILE = 'workflows.yaml';

type Known = WorkflowsSide['known'];

export interface WorkflowsParts {
  readonly desk: Pick<Desk, 'tasks' | 'queue' | 'outbox' | 'inbox' | 'control' | 'questions'>;
  readonly things: Outlook['things'];
  /** Tells the people behind a platform. */
  readonly news: PlatformNews;
  readonly everybody: Everybody;
  readonly past: Pick<Past, 'history'>;
  /** What clients of the broker say; absent: there is none. */
  readonly topics: MeshSide['topics'] | undefined;
  /** How a command reaches its board. */
  readonly link: CommandLink;
  /** What is wrong with a sentence that should start a workflow. */
  readonly judgePhrase: CheckContext['judgePhrase'];
  /** Where the process is that searches the past. */
  readonly sql: string;
  /** Where a step finds its model. */
  readonly modelDirectories: readonly string[];
}

/** @param catalogue it is built later, with the actions of this side in it */
export function buildWorkflowsSide(
  ground: Ground,
  parts: WorkflowsParts,
  catalogue: () => Catalogue,
): WorkflowsSide {
  const { store, clock, log, speech, wallClock } = ground;
  const { desk, things, topics, judgePhrase } = parts;
  const steps = stepsOf(ground, parts);
  const known: Known = () => ({ actions: knownActions(steps, catalogue().list()), judgePhrase });
  const { made, workflows, stepDesk, rights } = inForce(ground, { desk, steps, known, catalogue });
  const switchOf: WorkflowBook['switchOf'] = (name) => made.switchOf(name);
  const book = new RunBook({ store, clock });
  const teller = tellerOf(ground, parts, rights);
  const reading = (address: string): Value => goodReading(things, address);
  const runs = new WorkflowRuns({
    ...{ book, teller, clock, log, random: Math.random, workflows: () => workflows.list },
    ...{ steps: stepDesk, reading },
    objection: () => ground.leadership.refusal(),
    isUnread: () => workflows.editMistakes.length > 0,
  });
  workflows.onChange(() => void runs.lookAgain());
  const triggers = new Triggers({ ...ground, workflows, runs, teller, things, reading, topics });
  const hooks = hooksOf(ground, { workflows, triggers, inbox: desk.inbox });
  const reports = new BoardReports({ workflows, runs, teller, news: parts.news, store });
  const boardRuns = new BoardRuns({ ...ground, workflows, runs, link: parts.link });
  const common = { workflows, runs, boardRuns, inbox: desk.inbox };
  const { actions, proposals } = buildBookSide(ground, {
    ...{ ...common, rights, book: made, control: desk.control, things, file: FILE },
    history: parts.past.history,
    context: () => contextOf(ground, known()),
  });
  return {
    ...{ workflows, runs, boardRuns, reports, hooks, events: triggers.events, known, proposals },
    rights,
    actions: [
      ...workflowActions({
        ...{ ...common, nextOf: triggers.nextOf, switchOf, speech, clock, wallClock },
        objection: (...asked) => rights.objection(...asked),
        standsBack: () => ground.leadership.behind,
      }),
      ...actions,
    ],
    read: { name: 'workflows', service: readOnStart(workflows, log, [book, made]) },
    triggers,
  };
}

interface InForce {
  readonly made: WorkflowBook;
  readonly workflows: SiteWorkflows;
  readonly stepDesk: StepDesk;
  readonly rights: WorkflowRights;
}

/** Which workflows there are, what their steps can do, and who stands behind them. */
function inForce(
  ground: Ground,
  parts: Pick<WorkflowsParts, 'desk'> & {
    readonly steps: readonly StepAction[];
    readonly known: Known;
    readonly catalogue: () => Catalogue;
  },
): InForce {
  const { site, boardId, store, journal, wallClock } = ground;
  const { desk, steps, known, catalogue } = parts;
  const made = new WorkflowBook({ board: boardId, store, journal });
  const workflows: SiteWorkflows = new SiteWorkflows({
    board: boardId,
    load: () => load(ground, known()),
    made: (written) => loadMade(made, written, () => contextOf(ground, known())),
    switchOf: (name) => made.switchOf(name),
    lapse: (workflow) => rights.lapse(workflow),
  });
  const stepDesk = new StepDesk({
    ...{ ...desk, steps, catalogue, language: site.language },
    armedBy: (name) => sayArmedBy(made, name, wallClock),
    asksFirst: (params, approvedBy) => asksFirst(thingsOf(site), params, { approvedBy }),
    lost: (...step) => rights.lost(...step),
    withdraw: (token, by) =>
      desk.questions.withdraw((open) => open.token === token, { how: 'no', by }),
  });
  const rights: WorkflowRights = new WorkflowRights({
    armerOf: (name) => (workflows.isWritten(name) ? undefined : made.armerOf(name)),
    rightsOf: (...one) => rightsOf(ground, ...one),
    things: () => thingsOf(site),
    isWrite: (action) => stepDesk.isWrite(action),
  });
  // What a token armed is armed as long as there is that token.
  ground.tokens.onChange(() => workflows.refresh());
  return { made, workflows, stepDesk, rights };
}

/** When it is known what there is: with a mistake in the file none of its workflows is armed; the rest of the site runs, and the doctor tells. */
function readOnStart(
  workflows: SiteWorkflows,
  log: Ground['log'],
  memories: readonly { load(): Promise<void> }[],
): Service {
  return onStart(async () => {
    await Promise.all(memories.map((memory) => memory.load()));
    await workflows.reload();
    for (const mistake of workflows.mistakes) log.error({ mistake }, 'no workflow is armed');
  });
}

function hooksOf(
  { clock, log, options: { configDirectory: directory } }: Ground,
  {
    workflows,
    triggers: { occasions },
    inbox,
  }: { workflows: SiteWorkflows; triggers: Triggers; inbox: Desk['inbox'] },
): HookDesk {
  const secrets = { directory, variables: process.env };
  return new HookDesk({ workflows: () => workflows.own, occasions, inbox, secrets, clock, log });
}

function stepsOf(
  { site, clock, wallClock, options: { configDirectory: directory } }: Ground,
  { things, past: { history }, sql: home, news, modelDirectories }: WorkflowsParts,
): readonly StepAction[] {
  const describe = describeSeries(things);
  const siteTitle = (): string => site.title;
  return [
    fetchDataStep({
      sql: { history, clock, wallClock, describe, home, directory },
      http: { clock, fetch },
      postgres: { clock, timezone: site.timezone, secrets: { directory, variables: process.env } },
    }),
    generateReportStep({ directory, siteTitle, wallClock }),
    sendNotificationStep({ news }),
    runModelStep(modelDirectories),
    waitStep(),
    askStep(),
  ];
}

function thingsOf(site: Ground['site']): readonly SiteThing[] {
  return site.boards.flatMap(({ things }) => things);
}

/** What a person, or the program behind a token, may do now. A token made since then is another one, whatever its name. */
function rightsOf(
  { people, tokens }: Ground,
  person: string,
  since = Infinity,
): Rights | undefined {
  const known = people.find(person);
  if (known !== undefined)
    return { person, role: known.role, ...(known.areas && { areas: known.areas }) };
  const isProgram = ({ name, createdAt }: ApiToken): boolean =>
    `token:${name}` === person && createdAt <= since;
  const program = tokens.list().find(isProgram);
  return program && { person, role: program.role };
}

/** A site without workflows pays for none of what reads them. */
async function load(ground: Ground, known: ReturnType<Known>): Promise<LoadedWorkflows> {
  const directory = ground.options.configDirectory;
  if (!existsSync(join(directory, FILE))) return { workflows: [], diagnostics: [] };
  const { loadWorkflows } = await import('../workflows/load-workflows.ts');
  return loadWorkflows({ directory, file: FILE }, await contextOf(ground, known));
}

async function loadMade(
  book: WorkflowBook,
  written: readonly string[],
  context: () => Promise<CheckContext>,
): Promise<MadeWorkflows> {
  const made = book.current();
  if (made.size === 0) return NOTHING_MADE;
  const { readMade } = await import('../workflows/book/read-made.ts');
  return readMade(made, written, await context());
}

function contextOf(
  { site, options: { configDirectory: directory } }: Ground,
  known: ReturnType<Known>,
): Promise<CheckContext> {
  return workflowContext({ directory, site, ...known });
}

/** For the journal: "armed by anna on 2026-11-27". */
function sayArmedBy(
  book: WorkflowBook,
  name: string,
  wall: Ground['wallClock'],
): string | undefined {
  const by = book.switchOf(name) ?? book.current().get(name);
  return by && `armed by ${by.person} on ${wall.formatIso(by.at).slice(0, 10)}`;
}

function tellerOf(
  { site, store, speech }: Ground,
  { desk: { outbox }, news, everybody }: WorkflowsParts,
  rights: WorkflowRights,
): RunTeller {
  const language = (): Language => site.language;
  const mayAnswer: RunTellerParts['mayAnswer'] = (...asked) => rights.mayAnswer(...asked);
  return new RunTeller({ news, outbox, store, speech, language, everybody, mayAnswer });
}
