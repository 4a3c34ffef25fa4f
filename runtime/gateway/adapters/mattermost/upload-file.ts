/**
 * A file on its way to Mattermost (docs.mattermost.com/api/reference/upload-file). Nobody sees it before it is posted,
 * so whatever fails here may be tried again; where the server or the bot may keep no files, its words go alone.
 */
import { z } from '../../../core/schema.ts';
import type { FileOut, Trouble } from '../../channels/channel-adapter.ts';
import { unsaid, type RestApi } from './rest-api.ts';

export type Uploaded =
  | { readonly kind: 'uploaded'; readonly id: string }
  | { readonly kind: 'nothing' | 'refused' }
  | ({ readonly kind: 'later' } & Trouble);

const uploadedSchema = z.object({ file_infos: z.array(z.object({ id: z.string() })).min(1) });

export async function uploadFile(
  api: RestApi,
  channel: string,
  file: FileOut | undefined,
): Promise<Uploaded> {
  if (file === undefined) return { kind: 'nothing' };
  const { name, type, base64 } = file;
  const body = new FormData();
  body.set('channel_id', channel);
  body.set('files', new Blob([new Uint8Array(Buffer.from(base64, 'base64'))], { type }), name);
  const answer = await api.call('files', { body });
  if (answer.kind === 'ok') {
    const id = uploadedSchema.safeParse(answer.body).data?.file_infos[0]?.id;
    return id === undefined
      ? { kind: 'later', why: 'Mattermost did not name the file that it took' }
      : { kind: 'uploaded', id };
  }
  const failed = unsaid(answer);
  return failed.kind === 'refused' ? { kind: 'refused' } : failed;
}
