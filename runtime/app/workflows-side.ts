/** What the site does by itself: its workflows, what starts them, how they run, and what people can ask of them. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type { Site } from '../config/site.ts';
import { formatAddress, isTrustworthy, parseAddress, type Value } from '../core/reading.ts';
import type { NamedService } from '../core/service.ts';
import { WallClock } from '../core/wall-clock.ts';
import type { CheckContext, KnownAction } from '../workflows/check-context.ts';
import { RunBook } from '../workflows/runs/run-book.ts';
import { WorkflowRuns } from '../workflows/runs/workflow-runs.ts';
import { SiteWorkflows } from '../workflows/site-workflows.ts';
import { knownActions, StepDesk } from '../workflows/step-desk.ts';
import { sendNotificationStep } from '../workflows/steps/send-notification.ts';
import { waitStep } from '../workflows/steps/wait.ts';
import { RunTeller, type Addressee } from '../workflows/runs/run-teller.ts';
import type { PlatformNews } from '../tasks/events/platform-news.ts';
import { CronTriggers } from '../workflows/triggers/cron-triggers.ts';
import { ReadingTriggers } from '../workflows/triggers/reading-triggers.ts';
import { TriggerMemory } from '../workflows/triggers/trigger-memory.ts';
import { WorkflowTriggers } from '../workflows/triggers/workflow-triggers.ts';
import { workflowActions } from '../workflows/workflow.actions.ts';
import type { Desk, Outlook } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';
import { onStart } from './on-start.ts';

export const WORKFLOWS_FILE = 'workflows.yaml';

export interface WorkflowsSide {
  readonly workflows: SiteWorkflows;
  readonly runs: WorkflowRuns;
  readonly actions: readonly Action[];
  /** Everything that a step can do. */
  readonly known: () => ReadonlyMap<string, KnownAction>;
  /** In the order they start. */
  readonly services: readonly NamedService[];
}

export interface WorkflowsParts {
  readonly desk: Pick<Desk, 'tasks' | 'outbox'>;
  readonly things: Outlook['things'];
  readonly catalogue: Pick<Catalogue, 'find' | 'list' | 'run'>;
  /** Tells the people behind a platform. */
  readonly news: PlatformNews;
}

export function buildWorkflowsSide(ground: Ground, parts: WorkflowsParts): WorkflowsSide {
  const { site, store, clock, log, speech, people } = ground;
  const { desk, things, catalogue, news } = parts;
  const steps = [waitStep(), sendNotificationStep({ news })];
  const directory = ground.options.configDirectory;
  const known = (): ReadonlyMap<string, KnownAction> => knownActions(steps, catalogue.list());
  const workflows = new SiteWorkflows({
    load: async () => {
      // A site without workflows pays for none of what reads them.
      if (!existsSync(join(directory, WORKFLOWS_FILE))) return { workflows: [], diagnostics: [] };
      const { loadWorkflows } = await import('../workflows/load-workflows.ts');
      const context = await checkContext({ directory, site, actions: known() });
      return loadWorkflows({ directory, file: WORKFLOWS_FILE }, context);
    },
  });
  const list = (): SiteWorkflows['list'] => workflows.list;
  const book = new RunBook({ store, clock });
  const memory = new TriggerMemory({ store });
  const everybody = (): readonly Addressee[] =>
    people.list().map(({ id }) => ({ chat: `web:${id}`, language: site.language }));
  const language = (): Language => site.language;
  const teller = new RunTeller({ news, outbox: desk.outbox, store, speech, language, everybody });
  const runs = new WorkflowRuns({
    ...{ book, clock, log, workflows: list, random: Math.random },
    steps: new StepDesk({ steps, catalogue, tasks: desk.tasks, language: site.language }),
    reading: (address) => goodReading(things, address),
    teller,
  });
  const cron = cronTriggers(ground, { list, memory, runs, teller });
  const readings = new ReadingTriggers({
    ...{ workflows: list, memory, things, clock, log },
    begin: (workflow, value, alongside) => {
      const trigger = { kind: 'reading', at: clock.now(), value };
      return runs.begin(workflow, { trigger, alongside });
    },
  });
  const followers = new WorkflowTriggers({ workflows: list, runs, clock, log });
  workflows.onChange(() => {
    readings.rearm();
    void cron.look();
  });
  return {
    ...{ workflows, runs, known },
    actions: workflowActions({ workflows, runs, nextOf: (one) => cron.nextOf(one), speech, clock }),
    services: [
      {
        name: 'runs',
        service: onStart(async () => {
          await book.load();
          await memory.load();
          // With a mistake in it none of them is armed; the rest of the site runs, and the doctor tells.
          await workflows.reload();
          for (const mistake of workflows.mistakes) log.error({ mistake }, 'no workflow is armed');
        }),
      },
      { name: 'workflows', service: runs },
      { name: 'workflows after others', service: followers },
      { name: 'workflows by readings', service: readings },
      { name: 'workflows by the clock', service: cron },
    ],
  };
}

function cronTriggers(
  { clock, log, wallClock }: Ground,
  {
    list,
    memory,
    runs,
    teller,
  }: {
    list: () => SiteWorkflows['list'];
    memory: TriggerMemory;
    runs: WorkflowRuns;
    teller: RunTeller;
  },
): CronTriggers {
  const zones = new Map<string, WallClock>();
  const wall = (timezone?: string): WallClock => {
    if (timezone === undefined) return wallClock;
    const known = zones.get(timezone) ?? new WallClock(timezone);
    zones.set(timezone, known);
    return known;
  };
  return new CronTriggers({
    ...{ workflows: list, memory, clock, log, wall },
    begin: (workflow, { at, isLate }, alongside) =>
      runs.begin(workflow, { trigger: { kind: 'cron', at, isLate }, alongside }),
    miss: (workflow, dues) => teller.missed(workflow, dues),
  });
}

export interface ContextParts {
  readonly directory: string;
  readonly site: Pick<Site, 'boards' | 'platforms'>;
  readonly actions: ReadonlyMap<string, KnownAction>;
}

export async function checkContext({
  directory,
  site,
  actions,
}: ContextParts): Promise<CheckContext> {
  const properties = site.boards.flatMap(({ things }) =>
    things.flatMap((thing) =>
      thing.properties.map((property) => {
        const address = formatAddress({ thing: thing.id, property: property.name });
        return [address, property.type] as const;
      }),
    ),
  );
  return {
    actions,
    readings: new Map(properties),
    platforms: site.platforms.map(({ name }) => name),
    templates: await readdir(join(directory, 'templates')).catch(() => []),
  };
}

function goodReading(things: Outlook['things'], text: string): Value {
  const address = parseAddress(text);
  const reading = address === undefined ? undefined : things.find(address)?.reading();
  if (reading?.value === undefined || reading.value === null || !isTrustworthy(reading))
    throw new Error(`there is no good reading of ${text} now`);
  return reading.value;
}
