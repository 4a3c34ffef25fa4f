/**
 * By what an order is known again when it comes twice: who said go, in which message (of a workflow: which
 * step of which run), in which action of it, and what that writes. Undefined where a door gives no message
 * an id: what comes twice there was meant twice.
 */
import type { Asker } from '../actions/asker.ts';
import { formatAddress, type PropertyAddress } from '../core/reading.ts';

export function orderKey(
  { chat, message, part }: Pick<Asker, 'chat' | 'message' | 'part'>,
  address: PropertyAddress,
): string | undefined {
  if (message === undefined || part === undefined) return undefined;
  return `${chat}/${message}/${String(part)}/${formatAddress(address)}`;
}
