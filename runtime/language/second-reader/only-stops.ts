/** Whether all that an order does is harmless: off, the safe value, locked out, or not done after all. */
import type { Reading } from '../reading.ts';
import type { SiteIndex } from '../site-index.ts';
import type { ActionCall } from '../understanding.ts';

export function onlyStops(found: Reading, index: SiteIndex): boolean {
  return 'calls' in found && found.calls.every((call) => isHarmless(call, index));
}

function isHarmless({ action, args }: ActionCall, index: SiteIndex): boolean {
  if (action === 'cancel') return true;
  if (action === 'mode') return args['mode'] === 'locked-out';
  if (action !== 'set') return false;
  const { target, value } = args;
  if (value === false) return true;
  const property = index.findTargets(String(target))?.property;
  return value !== undefined && property !== undefined && property.safe === value;
}
