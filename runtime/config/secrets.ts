/**
 * Where secrets come from: `file:PATH`, `env:NAME`, `credential:NAME` (systemd's LoadCredential), or
 * the text itself. No message repeats a value, nor a reference: people write tokens there by mistake.
 */
import { isAbsolute, join } from 'node:path';
import { readSmallFile } from './form/read-small-file.ts';
import { Secret } from './secret.ts';

/** What references are looked up in. */
export interface SecretSources {
  /** Relative paths begin here: the site directory. */
  readonly directory: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export type SecretLookup =
  | { readonly kind: 'found' | 'literal'; readonly secret: Secret }
  /** Stands in an example for what somebody has to fill in; never to be accepted as a secret. */
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'missing'; readonly message: string };

const MAX_SECRET_BYTES = 65_536;

const REFERENCE = /^(file|env|credential):(.*)$/s;

const PLACEHOLDER =
  /^(your[_-]|<.*>$|change[_-]?me|todo\b|xxx)|your-domain\.|example\.(com|org|net)/i;

/** `YOUR_API_KEY`, `wss://your-domain.com/ws`, `changeme`. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** Does it say where a secret is, or is it one itself? */
export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}

export async function findSecret(reference: string, sources: SecretSources): Promise<SecretLookup> {
  const { directory, variables } = sources;
  const [, scheme = '', name = ''] = REFERENCE.exec(reference) ?? [];
  switch (scheme) {
    case 'env':
      return variables[name] === undefined
        ? missing('this environment variable is not set')
        : fromText(variables[name]);
    case 'file':
      return fromFile(isAbsolute(name) ? name : join(directory, name));
    case 'credential':
      return fromCredential(name, variables['CREDENTIALS_DIRECTORY']);
    default:
      return fromLiteral(reference);
  }
}

function fromLiteral(text: string): SecretLookup {
  if (isPlaceholder(text)) return { kind: 'placeholder' };
  return text.trim() === ''
    ? missing('the secret is empty')
    : { kind: 'literal', secret: new Secret(text) };
}

/** systemd.exec(5), LoadCredential=: the service finds its credentials as files in this directory. */
async function fromCredential(name: string, directory: string | undefined): Promise<SecretLookup> {
  if (directory === undefined) return missing('systemd gave this process no credentials');
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name))
    return missing('this is not the name of a credential');
  return fromFile(join(directory, name));
}

async function fromFile(path: string): Promise<SecretLookup> {
  const file = await readSmallFile(path, MAX_SECRET_BYTES);
  if (file.bytes === undefined) return missing(`this secret file ${file.problem}`);
  return fromText(new TextDecoder().decode(file.bytes));
}

/** Editors end a file with a line feed, which is no part of the secret. */
function fromText(text: string): SecretLookup {
  const value = text.trim();
  return value === ''
    ? missing('the secret is empty')
    : { kind: 'found', secret: new Secret(value) };
}

function missing(message: string): SecretLookup {
  return { kind: 'missing', message };
}
