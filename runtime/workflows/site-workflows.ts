/** The workflows of the site as they are now: read again after each edit, all or nothing. */
import { formatDiagnostic, type Diagnostic } from '../config/diagnostic.ts';
import type { LoadedWorkflows } from './load-workflows.ts';
import type { Workflow } from './workflow.ts';

export class SiteWorkflows {
  readonly #load: () => Promise<LoadedWorkflows>;
  readonly #listeners = new Set<() => void>();
  #now: readonly Workflow[] = [];
  #mistakes: readonly string[] = [];

  constructor({ load }: { readonly load: () => Promise<LoadedWorkflows> }) {
    this.#load = load;
  }

  get list(): readonly Workflow[] {
    return this.#now;
  }

  /** What is wrong with the newest edit, while the site goes on without it. */
  get mistakes(): readonly string[] {
    return this.#mistakes;
  }

  find(name: string): Workflow | undefined {
    return this.#now.find((workflow) => workflow.name === name);
  }

  /** Resolves with what is wrong; then all stays as it was. */
  async reload(): Promise<readonly Diagnostic[]> {
    const { workflows, diagnostics } = await this.#load();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    this.#mistakes = errors.map(formatDiagnostic);
    if (errors.length === 0 && versionsOf(workflows) !== versionsOf(this.#now)) {
      this.#now = workflows;
      for (const listener of this.#listeners) listener();
    }
    return errors;
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

function versionsOf(workflows: readonly Workflow[]): string {
  return workflows.map(({ name, version }) => `${name} ${version}`).join('\n');
}
