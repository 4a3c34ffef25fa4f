/**
 * Where a PostgreSQL server is, and who asks it: `postgres://reader@db.lan/energy`, as libpq has it, or
 * a secret that holds such an address. A password stands in no workflow: people are shown its text.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
import { findSecret, isReference, type SecretSources } from '../../config/secrets.ts';
import type { Refusal } from '../../core/refusal.ts';
import { refuseWorkflow } from '../errors.ts';

const HOW = 'Write it as postgres://reader@db.lan:5432/energy, with %40 for an @ in a password.';

/** Of a source as a workflow names it. */
export function isPostgres(source: string): boolean {
  return /^postgres(?:ql)?:/i.test(source) || isReference(source);
}

/** What is wrong with a source as it is written, before any secret is read. */
export function checkPostgres(
  source: string,
): { readonly message: string; readonly hint: string } | undefined {
  if (source.includes('{{'))
    return { message: 'where the server is must stand here, without placeholders', hint: HOW };
  if (isReference(source)) return undefined;
  const address = parseAddress(source);
  if (address === undefined)
    return { message: 'this is no address of a PostgreSQL server', hint: HOW };
  if (address.password === '' && !address.searchParams.has('password')) return undefined;
  return {
    message: 'a password must not stand in a workflow',
    hint: 'put the whole address into a file for this user only, and write the source as file:PATH or env:NAME',
  };
}

/** @param source has passed the check */
export async function findPostgres(source: string, secrets: SecretSources): Promise<URL | Refusal> {
  let text = source;
  if (isReference(source)) {
    const found = await findSecret(source, secrets);
    if (!('secret' in found))
      return refuse(found.kind === 'missing' ? found.message : 'the address is a placeholder');
    text = found.secret.reveal();
  }
  return parseAddress(text) ?? refuse('what the secret holds is no address of PostgreSQL', HOW);
}

/** An @ behind the host belongs to a password with a slash in it; what precedes it is then no host. */
function parseAddress(text: string): URL | undefined {
  if (!/^postgres(?:ql)?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const address = new URL(text);
  const behind = `${address.pathname}${address.search}${address.hash}`;
  if (address.hostname === '' || behind.includes('@')) return undefined;
  // libpq's meaning of sslmode: "require" encrypts, "verify-full" also looks at who answers.
  if (address.searchParams.has('sslmode')) address.searchParams.set('uselibpqcompat', 'true');
  return address;
}

function refuse(message: string, hint?: string): Refusal {
  return refuseWorkflow('WORKFLOW_SOURCE', message, hint);
}
