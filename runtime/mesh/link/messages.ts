/**
 * What board and gateway say to each other beside commands, bundles, times and readings, which have
 * files of their own. Everything is CBOR and read through the schemas here.
 *
 *   board   → status: joining {nonce} … online … offline (the last will)
 *   gateway → time: the nonce and the time, signed, in answer to "joining"
 *   gateway → ack: how far it has everything, in answer to "online" and to each of the next three
 *   gateway → tasks: how those about its things stand, numbered; all of them in answer to "online" and "ask"
 *   board   → ask: a number of them is missing
 *   board   → journal, event, backlog: in order, one on its way at a time
 */
import { outcomeSchema } from '../../core/receipt.ts';
import { z } from '../../core/schema.ts';
import { recordSchema } from '../../state/journal-entry.ts';
import { bundleMarkSchema } from '../bundle/bundle-mark.ts';
import { MeshError } from '../errors.ts';
import { decodeWire, type WireValue } from '../wire/wire-codec.ts';

const id = z.string().min(1).max(64);
const seq = z.number().int().nonnegative();

export const statusSchema = z.strictObject({
  state: z.enum(['joining', 'online', 'offline']),
  role: z.enum(['board', 'gateway']),
  /** Of Boardtalk. */
  version: z.string().max(32),
  /** Of this process: another one after every start. */
  boot: id,
  /** Of this connection: a last will that comes late does not speak for the next one. */
  nonce: id,
  /** The bundle that is in force. */
  bundle: bundleMarkSchema.optional(),
  /** Why the newest bundle is not in force. */
  problem: z.string().max(500).optional(),
});
export type Status = Readonly<z.infer<typeof statusSchema>>;

/** A place in a numbered outbox. A new outbox has a new epoch and begins at 1 again. */
export const placeSchema = z.strictObject({ epoch: id, seq });
export type Place = Readonly<z.infer<typeof placeSchema>>;

export const ackSchema = z.strictObject({
  /** The last journal record that the gateway holds. Its hash tells whether it is one of this journal. */
  journal: z.strictObject({ seq, hash: z.string().length(64) }).optional(),
  event: placeSchema.optional(),
  backlog: placeSchema.optional(),
});
export type Ack = Readonly<z.infer<typeof ackSchema>>;

export const resultSchema = z.union([
  z.strictObject({ id, outcome: outcomeSchema }),
  z.strictObject({
    id,
    settling: z.strictObject({
      waitingFor: z.strictObject({ thing: id, property: id }).optional(),
    }),
  }),
]);

export const journalBatchSchema = z.strictObject({
  records: z.array(recordSchema).max(500),
  /** What the gateway holds is another journal: a new disk, or one put back from a copy. The same for the same beginning. */
  anew: id.optional(),
});

/** Where a message stands in its outbox; nothing up to `after` is owed any more. */
const numbered = { ...placeSchema.shape, after: seq };

export const boardEventSchema = z.strictObject({
  thing: id,
  /** `run-ended`, `forced` … */
  name: id,
  /** Epoch ms, by the board's clock. */
  at: z.number(),
  data: z.record(z.string(), z.json()),
});
/** Something a board did without being asked at that moment. */
export type BoardEvent = Readonly<z.infer<typeof boardEventSchema>>;

export const eventMessageSchema = z.strictObject({ ...numbered, event: boardEventSchema });

export const backlogMessageSchema = z.strictObject({
  ...numbered,
  /** SenML, as on `r/<thing>`. */
  packs: z.array(z.instanceof(Uint8Array)).max(256),
});

const modeSchema = z.strictObject({
  base: z.enum(['auto', 'hand']),
  tags: z.array(z.strictObject({ person: z.string(), reason: z.string(), at: z.number() })),
});
/** By thing; one that is not named is in `auto`. */
export const modesSchema = z.record(id, modeSchema);
export type BoardModes = z.infer<typeof modesSchema>;

/** One task; which fields there are is between the gateway and whoever shows it. */
export const taskStateSchema = z.looseObject({ id });
export type KnownTask = Readonly<z.infer<typeof taskStateSchema>>;
/** As it is sent. */
export type TaskState = { readonly [field: string]: WireValue | undefined } & {
  readonly id: string;
};

export const taskStatesSchema = z.strictObject({
  ...placeSchema.shape,
  /** All of them; else what has changed. */
  isWhole: z.boolean(),
  tasks: z.array(taskStateSchema).max(1_000),
});

export const askSchema = z.strictObject({ what: z.literal('tasks') });

/** @throws MeshError `MESH_BAD_MESSAGE` */
export function parseMessage<T>(bytes: Uint8Array, schema: z.ZodType<T>): T {
  const result = schema.safeParse(decodeWire(bytes));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw new MeshError('MESH_BAD_MESSAGE', `the message is not of the agreed form: ${where}`);
}
