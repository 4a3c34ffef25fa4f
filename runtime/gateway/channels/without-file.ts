/** A message whose file the platform will not take: its words say what it is, and where it is to be had. */
import type { Outgoing } from './channel-adapter.ts';
import { languageOf, sayFiles } from './channel-phrases.ts';

export function withoutFile({ file, ...message }: Outgoing): Outgoing {
  if (file === undefined) return message;
  return { ...message, text: sayFiles([file], languageOf(message.text)) };
}
