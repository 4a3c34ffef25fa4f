/** What people do with the text of workflows: make one, look at its versions, take a change back, delete it. */
import { defineAction, type Action, type Answer } from '../../actions/action.ts';
import type { Asker } from '../../actions/asker.ts';
import type { Speech } from '../../actions/speech.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { refuseWorkflow } from '../errors.ts';
import type { SiteWorkflows } from '../site-workflows.ts';
import { draftSchema, type Draft } from './draft.ts';
import { diffLines } from './line-diff.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { WorkflowBook, WorkflowVersion } from './workflow-book.ts';
import type { ProposedWorkflow, WorkflowDesk } from './workflow-desk.ts';
import type { WrittenDraft } from './write-draft.ts';

export interface BookActionParts {
  readonly book: WorkflowBook;
  readonly desk: WorkflowDesk;
  readonly workflows: SiteWorkflows;
  /** The text of one that stands in `workflows.yaml`; undefined where none of that name does. */
  readonly writtenText: (name: string) => Promise<string | undefined>;
  /** What was said, as the text of a workflow. */
  readonly draw: (draft: Draft, asker: Asker) => Promise<WrittenDraft | Refusal>;
  readonly speech: Speech;
}

export function bookActions(parts: BookActionParts): readonly Action[] {
  return [
    makeAction(parts),
    buildAction(parts),
    showAction(parts),
    versionsAction(parts),
    diffAction(parts),
    undoAction(parts),
    deleteAction(parts),
  ];
}

const name = z.string().describe('of the workflow');

function makeAction({ desk }: BookActionParts): Action {
  return defineAction<{ text: string }, ProposedWorkflow>({
    name: 'workflow-make',
    isStep: true,
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Make a workflow of its text, or change one that was made so: armed after a yes.',
      zh: '用文本新建或修改流程，确认后才启用。',
    },
    examples: {
      en: ['boardtalk workflow make "$(cat evening.yaml)"'],
      zh: ['boardtalk workflow make "$(cat evening.yaml)"'],
    },
    args: z.strictObject({
      text: z.string().max(20_000).describe('a file of workflows with one in it, as YAML'),
    }),
    positional: ['text'],
    run: ({ text }, asker) => desk.propose(text.endsWith('\n') ? text : `${text}\n`, asker),
    say: ({ text }) => text,
  });
}

/** What a sentence was understood to want. */
function buildAction({ desk, draw }: BookActionParts): Action {
  return defineAction<Draft, ProposedWorkflow>({
    name: 'workflow-build',
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Let something happen by itself: it is shown as a workflow, rehearsed, and armed after a yes.',
      zh: '让事情自动发生：显示为流程并预演，确认后才启用。',
    },
    examples: {
      en: [
        'if the tank is below 20 % stop the pump and tell me',
        'every weekday at 7 turn on the grow light',
      ],
      zh: ['如果水箱低于20%就停泵并告诉我', '每个工作日早上七点打开补光灯'],
    },
    args: draftSchema,
    positional: [],
    run: async (draft, asker) => {
      const drawn = await draw(draft, asker);
      return isRefusal(drawn) ? { ok: false, refusal: drawn } : desk.propose(drawn.text, asker);
    },
    say: ({ text }) => text,
  });
}

interface ShownWorkflow {
  readonly name: string;
  readonly text: string;
  readonly version?: number;
}

function showAction({ book, writtenText }: BookActionParts): Action {
  return defineAction<{ name: string; version?: number | undefined }, ShownWorkflow>({
    name: 'workflow-show',
    isStep: true,
    kind: 'read',
    role: 'viewer',
    help: { en: 'Show the text of a workflow.', zh: '显示流程的内容。' },
    examples: { en: ['workflow show morning_light'], zh: ['显示流程 morning_light'] },
    args: z.strictObject({
      name,
      version: z.int().positive().optional().describe('an earlier one'),
    }),
    positional: ['name'],
    run: async ({ name: wanted, version }) => {
      const text = version === undefined ? await writtenText(wanted) : undefined;
      if (text !== undefined) return { ok: true, data: { name: wanted, text } };
      const versions = book.versions(wanted);
      const found = version === undefined ? versions.at(-1) : findVersion(versions, version);
      if (found === undefined) return noVersion(wanted, version);
      return {
        ok: true,
        data: { name: wanted, text: maskSecrets(found.text), version: found.version },
      };
    },
    say: ({ name: shown, text }, { language }) =>
      text !== '' ? text : language === 'zh' ? `${shown} 已删除。` : `${shown} is deleted.`,
  });
}

function findVersion(
  versions: readonly WorkflowVersion[],
  number: number,
): WorkflowVersion | undefined {
  return versions.find(({ version }) => version === number);
}

function noVersion(wanted: string, version: number | undefined): { ok: false; refusal: Refusal } {
  const refusal =
    version === undefined
      ? refuseWorkflow('WORKFLOW_UNKNOWN', `there is no workflow "${wanted}"`)
      : refuseWorkflow('WORKFLOW_NO_VERSION', `${wanted} has no version ${String(version)}`);
  return { ok: false, refusal };
}

/** With its name, where it stands among those of others. */
type VersionRow = WorkflowVersion & { readonly name?: string };

function masked(version: WorkflowVersion): WorkflowVersion {
  return { ...version, text: maskSecrets(version.text), words: maskSecrets(version.words) };
}

function newestOf(book: WorkflowBook): readonly VersionRow[] {
  return [...book.current()].map(([of, version]) => ({ ...masked(version), name: of }));
}

function versionsAction({ book, workflows, speech }: BookActionParts): Action {
  return defineAction<{ name?: string | undefined }, readonly VersionRow[]>({
    name: 'workflow-versions',
    isStep: true,
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'List who changed a workflow, when, and with which words.',
      zh: '列出流程的历次修改。',
    },
    examples: { en: ['workflow versions morning_light'], zh: ['流程版本 morning_light'] },
    args: z.strictObject({
      name: name
        .optional()
        .describe('of one; default: the newest of each that was made by talking'),
    }),
    positional: ['name'],
    run: ({ name: wanted }) => {
      if (wanted === undefined) return Promise.resolve({ ok: true, data: newestOf(book) });
      const data = book.versions(wanted).map(masked);
      if (data.length > 0) return Promise.resolve({ ok: true, data });
      if (!workflows.isWritten(wanted)) return Promise.resolve(noVersion(wanted, undefined));
      const message = `${wanted} stands in workflows.yaml, and has the versions that you keep of that file`;
      const refusal = refuseWorkflow('WORKFLOW_WRITTEN', message);
      return Promise.resolve({ ok: false, refusal });
    },
    say: (versions, { language }) => {
      if (versions.length === 0)
        return language === 'zh'
          ? '还没有用对话建立的流程。'
          : 'No workflow was made by talking yet.';
      return versions
        .map(({ name: of, version, at, person, words, text }) => {
          const gone = text === '' ? (language === 'zh' ? '（删除）' : ' (deleted)') : '';
          const which =
            of === undefined ? '' : language === 'zh' ? `${of} 版本 ` : `${of}, version `;
          return `${which}${String(version)}${gone}: ${speech.time(at)} ${person}: “${words}”`;
        })
        .join('\n');
    },
  });
}

interface WorkflowDiff {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

function diffAction({ book }: BookActionParts): Action {
  return defineAction<{ name: string; from?: number | undefined }, WorkflowDiff>({
    name: 'workflow-diff',
    isStep: true,
    kind: 'read',
    role: 'viewer',
    help: { en: 'Show what the last change of a workflow was.', zh: '显示流程最近一次修改。' },
    examples: { en: ['workflow diff morning_light'], zh: ['比较流程 morning_light'] },
    args: z.strictObject({
      name,
      from: z.int().positive().optional().describe('the version to compare the newest with'),
    }),
    positional: ['name'],
    run: ({ name: wanted, from }) => {
      const versions = book.versions(wanted);
      const newest = versions.at(-1);
      const before = from === undefined ? versions.at(-2) : findVersion(versions, from);
      if (newest === undefined || (from !== undefined && before === undefined))
        return Promise.resolve(noVersion(wanted, newest === undefined ? undefined : from));
      const lines = diffLines(before?.text ?? '', newest.text).map(maskSecrets);
      const data = { name: wanted, from: before?.version ?? 0, to: newest.version, lines };
      return Promise.resolve({ ok: true, data });
    },
    say: ({ name: shown, from, to, lines }, { language }) => {
      const head =
        language === 'zh'
          ? `${shown}：第 ${String(from)} 版 → 第 ${String(to)} 版`
          : `${shown}: version ${String(from)} → ${String(to)}`;
      return [head, ...lines].join('\n');
    },
  });
}

function undoAction({ desk, book }: BookActionParts): Action {
  return defineAction<{ name: string }, ProposedWorkflow>({
    name: 'workflow-undo',
    isStep: true,
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Take the last change of a workflow back, after a yes.',
      zh: '撤回流程的最近一次修改。',
    },
    examples: { en: ['workflow undo morning_light'], zh: ['撤销流程 morning_light'] },
    args: z.strictObject({ name }),
    positional: ['name'],
    run: ({ name: wanted }, asker): Promise<Answer<ProposedWorkflow>> =>
      book.versions(wanted).length === 0
        ? Promise.resolve(notMade(wanted))
        : desk.undo(wanted, asker),
    say: ({ text }) => text,
  });
}

function deleteAction({ desk }: BookActionParts): Action {
  return defineAction<{ name: string }, ProposedWorkflow>({
    name: 'workflow-delete',
    isStep: true,
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Delete a workflow that was made by talking, after a yes.',
      zh: '删除用对话建立的流程。',
    },
    examples: { en: ['delete the workflow morning_light'], zh: ['删除流程 morning_light'] },
    args: z.strictObject({ name }),
    positional: ['name'],
    run: ({ name: wanted }, asker) => desk.delete(wanted, asker),
    say: ({ text }) => text,
  });
}

function notMade(wanted: string): { ok: false; refusal: Refusal } {
  const message = `no workflow "${wanted}" was made by talking`;
  return { ok: false, refusal: refuseWorkflow('WORKFLOW_NOT_MADE', message) };
}
