/** The platforms of a text that is to become platform.yaml, before it does. Reads the secrets it names; starts nothing. */
import type { Diagnostic } from './diagnostic.ts';
import { diagnosticsOf, readFormText } from './form/read-form.ts';
import { platformSchema } from './platform-schema.ts';
import { resolvePlatforms } from './resolve-platforms.ts';
import type { SecretSources } from './secrets.ts';
import type { SitePlatform } from './site.ts';

export interface ReadPlatforms {
  readonly platforms: readonly SitePlatform[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function readPlatforms(text: string, sources: SecretSources): Promise<ReadPlatforms> {
  const form = readFormText(platformSchema, 'platform.yaml', text);
  const { findings, value } = form;
  const platforms =
    findings === undefined || value === undefined
      ? []
      : await resolvePlatforms(findings, value, sources);
  return { platforms, diagnostics: diagnosticsOf(form) };
}
