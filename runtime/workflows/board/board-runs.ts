/** Ends runs that are under way on other boards: a signed command to each, and what became of it. */
import type { Asker } from '../../actions/asker.ts';
import { RUNS_PROPERTY } from '../../config/site.ts';
import type { Clock } from '../../core/clock.ts';
import { createId } from '../../core/ids.ts';
import type { Outcome } from '../../core/receipt.ts';
import type { Command } from '../../policy/command.ts';
import { sealCommand } from '../../policy/sealed-command.ts';
import type { SiteKey } from '../../policy/site-key.ts';
import type { CommandLink } from '../../tasks/command-link.ts';
import { MAX_WORDS } from '../../tasks/limits.ts';
import { isOpenRun, type Run } from '../runs/run.ts';
import type { WorkflowRuns } from '../runs/workflow-runs.ts';
import type { SiteWorkflows } from '../site-workflows.ts';

export interface BoardRunsParts {
  readonly workflows: Pick<SiteWorkflows, 'list' | 'own'>;
  readonly runs: Pick<WorkflowRuns, 'list'>;
  readonly key: SiteKey;
  readonly link: CommandLink;
  readonly clock: Clock;
}

export interface EndedElsewhere {
  /** How many were ended. */
  readonly runs: number;
  readonly unreached: readonly UnreachedBoard[];
}

/** What runs there goes on. */
export interface UnreachedBoard {
  readonly board: string;
  /** Names of what runs there; where that is not known, of what may. */
  readonly workflows: readonly string[];
}

/** Whoever says "stop" waits for the answer. */
const DEADLINE_MS = 5_000;

export class BoardRuns {
  readonly #parts: BoardRunsParts;

  constructor(parts: BoardRunsParts) {
    this.#parts = parts;
  }

  /** All of them, on every board. The commands are on their way when it returns. */
  async endAll(asker: Asker): Promise<EndedElsewhere> {
    const answers = await Promise.all(
      [...this.#boards()].map(async ([board, workflows]) => {
        const outcome = await this.#send(board, 'end', asker);
        return { board, workflows, outcome };
      }),
    );
    const counts = answers.map(({ outcome }) => countOf(outcome));
    return {
      runs: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      unreached: answers
        .filter(({ outcome }) => outcome.status !== 'done')
        .map(({ board, workflows }) => ({ board, workflows })),
    };
  }

  /** By its id, or by its workflow where only one of it is open. */
  find(name: string): (Run & { readonly board: string }) | undefined {
    const open = this.#open().filter(({ id, workflow }) => id === name || workflow === name);
    return open.length === 1 ? open[0] : undefined;
  }

  end(
    { board, id }: { readonly board: string; readonly id: string },
    asker: Asker,
  ): Promise<Outcome> {
    return this.#send(board, `end ${id}`, asker);
  }

  #open(): readonly (Run & { readonly board: string })[] {
    return this.#parts.runs.list().flatMap((run) => {
      const { board } = run;
      return board !== undefined && isOpenRun(run) ? [{ ...run, board }] : [];
    });
  }

  /** A board that is away may not know yet what was disabled, nor the gateway what began there: all are asked. */
  #boards(): ReadonlyMap<string, readonly string[]> {
    const { list, own } = this.#parts.workflows;
    const all = new Map<string, string[]>();
    for (const workflow of list) {
      const { name, on } = workflow;
      if (on !== undefined && !own.includes(workflow)) all.set(on, [...(all.get(on) ?? []), name]);
    }
    const open = this.#open();
    for (const { board } of open) {
      const there = open.filter((run) => run.board === board);
      all.set(board, [...new Set(there.map(({ workflow }) => workflow))]);
    }
    return all;
  }

  #send(board: string, value: string, asker: Asker): Promise<Outcome> {
    const { key, link, clock } = this.#parts;
    const { person: requester, via, words } = asker;
    const now = clock.now();
    const command: Command = {
      ...{ id: createId('cmd', now), board, thing: board, property: RUNS_PROPERTY, value },
      ...{ requester, via, cause: words.slice(0, MAX_WORDS) },
      ...{ issuedAt: now, deadline: now + DEADLINE_MS },
    };
    return link.send(board, sealCommand(command, key), () => undefined);
  }
}

function countOf(outcome: Outcome): number | undefined {
  if (outcome.status !== 'done') return undefined;
  const { measured } = outcome.receipt;
  return typeof measured === 'number' ? measured : undefined;
}
