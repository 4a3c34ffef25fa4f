/** The lines of a SoC: its file read, its patterns written out, with what is wrong in it. */
import type { BoardFile } from './board-file.ts';
import { quote } from './form/quote.ts';
import { readForm, type FileToRead, type Form } from './form/read-form.ts';
import { suggest } from './form/suggest.ts';
import type { Findings } from './form/findings.ts';
import { expandNames, parsePlace, socSchema, type SocFile } from './soc-file.ts';

export type SocLines = ReadonlyMap<string, Pick<BoardFile['lines'][string], 'chip' | 'offset'>>;

type SocForm = Form<SocFile>;

export interface ReadSoc {
  readonly form: SocForm;
  readonly lines: SocLines;
}

/** @param id the name of its file */
export async function readSoc(id: string, place: FileToRead): Promise<ReadSoc> {
  const form = await readForm(socSchema, place);
  const { value, findings } = form;
  if (value === undefined || findings === undefined) return { form, lines: new Map() };
  if (value.id !== id) wrongId(findings, value.id, id);
  return { form, lines: writeOut(findings, value) };
}

/** A file says its own id, so that a copy under another name is noticed. */
export function wrongId(findings: Findings, found: string, expected: string): void {
  const message = `${quote(found)} is not what its file or folder is called`;
  findings.error({ path: ['id'], message, hint: `write ${expected}` });
}

function writeOut(findings: Findings, { chips, lines }: SocFile): SocLines {
  const all = new Map<string, SocLines extends ReadonlyMap<string, infer Line> ? Line : never>();
  const taken = new Map<string, string>();
  for (const [pattern, text] of Object.entries(lines)) {
    const path = ['lines', pattern];
    const { chip, offset: first } = parsePlace(text);
    const labels = chips[chip]?.labels;
    if (labels === undefined) {
      findings.unknown('chip', chip, { path, known: Object.keys(chips) });
      continue;
    }
    const names = expandNames(pattern);
    if (names.length === 0) {
      const hint = 'write for example GPIO{0-27} or P{A-I}{0-31}';
      findings.error({ path, part: 'key', message: `${quote(pattern)} names no line`, hint });
    }
    for (const [step, name] of names.entries()) {
      const offset = first + step;
      const other = taken.get(`${chip}/${String(offset)}`);
      if (all.has(name)) findings.error({ path, message: `line ${name} stands twice` });
      else if (other !== undefined)
        findings.error({ path, message: `${chip}/${String(offset)} is ${other} and ${name}` });
      taken.set(`${chip}/${String(offset)}`, name);
      all.set(name, { chip: labels, offset });
    }
  }
  return all;
}

export function unknownLine(line: string, lines: SocLines): { message: string; hint?: string } {
  const hint = suggest(line, [...lines.keys()]);
  const message = `the SoC has no line ${quote(line)}`;
  return hint === undefined ? { message } : { message, hint };
}
