/** A board's events as the mesh carries them: it only needs to know which thing they are about. */
import { boardEventSchema, type BoardEvent } from '../devices/board-event.ts';
import { z } from '../core/schema.ts';
import type { BoardEvent as MeshEvent } from '../mesh/link/messages.ts';

const dataSchema = z.record(z.string(), z.json());

export function eventToMesh(event: BoardEvent, at: number): MeshEvent {
  const { thing } = event.kind === 'forced' ? event : event.run;
  return { thing, name: event.kind, at, data: dataSchema.parse(JSON.parse(JSON.stringify(event))) };
}

/** undefined when a newer version tells of something this one does not know. */
export function eventFromMesh({ data }: MeshEvent): BoardEvent | undefined {
  return boardEventSchema.safeParse(data).data;
}
