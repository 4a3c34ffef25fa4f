/** The text of a mail that has HTML alone: what a person would read of it, without what it quotes. */

/** What stands in them is not said, or not by the sender. */
const SILENT = new Set(['head', 'style', 'script', 'title', 'template', 'blockquote']);

const BREAKS = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'hr', 'table', 'pre']);

const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
};

/** Each pass looks at a character once, whatever the sender wrote. */
export function htmlText(html: string): string {
  let text = '';
  let silence: { readonly tag: string; readonly depth: number } | undefined;
  for (const [piece] of withoutComments(html).matchAll(/<[^<>]*>|[^<]+|</g)) {
    const tag = /^<(\/?)([a-z][a-z0-9]*)/i.exec(piece);
    const [, slash, name = ''] = tag ?? [];
    const element = name.toLowerCase();
    if (silence !== undefined) {
      const step = element === silence.tag ? (slash === '/' ? -1 : 1) : 0;
      const depth = silence.depth + step;
      silence = depth === 0 ? undefined : { tag: silence.tag, depth };
    } else if (tag === null) text += piece.startsWith('<') ? '' : decoded(piece);
    else if (slash === '' && SILENT.has(element)) silence = { tag: element, depth: 1 };
    else if (BREAKS.has(element) && !text.endsWith('\n')) text += '\n';
  }
  return text.trim();
}

/** In the source a line break is a space. */
function decoded(piece: string): string {
  return piece
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
      const code = name[1]?.toLowerCase() === 'x' ? `0${name.slice(1)}` : name.slice(1);
      const point = Number(code);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    });
}

function withoutComments(html: string): string {
  const [first = '', ...rest] = html.split('<!--');
  return [first, ...rest.map((piece) => piece.split('-->').slice(1).join('-->'))].join('');
}
