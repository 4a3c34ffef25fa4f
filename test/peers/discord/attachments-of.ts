/** What hangs on a message of Discord (docs.discord.com/developers/resources/message#attachment-object). */
export interface Attached {
  /** Something that is no picture. */
  readonly isFile?: boolean;
  /** The bytes of a picture. */
  readonly picture?: Uint8Array | undefined;
}

/** @param keep says where the picture is had */
export function attachmentsOf(
  { isFile = false, picture }: Attached,
  keep: (bytes: Uint8Array) => string,
): readonly object[] {
  if (isFile) return [{ id: '5', filename: 'a.ogg', size: 1, url: 'x' }];
  if (picture === undefined) return [];
  const kind = { content_type: 'image/png', size: picture.byteLength };
  return [{ id: '6', filename: 'gauge.png', ...kind, url: `${keep(picture)}?ex=6&is=6&hm=a1` }];
}
