/** Tells the gateway how the runs of a board go: each report is durable in one batch with what it tells of. */
import type { Store, Write } from '../../state/store.ts';
import type { Run } from '../runs/run.ts';
import type { Keep } from '../../tasks/tell-together.ts';
import type { Asking, Ending, RunTeller } from '../runs/run-teller.ts';
import type { TurnedAway } from '../say-workflows.ts';
import type { Workflow } from '../workflow.ts';
import { reportOf, type BoardReport } from './board-report.ts';

/** Durable when it resolves: `keep` writes it together with what it tells of. */
export type TellGateway = (report: BoardReport, keep?: Keep) => Promise<void>;

export interface BoardTellerParts {
  readonly tell: TellGateway;
  readonly store: Pick<Store, 'durable'>;
}

export class BoardTeller implements Pick<RunTeller, 'ended' | 'asks' | 'missed' | 'turnedAway'> {
  readonly #parts: BoardTellerParts;

  constructor(parts: BoardTellerParts) {
    this.#parts = parts;
  }

  began(run: Run, keep: Keep): Promise<void> {
    return this.#parts.tell(reportOf(run), keep);
  }

  ended(run: Run, _ending: Ending, keep: Keep): Promise<void> {
    return this.#parts.tell(reportOf(run), keep);
  }

  /** Nobody is asked on a board: the checks let no such step through. */
  asks(_run: Run, _asking: Asking, keep: Keep): Promise<void> {
    return keep([]);
  }

  missed({ name }: Workflow, dues: readonly number[], alongside: readonly Write[]): Promise<void> {
    return this.#notRun({ workflow: name, dues: [...dues] }, alongside);
  }

  turnedAway(
    { name }: Workflow,
    { at, refusal: why }: TurnedAway,
    alongside: readonly Write[],
  ): Promise<void> {
    return this.#notRun({ workflow: name, dues: [at], why }, alongside);
  }

  #notRun(
    about: Omit<Extract<BoardReport, { kind: 'workflow-missed' }>, 'kind'>,
    alongside: readonly Write[],
  ): Promise<void> {
    const { store, tell } = this.#parts;
    const report = { kind: 'workflow-missed', ...about } as const;
    return tell(report, (writes) => store.durable([...writes, ...alongside]));
  }
}
