/**
 * Collects what is wrong with one file, and finds where it stands. What follows only from a mistake
 * that was already told is dropped: nobody is helped by three messages about one wrong letter.
 */
import type { Diagnostic } from '../diagnostic.ts';
import { quote } from './quote.ts';
import { suggest } from './suggest.ts';
import type { Path } from './value-at.ts';
import type { YamlDocument } from './yaml-document.ts';

export interface Finding {
  readonly path: Path;
  /** Which of the two is wrong. Default: the value. */
  readonly part?: 'key';
  readonly message: string;
  readonly hint?: string | undefined;
}

export class Findings {
  readonly document: YamlDocument;
  readonly #diagnostics: Diagnostic[] = [];
  #damaged: readonly Path[] = [];

  constructor(document: YamlDocument) {
    this.document = document;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  error(finding: Finding): void {
    if (!this.isDamaged(finding.path)) this.#add('error', finding);
  }

  warning(finding: Finding): void {
    if (!this.isDamaged(finding.path)) this.#add('warning', finding);
  }

  /** What stands at these paths, or below, is known to be wrong: further findings about it are dropped. */
  setDamaged(paths: readonly Path[]): void {
    this.#damaged = paths;
  }

  isDamaged(path: Path): boolean {
    return this.#damaged.some((damaged) => damaged.every((step, index) => step === path[index]));
  }

  /** A name that nothing of its kind has. */
  unknown(
    kind: string,
    name: string,
    { path, known }: { path: Path; known: readonly string[] },
  ): void {
    this.error({ path, message: `there is no ${kind} ${quote(name)}`, hint: suggest(name, known) });
  }

  /** `devices.yaml:12:7`: for a message about two places. */
  placeOf(path: Path, part?: 'key'): string {
    const { line, column } = this.document.locate(path, part);
    return `${this.document.file}:${String(line)}:${String(column)}`;
  }

  #add(severity: Diagnostic['severity'], { path, part, message, hint }: Finding): void {
    const { file } = this.document;
    const place = this.document.locate(path, part);
    const words = hint === undefined ? { message } : { message, hint };
    this.#diagnostics.push({ severity, file, ...place, ...words });
  }
}
