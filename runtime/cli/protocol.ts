/**
 * What travels over the socket: one JSON value a line. A request `{id, method, params}` is
 * answered by any number of `{id, note}` and one `{id, result}` or `{id, error}`; notes of a
 * subscription go on until the connection ends. Whoever may open the socket is the owner, so no
 * message says who is asking.
 */
import { z } from '../core/schema.ts';
import { CliError } from './errors.ts';

export const MAX_REQUEST_BYTES = 65_536;
/** A long journal fits; a client that stopped reading does not hold more of the node's memory than this. */
export const MAX_REPLY_BYTES = 16 * 1_048_576;

const id = z.number().int().nonnegative();

export const requestSchema = z.discriminatedUnion('method', [
  /** A command line without the global options; notes are `Progress`. */
  z.strictObject({
    id,
    method: z.literal('command'),
    params: z.strictObject({ argv: z.array(z.string()).min(1).max(256) }),
  }),
  /** `message`: the sender's id; the same one again gets the same answer. */
  z.strictObject({
    id,
    method: z.literal('chat'),
    params: z.strictObject({ message: z.string().min(1).max(64), text: z.string().min(1) }),
  }),
  /** Progress and later news of the owner's terminal chat; notes are `ChatNote`. */
  z.strictObject({ id, method: z.literal('subscribe') }),
  /** How the commands of the catalogue are written. */
  z.strictObject({ id, method: z.literal('usage') }),
]);

export type Request = z.infer<typeof requestSchema>;
export type RequestBody = WithoutId<Request>;
/** Distributes over the union, as `Omit` alone would not. */
type WithoutId<Each> = Each extends Request ? Omit<Each, 'id'> : never;

export const responseSchema = z.strictObject({
  /** null where the request could not be read. */
  id: id.nullable(),
  note: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
});

export type Response = z.infer<typeof responseSchema>;

export const confirmSchema = z.looseObject({
  token: z.string(),
  question: z.string(),
  shown: z.string().optional(),
  expiresAt: z.number(),
});

export const attachmentSchema = z.looseObject({
  name: z.string(),
  alt: z.string().optional(),
  base64: z.string(),
});

/** Every result has it, whatever the action. */
const answered = {
  text: z.string(),
  data: z.unknown().optional(),
  confirm: confirmSchema.optional(),
  attachments: z.array(attachmentSchema).optional(),
  isUnwell: z.boolean().optional(),
};

const refusalSchema = z.looseObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  interlock: z.string().optional(),
});

export const commandOutcomeSchema = z.object({
  action: z.string(),
  kind: z.enum(['read', 'write']),
  result: z.discriminatedUnion('ok', [
    z.object({ ...answered, ok: z.literal(true) }),
    z.object({ ...answered, ok: z.literal(false), refusal: refusalSchema }),
  ]),
});

export type CommandOutcome = z.infer<typeof commandOutcomeSchema>;

const addressSchema = z.object({ thing: z.string(), property: z.string() });

export const progressSchema = z.union([
  addressSchema.extend({
    value: z.union([z.boolean(), z.number(), z.string()]),
    waitingFor: addressSchema.optional(),
  }),
  addressSchema.extend({ share: z.number() }),
]);

/** Loose: `--json` prints everything that came. */
export const chatReplySchema = z.looseObject({
  reply: z.string(),
  confirm: confirmSchema.optional(),
  error: z.looseObject({ code: z.string() }).optional(),
  suggestions: z.array(z.string()).optional(),
  attachments: z.array(attachmentSchema).optional(),
});

export const chatNoteSchema = z.looseObject({ text: z.string(), at: z.number() });

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws CliError CLI_BAD_MESSAGE when the line is not one JSON value of this form. */
export function parseMessage<Message>(line: Uint8Array, schema: z.ZodType<Message>): Message {
  const parsed = schema.safeParse(parseJson(line));
  if (parsed.success) return parsed.data;
  throw new CliError(
    'CLI_BAD_MESSAGE',
    `the message has another form: ${z.prettifyError(parsed.error)}`,
  );
}

function parseJson(line: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(line));
  } catch (cause) {
    throw new CliError('CLI_BAD_MESSAGE', 'the message is not JSON in UTF-8', { cause });
  }
}

export function formatMessage(message: Response | Request): string {
  return `${JSON.stringify(message)}\n`;
}
