/** One YAML file of a known form: read, parsed, checked against its schema, with all that is wrong in it. */
import { join } from 'node:path';
import type { z } from '../../core/schema.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnose } from './diagnose.ts';
import { Findings } from './findings.ts';
import { readSmallFile } from './read-small-file.ts';
import { salvage } from './salvage.ts';
import { MAX_FILE_BYTES, parseYaml, type YamlResult } from './yaml-document.ts';

/** Nobody mends more at once; a file of another kind is wrong in every line. */
const MAX_TOLD = 200;

export interface FileToRead {
  readonly directory: string;
  /** Relative to the directory; what diagnostics call it. */
  readonly file: string;
  /** What to do when there is none; without it, a file that does not exist is an empty one. */
  readonly hintIfAbsent?: string;
}

export interface Form<T> {
  /** Takes further findings. Absent when the file could not be read. */
  readonly findings?: Findings;
  /** As written, or what could be saved of it: fit to be used only when there is no error. */
  readonly value?: T;
  /** Why it could not be read. */
  readonly unreadable: readonly Diagnostic[];
}

export async function readForm<T>(schema: z.ZodType<T>, place: FileToRead): Promise<Form<T>> {
  return formOf(schema, await readYaml(place));
}

/** The same of a text that stands in no file. @param name what diagnostics call it */
export function readFormText<T>(schema: z.ZodType<T>, name: string, text: string): Form<T> {
  return formOf(schema, parseYaml(name, new TextEncoder().encode(text)));
}

function formOf<T>(
  schema: z.ZodType<T>,
  { document, diagnostics: unreadable }: YamlResult,
): Form<T> {
  if (document === undefined) return { unreadable };
  const findings = new Findings(document);
  const result = schema.safeParse(document.value);
  if (result.success) return { findings, value: result.data, unreadable };
  const wrong = diagnose(schema, document.value, result.error.issues);
  for (const finding of wrong.slice(0, MAX_TOLD)) findings.error(finding);
  const { value, damaged } = salvage(schema, document.value);
  findings.setDamaged(damaged);
  return { findings, unreadable, ...(value === undefined ? {} : { value }) };
}

export function diagnosticsOf({ findings, unreadable }: Form<unknown>): readonly Diagnostic[] {
  return findings === undefined ? unreadable : findings.diagnostics;
}

async function readYaml({ directory, file, hintIfAbsent }: FileToRead): Promise<YamlResult> {
  const read = await readSmallFile(join(directory, file), MAX_FILE_BYTES);
  if (read.bytes !== undefined) return parseYaml(file, read.bytes);
  if (read.isAbsent && hintIfAbsent === undefined) return parseYaml(file, new Uint8Array());
  const message = `the file ${read.problem}`;
  const hint = read.isAbsent && hintIfAbsent !== undefined ? { hint: hintIfAbsent } : {};
  return { diagnostics: [{ severity: 'error', file, line: 1, column: 1, message, ...hint }] };
}
