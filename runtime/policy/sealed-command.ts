/** A command in the envelope it travels in (`sealed-envelope.ts`). */
import type { Refusal } from '../core/refusal.ts';
import { commandSchema, type Command } from './command.ts';
import { refuse } from './errors.ts';
import { seal, unseal, type Sealing, type TrustedKeys } from './sealed-envelope.ts';
import type { SiteKey } from './site-key.ts';

const SEALING: Sealing<Command> = {
  context: 'boardtalk command v1\0',
  schema: commandSchema,
  // A command is a handful of short fields; anything longer was not made by `sealCommand`.
  limits: { maxBytes: 4_096, maxDepth: 3 },
};

export function sealCommand(command: Command, key: SiteKey): Uint8Array {
  return seal(command, SEALING.context, key);
}

/** Opens an envelope and checks who signed it; the board, the deadline and the id are the gate's business. */
export function unsealCommand(bytes: Uint8Array, trusted: TrustedKeys): Command | Refusal {
  const opened = unseal(bytes, SEALING, trusted);
  if ('content' in opened) return opened.content;
  switch (opened.fault) {
    case 'no-envelope':
      return refuse('COMMAND_MALFORMED', 'the command is no signed envelope');
    case 'bad-signature':
      return refuse('COMMAND_BAD_SIGNATURE', 'the command is not signed by this site');
    case 'bad-payload':
      return refuse('COMMAND_MALFORMED', 'the signed payload is no command');
  }
}
