/** `boards`: every board of the site, whether it is there, and whether it runs what it should. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Language } from '../../actions/asker.ts';
import type { Speech } from '../../actions/speech.ts';
import type { Clock } from '../../core/clock.ts';
import { CHINESE_UNITS, formatDuration } from '../../core/duration.ts';
import { z } from '../../core/schema.ts';
import type { Site, SiteBoard, Titles } from '../../config/site.ts';
import type { NodeReport } from './gateway-link.ts';

export interface BoardsActionParts {
  /** As it is now: an edit changes it. */
  readonly site: () => Site;
  /** The board of the gateway's own node: always there, and wired from the site directory itself. */
  readonly ownBoard: string;
  /** Of Boardtalk, here. */
  readonly version: string;
  readonly nodes: () => readonly NodeReport[];
  readonly speech: Pick<Speech, 'time'>;
  readonly clock: Clock;
}

interface BoardRow {
  readonly id: string;
  readonly title: Titles;
  readonly model: string;
  readonly parts: number;
  readonly things: number;
  readonly online: boolean;
  /** Epoch ms; absent while it was never heard of. */
  readonly since?: number | undefined;
  readonly lastHeard?: number | undefined;
  readonly version?: string | undefined;
  /** Of the bundle in force. */
  readonly bundle?: number | undefined;
  readonly drift?: NodeReport['drift'] | undefined;
  readonly problem?: string | undefined;
}

export function boardsAction(parts: BoardsActionParts): Action {
  return defineAction({
    name: 'boards',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'List the boards of this site, and whether they are there.',
      zh: '列出本站点的控制板及其在线状态。',
    },
    examples: {
      en: ['list the boards', 'which boards are online?'],
      zh: ['有哪些控制板？', '哪些控制板在线？'],
    },
    args: z.strictObject({}),
    positional: [],
    run: () => Promise.resolve({ ok: true, data: boardRows(parts) }),
    say: (rows, { language }) => rows.map((row) => sayBoard(row, parts, language)).join('\n'),
  });
}

function boardRows({ site, ownBoard, version, nodes }: BoardsActionParts): readonly BoardRow[] {
  const reports = new Map(nodes().map((report) => [report.node, report]));
  return site().boards.map((board) => {
    if (board.id === ownBoard) return { ...rowOf(board), online: true, version };
    const report = reports.get(board.id);
    if (report === undefined) return { ...rowOf(board), online: false };
    const { isOnline: online, since, lastHeard, drift, problem } = report;
    const bundle = report.bundle?.version;
    const said = { online, since, lastHeard, drift, problem, bundle, version: report.version };
    return { ...rowOf(board), ...said };
  });
}

function rowOf({ id, title, model, parts, things }: SiteBoard): Omit<BoardRow, 'online'> {
  return { id, title, model, parts: parts.length, things: things.length };
}

function sayBoard(row: BoardRow, parts: BoardsActionParts, language: Language): string {
  const { id, model, things } = row;
  const said = [presence(row, parts, language), ...bundleWords(row, language)];
  return language === 'zh'
    ? `${id}（${model}）：${things} 个设备，${said.join('，')}`
    : `${id} (${model}): ${things} things, ${said.join(', ')}`;
}

function presence(row: BoardRow, { clock, speech }: BoardsActionParts, language: Language): string {
  const isChinese = language === 'zh';
  if (row.online) return isChinese ? '在线' : 'online';
  if (row.lastHeard === undefined) return isChinese ? '从未连接' : 'never seen';
  const agoMs = Math.max(clock.now() - row.lastHeard, 1_000);
  const at = speech.time(row.lastHeard);
  return isChinese
    ? `离线，最后消息 ${at}（${formatDuration(agoMs, CHINESE_UNITS)}前）`
    : `away, last heard at ${at} (${formatDuration(agoMs)} ago)`;
}

function bundleWords(row: BoardRow, language: Language): readonly string[] {
  const { online, bundle, drift, problem } = row;
  const isChinese = language === 'zh';
  const words: string[] = [];
  const last = isChinese ? '最后' : 'last had ';
  const name = isChinese ? '配置版本' : 'bundle';
  if (bundle !== undefined) words.push(`${online ? '' : last}${name} ${String(bundle)}`);
  if (drift === 'behind') words.push(isChinese ? '配置尚未更新' : 'not in step with the site');
  if (drift === 'none') words.push(isChinese ? '尚无配置' : 'no bundle yet');
  if (problem !== undefined) words.push(isChinese ? `问题：${problem}` : `problem: ${problem}`);
  return words;
}
