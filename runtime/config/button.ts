/** A push button: an output that is only pressed, and tells nothing of how anything stands. */
import type { SiteProperty } from './site.ts';

export function isButton({ type, words, writable }: SiteProperty): boolean {
  return type === 'boolean' && writable && words === 'pressed-released';
}
