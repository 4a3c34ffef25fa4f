/** Workflows that are made by talking: the book, the desk that proposes them, and what people can ask of both. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import { WallClock } from '../core/wall-clock.ts';
import type { Proposals } from '../tasks/proposal.ts';
import type { BoardRuns } from '../workflows/board/board-runs.ts';
import { bookActions } from '../workflows/book/book.actions.ts';
import { switchActions } from '../workflows/book/switch.actions.ts';
import type { WorkflowBook } from '../workflows/book/workflow-book.ts';
import { WorkflowDesk } from '../workflows/book/workflow-desk.ts';
import type { CheckContext } from '../workflows/check-context.ts';
import { rehearse } from '../workflows/rehearsal/rehearse.ts';
import { sayRehearsal } from '../workflows/rehearsal/say-rehearsal.ts';
import type { WorkflowRuns } from '../workflows/runs/workflow-runs.ts';
import type { WorkflowRights } from '../workflows/rights/workflow-rights.ts';
import type { SiteWorkflows } from '../workflows/site-workflows.ts';
import type { Workflow } from '../workflows/workflow.ts';
import type { Desk, Outlook, Past } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';

export interface BookSideParts {
  readonly book: WorkflowBook;
  readonly workflows: SiteWorkflows;
  readonly runs: WorkflowRuns;
  readonly boardRuns: BoardRuns;
  readonly context: () => Promise<CheckContext>;
  readonly control: Desk['control'];
  readonly rights: WorkflowRights;
  readonly things: Outlook['things'];
  readonly history: Past['history'];
  /** Of `workflows.yaml`. */
  readonly file: string;
}

export interface BookSide {
  readonly actions: readonly Action[];
  readonly proposals: Proposals;
}

export function buildBookSide(ground: Ground, parts: BookSideParts): BookSide {
  const { site, speech, clock, options } = ground;
  const { book, workflows, runs, boardRuns, control, things, context, rights } = parts;
  const desk = new WorkflowDesk({
    ...{ book, workflows, control, context, speech, clock },
    objection: (...asked) => rights.objection(...asked),
    voice: { speech, things },
    rehearse: rehearsalOf(ground, parts),
  });
  const draw: Parameters<typeof bookActions>[0]['draw'] = async (draft, asker) => {
    const { writeDraft } = await import('../workflows/book/write-draft.ts');
    const { templates } = await context();
    // Who is told of something goes on being told, whoever else wants to be.
    const isForMe = draft.deeds.some(({ kind }) => kind !== 'set');
    const isTaken = (name: string): boolean => {
      const { person = asker.person } = book.current().get(name) ?? {};
      return workflows.isWritten(name) || (isForMe && person !== asker.person);
    };
    const given = { site, templates, workflows: workflows.list, isTaken, speech };
    return writeDraft(draft, asker, given);
  };
  const writtenText = (name: string): Promise<string | undefined> =>
    workflows.isWritten(name)
      ? textIn(join(options.configDirectory, parts.file), name)
      : Promise.resolve(undefined);
  return {
    actions: [
      ...bookActions({ book, desk, workflows, writtenText, draw, speech }),
      ...switchActions({ book, workflows, runs, boardRuns, rights, clock }),
    ],
    proposals: desk,
  };
}

function rehearsalOf(
  { clock, wallClock }: Ground,
  { things, history }: BookSideParts,
): (workflow: Workflow) => Promise<Readonly<Record<Language, string>>> {
  const wall = (zone?: string): WallClock => (zone === undefined ? wallClock : new WallClock(zone));
  return async (workflow) => {
    const now = clock.now();
    const found = await rehearse(workflow, { history, things, wall, now });
    const say = (language: Language): string =>
      sayRehearsal(found, { wall: wallClock, now }, language);
    return { en: say('en'), zh: say('zh') };
  };
}

async function textIn(path: string, name: string): Promise<string | undefined> {
  const { textOfWorkflow } = await import('../workflows/book/text-of-workflow.ts');
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && textOfWorkflow(bytes, name);
}
