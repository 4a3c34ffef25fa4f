/** Makes an attachment of the bytes of a file. */
import type { Attachment } from './attachment.ts';

/** Beyond it a slow line would hold up what comes after; a camera's own picture is made smaller. */
export const MAX_ATTACHMENT_BYTES = 512 * 1024;

const ENDINGS = {
  ...{ 'image/png': 'png', 'image/jpeg': 'jpg', 'image/svg+xml': 'svg' },
  'text/csv': 'csv',
} as const;

/** @param name without its ending */
export function attach(
  name: string,
  { bytes, type }: { readonly bytes: Uint8Array; readonly type: Attachment['type'] },
  alt: string,
): Attachment {
  const base64 = Buffer.from(bytes).toString('base64');
  return { name: `${name}.${ENDINGS[type]}`, type, base64, alt };
}
