/**
 * Who vouches for the sender: `Authentication-Results` (RFC 8601) of the one server that the site trusts, which
 * takes those out that came with the mail (§5). From is believed when its domain signed the mail (DKIM) or let it
 * be sent (SPF); the same domain, not one above it.
 */

/** @param results the headers, topmost first: only the first one of the server counts, those below came with the mail */
export function isVouched(domain: string, results: readonly string[], server: string): boolean {
  const own = results.map(statementsOf).find(([who]) => serverOf(who) === server.toLowerCase());
  return own?.slice(1).some((statement) => vouchesFor(statement, domain)) ?? false;
}

/** §2.2: `server; method=result property=value …; …` */
function statementsOf(header: string): readonly string[] {
  const plain = withoutComments(header).toLowerCase();
  return plain.split(';').map((statement) => statement.replaceAll(/\s*=\s*/g, '=').trim());
}

/** A version may stand behind it. */
function serverOf(who = ''): string {
  return who.split(/\s/)[0] ?? '';
}

function vouchesFor(statement: string, domain: string): boolean {
  const words = statement.split(/\s+/);
  const holds = (property: string): boolean =>
    words.some((word) => word.startsWith(`${property}=`) && domainOf(word) === domain);
  if (words[0] === 'dkim=pass') return holds('header.d');
  return words[0] === 'spf=pass' && holds('smtp.mailfrom');
}

/** Of `smtp.mailfrom=anna@example.org` and of `header.d=example.org`. */
function domainOf(word: string): string {
  return word.slice(Math.max(word.lastIndexOf('@'), word.indexOf('=')) + 1);
}

/** Comments nest, and in quotes anything may stand: neither can vouch, because the sender may have chosen it. */
function withoutComments(header: string): string {
  let [plain, depth, isQuoted, isEscaped] = ['', 0, false, false];
  for (const character of header) {
    if (isEscaped) isEscaped = false;
    else if (character === '\\') isEscaped = true;
    else if (character === '"' && depth === 0) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) plain += character;
  }
  return plain;
}
