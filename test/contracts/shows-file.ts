/** A file reaches a person whole where the platform can show it, and is said in words where it cannot. */
import assert from 'node:assert/strict';
import type { ChannelAdapter, FileOut } from '../../runtime/gateway/channels/channel-adapter.ts';
import type { SeenFile } from '../peers/form-parts.ts';
import { until } from '../until.ts';

export interface FileBench {
  /** Files that this person sees of the site. Absent: they are said in words. */
  files?(user: number): readonly SeenFile[];
  adapter(): ChannelAdapter;
  write(user: number, text: string): void;
  seen(user: number): readonly string[];
}

export async function showsFile(bench: FileBench, user: number, file: FileOut): Promise<void> {
  const { name, type, base64, alt } = file;
  const seen = (): readonly SeenFile[] => bench.files?.(user) ?? [];
  const isShown = bench.adapter().traits.files.includes(type);
  const wish = type === 'text/csv' ? 'table' : 'picture';
  bench.write(user, wish);
  await until(() => (isShown ? seen().length > 0 : bench.seen(user).join().includes(alt)));
  assert.match(bench.seen(user)[0] ?? '', new RegExp(`heard ${wish}`));
  const bytes = Buffer.from(base64, 'base64').length;
  assert.deepEqual(seen(), isShown ? [{ name, type, bytes }] : []);
}
