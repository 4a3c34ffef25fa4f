/** A board's events as the mesh carries them: it only needs to know which thing they are about. */
import { boardEventSchema, type BoardEvent } from '../devices/board-event.ts';
import { z } from '../core/schema.ts';
import type { BoardReport } from '../workflows/board/board-report.ts';
import type { BoardEvent as MeshEvent } from '../mesh/link/messages.ts';

const dataSchema = z.record(z.string(), z.json());

export function eventToMesh(event: BoardEvent, at: number): MeshEvent {
  const data = dataSchema.parse(JSON.parse(JSON.stringify(event)));
  return { thing: thingOf(event), name: event.kind, at, data };
}

/** What the workflows of a board have to tell is about no thing of it: it stands under the board's own name. */
export function reportToMesh(report: BoardReport, board: string, at: number): MeshEvent {
  const data = dataSchema.parse(JSON.parse(JSON.stringify(report)));
  return { thing: board, name: report.kind, at, data };
}

/** undefined when a newer version tells of something this one does not know, or it is about another thing than it says. */
export function eventFromMesh({ thing, data }: MeshEvent): BoardEvent | undefined {
  const event = boardEventSchema.safeParse(data).data;
  return event !== undefined && thingOf(event) === thing ? event : undefined;
}

function thingOf(event: BoardEvent): string {
  return 'run' in event ? event.run.thing : event.thing;
}
