/** Which board file describes a machine, by the names that its firmware gives it. */
import type { BoardFile } from './board-file.ts';

/** What a machine says of itself. */
export interface MachineMarks {
  /** Of its device tree, the most particular first; empty on a PC. */
  readonly compatible: readonly string[];
  /** File of `/sys/class/dmi/id` → its text; empty on most ARM boards. */
  readonly dmi: Readonly<Record<string, string>>;
}

/**
 * `exact`: its own name, or texts of its DMI · `related`: only a name that it shares with others, so
 * pins may differ · `general`: nothing but the kind of machine.
 */
export type MatchCertainty = 'exact' | 'related' | 'general';

export interface BoardMatch {
  readonly file: BoardFile;
  readonly certainty: MatchCertainty;
  /** What fitted: `raspberrypi,4-model-b`, `sys_vendor: QEMU`. */
  readonly by: string;
}

/** The best one; undefined when no file fits. */
export function matchBoard(
  marks: MachineMarks,
  files: readonly BoardFile[],
): BoardMatch | undefined {
  const matches = files.flatMap((file) => [...byTree(file, marks), ...byDmi(file, marks)]);
  const [best] = matches.sort((left, right) => right.weight - left.weight);
  if (best === undefined) return undefined;
  const { file, certainty, by } = best;
  return { file, certainty, by };
}

interface Weighed extends BoardMatch {
  readonly weight: number;
}

/** Above any number of fields that a DMI entry has. */
const OWN_NAME = 1_000;
/** Below one field that fits. */
const SHARED_NAME = 0.5;

function byTree(file: BoardFile, { compatible }: MachineMarks): readonly Weighed[] {
  const place = compatible.findIndex((name) => file.match.compatible.includes(name));
  const by = compatible[place];
  if (by === undefined) return [];
  if (place === 0) return [{ file, by, certainty: 'exact', weight: OWN_NAME }];
  return [{ file, by, certainty: 'related', weight: SHARED_NAME / place }];
}

function byDmi(file: BoardFile, { dmi }: MachineMarks): readonly Weighed[] {
  if (Object.keys(dmi).length === 0) return [];
  return file.match.dmi.flatMap((entry): readonly Weighed[] => {
    const fields = Object.entries(entry);
    if (!fields.every(([field, text]) => dmi[field]?.startsWith(text))) return [];
    const by = fields.map(([field, text]) => `${field}: ${text}`).join(', ');
    if (by === '') return [{ file, by: 'it has a DMI table', certainty: 'general', weight: 0 }];
    return [{ file, by, certainty: 'exact', weight: fields.length }];
  });
}
