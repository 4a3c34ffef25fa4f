/**
 * Makes, changes and deletes workflows by talking: what would stand there is shown with what it would have
 * done in the last day, and is written into the book only after a yes to exactly that.
 */
import type { Answer } from '../../actions/action.ts';
import type { Asker, Language } from '../../actions/asker.ts';
import type { Speech } from '../../actions/speech.ts';
import type { Clock } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { Control } from '../../tasks/control.ts';
import type { Proposal, Proposals, Said } from '../../tasks/proposal.ts';
import { toAnswer, type WriteData, type WriteVoice } from '../../tasks/write-answer.ts';
import type { CheckContext } from '../check-context.ts';
import { refuseWorkflow } from '../errors.ts';
import { sayDeeds } from '../say-deeds.ts';
import type { SiteWorkflows } from '../site-workflows.ts';
import type { Workflow } from '../workflow.ts';
import { isMasked, maskSecrets } from './mask-secrets.ts';
import { diffLines } from './line-diff.ts';
import { reachesOut } from '../rights/reaches-out.ts';
import type { WorkflowBook } from './workflow-book.ts';

export interface WorkflowDeskParts {
  readonly book: WorkflowBook;
  readonly workflows: SiteWorkflows;
  readonly control: Pick<Control, 'propose'>;
  /** What the checks know of the site as it is now. */
  readonly context: () => Promise<CheckContext>;
  /** What it would have done in the last day, said. */
  readonly rehearse: (workflow: Workflow) => Promise<Said>;
  /** Why this person may not have that done. */
  readonly objection: (workflow: Pick<Workflow, 'steps'>, asker: Asker) => Refusal | undefined;
  readonly voice: WriteVoice;
  readonly speech: Speech;
  readonly clock: Clock;
}

/** What is asked to be armed, changed or deleted. */
export interface ProposedWorkflow extends WriteData {
  readonly name: string;
  /** As people see it. Empty: it is deleted. */
  readonly text: string;
}

export class WorkflowDesk implements Proposals {
  readonly #parts: WorkflowDeskParts;
  /** Of two yeses at the same moment the second one is to something that has changed. */
  readonly #lane = new Lane();

  constructor(parts: WorkflowDeskParts) {
    this.#parts = parts;
  }

  /** @param text a file of workflows with one in it */
  async propose(text: string, asker: Asker): Promise<Answer<ProposedWorkflow>> {
    const { book, workflows, rehearse, speech } = this.#parts;
    const workflow = await this.#check(text, asker);
    if (isRefusal(workflow)) return { ok: false, refusal: workflow };
    const { name, steps } = workflow;
    if (workflows.isWritten(name)) return refused(written(name));
    const before = book.current().get(name);
    if (before === undefined && book.isFull)
      return refused(refuseWorkflow('WORKFLOW_BOOK_FULL', 'there are too many workflows already'));
    if (before?.text === text)
      return refused(refuseWorkflow('WORKFLOW_NOT_BUILT', `${name} is so already`));
    const past = await rehearse(workflow);
    const say = (language: Language): string =>
      sayQuestion(
        { name, before: before?.version, past: past[language] },
        sayDeeds(steps, speech, language),
        language,
      );
    const changes = before === undefined ? [] : ['', ...diffLines(before.text, text)];
    const shown = maskSecrets(`${text}${changes.map((line) => `${line}\n`).join('')}`);
    return this.#ask({ name, text, shown, question: { en: say('en'), zh: say('zh') } }, asker);
  }

  /** Asks before it is gone. */
  delete(name: string, asker: Asker): Promise<Answer<ProposedWorkflow>> {
    const gone = {
      en: `Delete the workflow ${name}? It is not started any more; “workflow undo ${name}” brings it back.`,
      zh: `确认要删除流程 ${name} 吗？以后不再启动；说“撤销流程 ${name}”可以恢复。`,
    };
    return this.#takeBack({ name, text: '', shown: '', question: gone }, asker);
  }

  /** Takes the last change of it back, after a yes. */
  undo(name: string, asker: Asker): Promise<Answer<ProposedWorkflow>> {
    const text = this.#parts.book.versions(name).at(-2)?.text ?? '';
    if (text !== '') return this.propose(text, asker);
    return this.delete(name, asker);
  }

  carryOut(proposal: Proposal, asker: Asker): Promise<Said | Refusal> {
    return this.#lane.run(() => this.#carryOut(proposal, asker));
  }

  async #carryOut({ name, text, from }: Proposal, asker: Asker): Promise<Said | Refusal> {
    const { book, workflows, clock } = this.#parts;
    if (this.#versionOf(name) !== from)
      return refuseWorkflow('WORKFLOW_OVERTAKEN', `${name} has changed since this was shown`);
    const denied = text === '' ? this.#deniesDelete(name, asker) : await this.#check(text, asker);
    if (denied !== undefined && isRefusal(denied)) return denied;
    if (workflows.isWritten(name)) return written(name);
    const { version } = await book.write(name, text, { ...asker, at: clock.now() });
    await workflows.refresh();
    const number = String(version);
    return text === ''
      ? { en: `The workflow ${name} is deleted.`, zh: `流程 ${name} 已删除。` }
      : {
          en: `Armed: ${name}, version ${number}. “disable the workflow ${name}” stops it, “workflow undo ${name}” takes this back.`,
          zh: `已启用：${name}，第 ${number} 版。说“停用流程 ${name}”停止，“撤销流程 ${name}”撤回。`,
        };
  }

  async #takeBack(
    proposal: Omit<Proposal, 'from'>,
    asker: Asker,
  ): Promise<Answer<ProposedWorkflow>> {
    const { name } = proposal;
    const denied = this.#deniesDelete(name, asker);
    return denied === undefined ? this.#ask(proposal, asker) : refused(denied);
  }

  #deniesDelete(name: string, asker: Asker): Refusal | undefined {
    const { book, workflows, objection } = this.#parts;
    if (workflows.isWritten(name)) return written(name);
    if (!book.current().has(name))
      return refuseWorkflow('WORKFLOW_NOT_MADE', `no workflow "${name}" was made by talking`);
    const workflow = workflows.find(name);
    return workflow === undefined ? undefined : objection(workflow, asker);
  }

  async #check(text: string, asker: Asker): Promise<Workflow | Refusal> {
    const { context, workflows, objection } = this.#parts;
    if (isMasked(text)) {
      const message = 'an address in it has “…” where a password or a token stood';
      return refuseWorkflow('WORKFLOW_WRONG', message, 'Write what stands there; it is not shown.');
    }
    const { readOne } = await import('./read-made.ts');
    const others = workflows.list.map(({ name }) => name);
    const found = readOne('workflow', text, { ...(await context()), others });
    if (typeof found === 'string') return refuseWorkflow('WORKFLOW_WRONG', found);
    return reachesOut(found, asker) ?? objection(found, asker) ?? found;
  }

  async #ask(proposal: Omit<Proposal, 'from'>, asker: Asker): Promise<Answer<ProposedWorkflow>> {
    const { control, voice } = this.#parts;
    const { name, text } = proposal;
    const asked = await control.propose({ ...proposal, from: this.#versionOf(name) }, asker);
    const answer = toAnswer([asked], voice, asker);
    return { ...answer, data: { task: '', name, text: maskSecrets(text) } };
  }

  #versionOf(name: string): number {
    return this.#parts.book.versions(name).at(-1)?.version ?? 0;
  }
}

interface Question {
  readonly name: string;
  /** The version that it replaces. */
  readonly before: number | undefined;
  readonly past: string;
}

function sayQuestion({ name, before, past }: Question, deeds: string, language: Language): string {
  if (language === 'zh') {
    const ask =
      before === undefined
        ? `确认启用流程 ${name} 吗？`
        : `用它替换 ${name} 的第 ${String(before)} 版吗？`;
    return `${past}每次：${deeds}。${ask}`;
  }
  const ask =
    before === undefined
      ? `Arm the workflow ${name}?`
      : `Let it replace version ${String(before)} of ${name}?`;
  return `${past} Each time: ${deeds}. ${ask}`;
}

function refused(refusal: Refusal): Answer<ProposedWorkflow> {
  return { ok: false, refusal };
}

function written(name: string): Refusal {
  return refuseWorkflow('WORKFLOW_WRITTEN', `${name} stands in workflows.yaml`);
}
