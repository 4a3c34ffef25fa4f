/** A reference to a secret, followed: what is missing, literal or a placeholder is told. */
import type { Findings } from './form/findings.ts';
import type { Path } from './form/value-at.ts';
import type { Secret } from './secret.ts';
import { findSecret, type SecretSources } from './secrets.ts';

/** @param path of the reference */
export async function resolveToken(
  findings: Findings,
  reference: string,
  { path, sources }: { path: Path; sources: SecretSources },
): Promise<Secret | undefined> {
  const lookup = await findSecret(reference, sources);
  switch (lookup.kind) {
    case 'found':
      return lookup.secret;
    case 'literal':
      findings.warning({ path, message: 'a secret stands in this file', hint: MOVE_IT });
      return lookup.secret;
    case 'placeholder':
      findings.warning({ path, message: PLACEHOLDER_TOKEN, hint: MOVE_IT });
      return undefined;
    case 'missing':
      findings.error({ path, message: lookup.message, hint: MOVE_IT });
      return undefined;
  }
}

const PLACEHOLDER_TOKEN =
  'this is a placeholder: until it is filled in, only this machine can fetch what is held, and nothing is posted';
const MOVE_IT = 'write file:PATH, env:NAME or credential:NAME';
