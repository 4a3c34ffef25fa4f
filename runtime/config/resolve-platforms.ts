/** The platforms of platform.yaml with their secrets in hand; what is missing, literal or a placeholder is told. */
import type { Findings } from './form/findings.ts';
import type { Path } from './form/value-at.ts';
import type { PlatformFile } from './platform-schema.ts';
import type { Secret } from './secret.ts';
import { findSecret, isPlaceholder, type SecretSources } from './secrets.ts';
import type { SitePlatform } from './site.ts';

type PlatformConfig = PlatformFile['supported_platforms'][number];

export async function resolvePlatforms(
  findings: Findings,
  platforms: readonly PlatformConfig[],
  sources: SecretSources,
): Promise<SitePlatform[]> {
  const resolved: SitePlatform[] = [];
  for (const [index, platform] of platforms.entries())
    resolved.push(
      await resolvePlatform(findings, platform, { path: ['supported_platforms', index], sources }),
    );
  return resolved;
}

async function resolvePlatform(
  findings: Findings,
  config: PlatformConfig,
  { path, sources }: { path: Path; sources: SecretSources },
): Promise<SitePlatform> {
  const { name, type, endpoint, callback_url: callbackUrl, auth_token: reference } = config;
  const token = { path: [...path, 'auth_token'], sources };
  return {
    name,
    type,
    endpoint: withoutPlaceholder(findings, endpoint, [...path, 'endpoint']),
    callbackUrl: withoutPlaceholder(findings, callbackUrl, [...path, 'callback_url']),
    authToken: reference === undefined ? undefined : await resolveToken(findings, reference, token),
  };
}

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
      tellPlaceholder(findings, path);
      return undefined;
    case 'missing':
      findings.error({ path, message: lookup.message, hint: MOVE_IT });
      return undefined;
  }
}

const MOVE_IT = 'write file:PATH, env:NAME or credential:NAME';

function withoutPlaceholder(
  findings: Findings,
  text: string | undefined,
  path: Path,
): string | undefined {
  if (text === undefined || !isPlaceholder(text)) return text;
  tellPlaceholder(findings, path);
  return undefined;
}

function tellPlaceholder(findings: Findings, path: Path): void {
  const message = 'this is a placeholder: until it is filled in, the platform stays off';
  findings.warning({ path, message, hint: 'write the real one, or remove the platform' });
}
