/** Doctor: are all boards there, each once, and do they run what they should? Never seen counts as away: it is in the site. */
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';
import type { Site } from '../../config/site.ts';
import type { NodeReport } from './gateway-link.ts';

export interface BoardsCheckParts {
  /** As it is now. */
  readonly site: Pick<Site, 'boards'>;
  /** The board of the gateway's own node. */
  readonly ownBoard: string;
  readonly nodes: () => readonly NodeReport[];
  /** Ids that two boards took turns with a short while ago. */
  readonly clones: () => readonly string[];
}

export function boardsCheck(parts: BoardsCheckParts): DoctorCheck {
  return {
    code: 'boards',
    question: 'Is every other board of the site there, and in step with it?',
    look: () => Promise.resolve(examine(parts)),
  };
}

function examine({ site, ownBoard, nodes, clones }: BoardsCheckParts): Finding {
  const doubles = clones();
  if (doubles.length > 0)
    return {
      verdict: 'fail',
      text: `two boards take turns as ${doubles.join(', ')}`,
      fix: 'Stop one of the two, and give it a token of its own: boardtalk board token NAME',
    };
  const reports = new Map(nodes().map((report) => [report.node, report]));
  const others = site.boards.filter(({ id }) => id !== ownBoard);
  const troubles = others.flatMap(({ id }) => troubleOf(id, reports.get(id)));
  if (troubles.length > 0)
    return {
      verdict: 'warn',
      text: troubles.join('; '),
      fix: 'See more with: boardtalk boards; check power and network of a board that is away.',
    };
  const text =
    others.length === 0 ? 'there is no other board' : `${String(others.length)} there, in step`;
  return { verdict: 'ok', text };
}

function troubleOf(id: string, report: NodeReport | undefined): readonly string[] {
  if (report === undefined) return [`${id} was not seen since this node started`];
  const { isOnline, problem, drift, stuck } = report;
  if (!isOnline) return [`${id} is away`];
  if (problem !== undefined) return [`${id}: ${problem}`];
  if (stuck.length > 0)
    return [`nothing more comes through of what ${id} owes: ${stuck.join(', ')}`];
  return drift === 'in-step' ? [] : [`${id} does not run the newest bundle`];
}
