/** The benches of all messengers, found where they stand, each in a `TYPE-bench.ts` with one function that makes it. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messengerFormOf } from '../runtime/config/messengers.ts';
import type { ChannelBench } from './contracts/channel.contract.ts';
import { findFiles } from './guards/source-files.ts';

export interface FoundBench {
  readonly path: string;
  /** What stood for the platform. */
  readonly verified: string;
}

/** Those of the catalogue, by type. */
export async function findChannelBenches(): Promise<ReadonlyMap<string, FoundBench>> {
  const found = new Map<string, FoundBench>();
  for (const path of findFiles(['test'], '-bench.ts')) {
    const type = /([^/]+)-bench\.ts$/.exec(path)?.[1] ?? '';
    if (messengerFormOf(type) === undefined) continue;
    const module: unknown = await import(pathToFileURL(resolve(path)).href);
    found.set(type, { path, verified: verifiedOf(new Map(Object.entries(module ?? {})), path) });
  }
  return found;
}

/** A bench that needs a server to be made has it beside it, as `verified`. */
function verifiedOf(module: ReadonlyMap<string, unknown>, path: string): string {
  const said = module.get('verified');
  if (typeof said === 'string') return said;
  for (const [name, make] of module)
    if (name.endsWith('Bench') && isMaker(make)) return make().verified;
  throw new Error(`${path} exports no function named …Bench`);
}

function isMaker(value: unknown): value is () => Pick<ChannelBench, 'verified'> {
  return typeof value === 'function';
}
