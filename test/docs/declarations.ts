/**
 * What the rooms declare for the monitor, found by file name: `<what>.check.ts` exports
 * `<what>Check(parts)`, `<what>.alert.ts` exports `<what>Alert(parts)`. Both use their parts only
 * when they are asked, so that the declaration itself can be had without any.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AlertDeclaration } from '../../runtime/core/alert.ts';
import type { DoctorCheck } from '../../runtime/core/doctor-check.ts';
import { findFiles } from '../guards/source-files.ts';

export async function findChecks(): Promise<DoctorCheck[]> {
  return (await callFactories('.check.ts', 'Check')) as DoctorCheck[];
}

export async function findAlerts(): Promise<AlertDeclaration[]> {
  return (await callFactories('.alert.ts', 'Alert')) as AlertDeclaration[];
}

async function callFactories(fileEnding: string, nameEnding: string): Promise<unknown[]> {
  const found = await Promise.all(findFiles(['runtime'], fileEnding).map(readFactory));
  return found.map((factory) => factory({}));

  async function readFactory(path: string): Promise<(parts: object) => unknown> {
    const module = (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
    const [factory] = Object.entries(module)
      .filter(([name, value]) => name.endsWith(nameEnding) && typeof value === 'function')
      .map(([, value]) => value);
    if (factory === undefined) throw new Error(`${path} exports no function …${nameEnding}`);
    return factory as (parts: object) => unknown;
  }
}
