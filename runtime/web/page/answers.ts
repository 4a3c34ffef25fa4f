/** What the page reads out of the answers of actions: their outline, and the check that it is there. */
import type { Language } from '../../actions/asker.ts';
import type { Value } from '../../core/reading.ts';
import type { Diagnosis } from '../../monitor/doctor.ts';
import type { JournalRecord } from '../../state/journal-entry.ts';
import type { Task } from '../../tasks/task.ts';
import type { Title } from '../ports.ts';

/** `until`: how long its timed run still goes on, epoch ms. */
export type TaskRow = Task & { readonly until?: number; readonly before?: readonly string[] };

export interface BoardRow {
  readonly id: string;
  readonly title: Title;
  readonly model: string;
  readonly online: boolean;
  readonly version?: string;
  /** The version of its configuration, and how that stands to the site's. */
  readonly bundle?: number;
  readonly drift?: 'in-step' | 'behind' | 'none';
  /** Why it did not take the newest. */
  readonly problem?: string;
  readonly lastHeard?: number;
}

export interface PinRow {
  readonly pin: number;
  readonly label: string;
  readonly use: readonly string[];
  readonly value: Value | null;
  readonly reserved?: string;
}

export interface HistoryRow {
  readonly at: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly last: number;
  /** Of samples. */
  readonly count: number;
}

export interface HistoryAnswer {
  readonly unit?: string;
  readonly rows: readonly HistoryRow[];
}

/** A stretch of time, epoch ms. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

export interface ActionRow {
  readonly name: string;
  readonly help: Readonly<Record<Language, string>>;
  readonly examples: Readonly<Record<Language, readonly string[]>>;
}

/** An alert that is open. */
export interface IncidentRow {
  readonly id: string;
  readonly title: Title;
  readonly why: Title;
  readonly since: number;
  readonly acknowledged?: { readonly by: string };
}

/** What was seen in the newest picture: its best label, from 0 to 1 how sure that is, and how old the picture is. */
export interface LookAnswer {
  readonly label?: Title;
  readonly score?: number;
  readonly ageMs?: number;
}

export function isLook(data: unknown): data is LookAnswer {
  return typeof data === 'object' && data !== null && 'quality' in data;
}

export function isTasks(data: unknown): data is readonly TaskRow[] {
  return Array.isArray(data);
}

export function isBoards(data: unknown): data is readonly BoardRow[] {
  return Array.isArray(data);
}

export function isPins(data: unknown): data is readonly PinRow[] {
  return Array.isArray(data);
}

export function isJournal(data: unknown): data is readonly JournalRecord[] {
  return Array.isArray(data);
}

export function isIncidents(data: unknown): data is readonly IncidentRow[] {
  return Array.isArray(data);
}

export function isDiagnoses(data: unknown): data is readonly Diagnosis[] {
  return Array.isArray(data);
}

export function isActions(data: unknown): data is readonly ActionRow[] {
  return Array.isArray(data);
}

export function isHistory(data: unknown): data is HistoryAnswer {
  return typeof data === 'object' && data !== null && 'rows' in data && Array.isArray(data.rows);
}
