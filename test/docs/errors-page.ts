/** `docs/errors.md`, made from the catalogues: what each code means for the person who meets it. */
import { findErrorCatalogues, type FoundCatalogue } from './error-catalogues.ts';

export async function errorsPage(): Promise<string> {
  const catalogues = await findErrorCatalogues();
  return [
    '# Errors',
    '',
    'Every error and every refusal has a code, a message that names the bad value, and a hint: what to',
    'do next. The codes are stable; programs go by them, never by the words. This page is made from',
    'the code with `make docs`.',
    '',
    ...catalogues.flatMap(section),
  ].join('\n');
}

function section({ path, codes }: FoundCatalogue): string[] {
  const rows = Object.entries(codes).map(([code, hint]) => `| \`${code}\` | ${cell(hint)} |`);
  return [`## \`${path}\``, '', '| code | what to do next |', '|---|---|', ...rows, ''];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
