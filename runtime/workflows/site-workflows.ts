/**
 * The workflows of the site as they are now: those of `workflows.yaml`, read again after each edit, all or
 * nothing; those that were made by talking; and which of them people have switched off.
 */
import { formatDiagnostic, type Diagnostic } from '../config/diagnostic.ts';
import type { Refusal } from '../core/refusal.ts';
import { NOTHING_MADE, type MadeWorkflows } from './book/made-workflows.ts';
import type { WorkflowSwitch } from './book/workflow-book.ts';
import type { LoadedWorkflows } from './load-workflows.ts';
import type { Workflow } from './workflow.ts';

export interface SiteWorkflowsParts {
  /** Of this node. */
  readonly board: string;
  /** Those of the file. */
  readonly load: () => Promise<LoadedWorkflows>;
  /** Those of the book. @param written names in the file */
  readonly made: (written: readonly string[]) => Promise<MadeWorkflows>;
  readonly switchOf: (name: string) => WorkflowSwitch | undefined;
  /** Why whoever armed one that was made may not have it done any more. */
  readonly lapse: (made: Workflow) => Refusal | undefined;
}

export class SiteWorkflows {
  readonly #parts: SiteWorkflowsParts;
  readonly #listeners = new Set<() => void>();
  #written: readonly Workflow[] = [];
  #made = NOTHING_MADE;
  #lapsed: readonly string[] = [];
  #now: readonly Workflow[] = [];
  #mistakes: readonly string[] = [];
  #state = stateOf([], true);

  constructor(parts: SiteWorkflowsParts) {
    this.#parts = parts;
  }

  get list(): readonly Workflow[] {
    return this.#now;
  }

  /** Those that this node runs; the others run on their boards. */
  get own(): readonly Workflow[] {
    const { board } = this.#parts;
    return this.#now.filter(({ on = board }) => on === board);
  }

  /** What is wrong with the newest edit, while the site goes on without it; and what was made and no longer fits. */
  get mistakes(): readonly string[] {
    return [...this.#mistakes, ...this.resting];
  }

  /** What is wrong with the newest edit of the file alone. */
  get editMistakes(): readonly string[] {
    return this.#mistakes;
  }

  /** Why what was made by talking is not in force, for each that is not. */
  get resting(): readonly string[] {
    return [...this.#made.resting.values(), ...this.#lapsed];
  }

  /** By its name, or as people call it: "evening watering". */
  find(called: string): Workflow | undefined {
    const known = this.#now.find(({ name }) => name === called);
    return known ?? this.#now.find((workflow) => isCalled(workflow, called));
  }

  /** It stands in `workflows.yaml`. */
  isWritten(name: string): boolean {
    return this.#written.some((workflow) => workflow.name === name);
  }

  /** Resolves with what is wrong with the file; then its workflows stay as they were. */
  async reload(): Promise<readonly Diagnostic[]> {
    const { workflows, diagnostics } = await this.#parts.load();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    this.#mistakes = errors.map(formatDiagnostic);
    if (errors.length === 0) this.#written = workflows;
    await this.refresh();
    return errors;
  }

  /** The book has changed, or what people may do. */
  async refresh(): Promise<void> {
    const { made, switchOf, lapse } = this.#parts;
    this.#made = await made(this.#written.map(({ name }) => name));
    const asSwitched = (workflow: Workflow): Workflow => {
      const isEnabled = switchOf(workflow.name)?.isEnabled ?? workflow.isEnabled;
      return { ...workflow, isEnabled };
    };
    const ofBook = this.#made.workflows.map(asSwitched).map((workflow) => {
      const why = workflow.isEnabled ? lapse(workflow) : undefined;
      return { why, workflow: why === undefined ? workflow : { ...workflow, isEnabled: false } };
    });
    this.#lapsed = ofBook.flatMap(({ why, workflow: { name } }) =>
      why === undefined ? [] : `${name}: ${why.message}. ${why.hint}`,
    );
    const next = [...this.#written.map(asSwitched), ...ofBook.map(({ workflow }) => workflow)];
    const state = stateOf(next, this.#mistakes.length === 0);
    if (state === this.#state) return;
    this.#state = state;
    this.#now = next;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

/** Blanks stand for what joins the words of a name. */
export function isCalled(
  { name, title }: Pick<Workflow, 'name' | 'title'>,
  called: string,
): boolean {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' ')
      .trim();
  return [name, title].some((each) => plain(each) === plain(called));
}

/** That the file can be read again is a change, too: somebody may have waited for it. */
function stateOf(workflows: readonly Workflow[], isReadable: boolean): string {
  const all = workflows.map(
    ({ name, version, isEnabled }) => `${name} ${version} ${String(isEnabled)}`,
  );
  return [String(isReadable), ...all].join('\n');
}
