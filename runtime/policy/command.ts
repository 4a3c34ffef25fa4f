/**
 * A command: one signed request to write one property of one thing on one board. The command is
 * the permit: whoever carries it needs no other right, and the board that owns the pin checks it
 * itself (`command-gate.ts`).
 */
import { z } from '../core/schema.ts';
import { ID_PATTERN } from '../core/ids.ts';

const id = z.string().regex(ID_PATTERN).max(64);

export const commandSchema = z.strictObject({
  id,
  board: id,
  thing: id,
  property: id,
  value: z.union([z.boolean(), z.number(), z.string().max(256)]),
  /** "for ten minutes": how long the value holds before the board undoes it by itself, ms. */
  forMs: z.number().int().positive().optional(),
  /** Who asked: a person's id, or `person via llm`, `client:name`, `workflow:name`. */
  requester: z.string().max(128),
  /** Through which door: `cli`, `web`, `telegram` … */
  via: z.string().max(64),
  /** Of a change of mode: what stands on the tag. */
  reason: z.string().max(200).optional(),
  /** The words that were said, for the journal. */
  cause: z.string().max(500),
  issuedAt: z.number().int(),
  /** The board refuses it from then on, epoch ms. */
  deadline: z.number().int(),
});

export type Command = z.infer<typeof commandSchema>;
