/** `model_service` of platform.yaml with its key in hand; one that would travel in the open is told. */
import type { Findings } from './form/findings.ts';
import type { PlatformFile } from './platform-schema.ts';
import { resolveToken } from './resolve-token.ts';
import type { SecretSources } from './secrets.ts';
import type { ModelService } from './site.ts';

type Config = NonNullable<PlatformFile['model_service']>;

export async function resolveModelService(
  findings: Findings,
  config: Config,
  sources: SecretSources,
): Promise<ModelService> {
  const { endpoint, model, api_key: key } = config;
  const path = ['model_service', 'api_key'];
  if (key !== undefined && isInTheOpen(endpoint))
    findings.warning({ path, message: `the key goes to ${endpoint} unencrypted`, hint: USE_TLS });
  const apiKey =
    key === undefined ? undefined : await resolveToken(findings, key, { path, sources });
  const maxSequenceLength = config.max_sequence_length;
  const maxTokensPerDay = config.max_tokens_per_day;
  const timeoutMs = config.timeout;
  return { endpoint, model, apiKey, maxSequenceLength, timeoutMs, maxTokensPerDay };
}

const USE_TLS = 'write an https:// address, or run the service on this board';

function isInTheOpen(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint);
  return protocol !== 'https:' && !/^(?:localhost|127\..*|\[::1\])$/.test(hostname);
}
