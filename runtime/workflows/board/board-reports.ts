/**
 * What boards tell of their workflows, at the gateway: runs stand among its own, and people hear of them
 * as of its own. A board is believed about the workflows that it runs, and about no other.
 */
import type { PlatformNews } from '../../tasks/events/platform-news.ts';
import type { Store, Write } from '../../state/store.ts';
import type { RunTeller } from '../runs/run-teller.ts';
import type { WorkflowRuns } from '../runs/workflow-runs.ts';
import type { SiteWorkflows } from '../site-workflows.ts';
import { boardReportSchema, type BoardReport } from './board-report.ts';

export interface BoardReportsParts {
  readonly workflows: Pick<SiteWorkflows, 'find'>;
  readonly runs: Pick<WorkflowRuns, 'find' | 'hear'>;
  readonly teller: Pick<RunTeller, 'missed' | 'turnedAway' | 'lost'>;
  readonly news: Pick<PlatformNews, 'tell'>;
  readonly store: Pick<Store, 'durable'>;
}

export class BoardReports {
  readonly #parts: BoardReportsParts;

  constructor(parts: BoardReportsParts) {
    this.#parts = parts;
  }

  /**
   * Durable when it resolves, together with `alongside`.
   * @returns false where it is no report, or not for this board to tell: then nothing was kept
   */
  async hear(board: string, data: unknown, alongside: readonly Write[]): Promise<boolean> {
    const report = boardReportSchema.safeParse(data).data;
    if (report === undefined || !this.#isTheirs(board, report)) return false;
    switch (report.kind) {
      case 'workflow-run':
        await this.#parts.runs.hear({ ...report.run, board }, alongside);
        break;
      case 'workflow-notice':
        await this.#notice(report, alongside);
        break;
      case 'workflow-missed':
        await this.#missed(report, alongside);
        break;
      case 'events-lost':
        await this.#parts.teller.lost(board, report, alongside);
    }
    return true;
  }

  /** One that is in the site no more may still have run to its end. */
  #isTheirs(board: string, report: BoardReport): boolean {
    if (report.kind === 'events-lost') return true;
    const isRun = report.kind === 'workflow-run';
    const workflow = this.#parts.workflows.find(isRun ? report.run.workflow : report.workflow);
    if (workflow !== undefined && workflow.on !== board) return false;
    const known = isRun ? this.#parts.runs.find(report.run.id) : undefined;
    return known === undefined || known.board === board;
  }

  async #notice(
    notice: Extract<BoardReport, { kind: 'workflow-notice' }>,
    alongside: readonly Write[],
  ): Promise<void> {
    const { workflow: name, run, step, platform, channel, status, text: output } = notice;
    const { news, store } = this.#parts;
    const keep = (writes: readonly Write[]): Promise<void> =>
      store.durable([...writes, ...alongside]);
    const told = { id: `${run}.${step}`, task: { id: run, name, status, output } };
    const isTold = await news.tell(platform, { ...told, ...(channel && { channel }) }, keep);
    if (!isTold) await keep([]);
  }

  async #missed(
    { workflow: name, dues, why }: Extract<BoardReport, { kind: 'workflow-missed' }>,
    alongside: readonly Write[],
  ): Promise<void> {
    const { workflows, teller, store } = this.#parts;
    const workflow = workflows.find(name);
    if (workflow === undefined) return store.durable(alongside);
    const turned = why && { at: dues.at(-1) ?? 0, refusal: why };
    await (turned === undefined
      ? teller.missed(workflow, dues, alongside)
      : teller.turnedAway(workflow, turned, alongside));
  }
}
