/**
 * The site directory → a `Site`, or everything that is wrong with it at once. Reads; never writes,
 * never starts anything, never throws about what people wrote.
 */
import { checkPeople } from './checks/check-people.ts';
import { checkSite } from './checks/check-site.ts';
import { indexSite, type SiteIndex } from './checks/site-index.ts';
import { devicesSchema, type DevicesFile } from './devices-schema.ts';
import type { Diagnostic } from './diagnostic.ts';
import { diagnosticsOf, readForm, type Form } from './form/read-form.ts';
import { keysAt, valueAt } from './form/value-at.ts';
import { platformSchema, type PlatformFile } from './platform-schema.ts';
import { resolveModelService } from './resolve-model-service.ts';
import { resolvePlatforms } from './resolve-platforms.ts';
import { resolveSite } from './resolve-site.ts';
import type { SecretSources } from './secrets.ts';
import type { Site } from './site.ts';
import type { FindVocabulary, NamesInSite, Vocabulary } from './vocabulary.ts';

const START_FROM = 'a site is a directory with a devices.yaml; the sample is provisioning/site/';

export interface LoadedSite {
  /** Present only when there is no error. */
  readonly site?: Site;
  /** By file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface SiteReading {
  /** What `env:` and `credential:` look in. */
  readonly variables?: SecretSources['variables'];
  /** The board that is the gateway's own; default: the first of the site. */
  readonly gateway?: string | undefined;
}

export async function loadSite(
  directory: string,
  find: FindVocabulary,
  { variables = process.env, gateway }: SiteReading = {},
): Promise<LoadedSite> {
  const [platform, devices] = await Promise.all([
    readForm(platformSchema, { directory, file: 'platform.yaml' }),
    readForm(devicesSchema, { directory, file: 'devices.yaml', hintIfAbsent: START_FROM }),
  ]);
  const vocabulary = await find(namesIn(devices.findings?.document.value));
  const index = checkDevices(devices, vocabulary, gateway);
  const { platforms, modelService } = await checkPlatform(platform, devices, {
    directory,
    variables,
  });
  const diagnostics = [platform, devices].flatMap(diagnosticsOf).sort(byPlace);
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  if (isWrong || platform.value === undefined || devices.value === undefined || index === undefined)
    return { diagnostics };
  const checked = { platform: platform.value, devices: devices.value, index, vocabulary };
  const site = { ...resolveSite(checked), platforms, modelService, warnings: diagnostics };
  return { site, diagnostics };
}

/** As they stand in the file, wherever the rest of it is wrong. */
function namesIn(devices: unknown): NamesInSite {
  const boards = keysAt(devices, ['boards']).map((board) => ['boards', board]);
  const parts = boards.flatMap((board) =>
    keysAt(devices, [...board, 'parts']).map((part) => [...board, 'parts', part]),
  );
  const textsAt = (paths: readonly string[][], key: string): readonly string[] => {
    const values = paths.map((path) => valueAt(devices, [...path, key]));
    const names = values.filter((value) => typeof value === 'string');
    return [...new Set(names.map((name) => name.toLowerCase()))];
  };
  return { boards: textsAt(boards, 'board'), drivers: textsAt(parts, 'driver') };
}

function checkDevices(
  { findings, value: file }: Form<DevicesFile>,
  vocabulary: Vocabulary,
  gateway: string | undefined,
): SiteIndex | undefined {
  if (findings === undefined || file === undefined) return undefined;
  const index = indexSite({ file, raw: findings.document.value, gateway }, vocabulary);
  checkSite({ findings, file, index, vocabulary });
  return index;
}

async function checkPlatform(
  { findings, value }: Form<PlatformFile>,
  devices: Form<DevicesFile>,
  sources: SecretSources,
): Promise<Pick<Site, 'platforms' | 'modelService'>> {
  if (findings === undefined || value === undefined) return { platforms: [] };
  const areas = devices.findings && keysAt(devices.findings.document.value, ['areas']);
  checkPeople(findings, value, areas);
  const { model_service } = value;
  const modelService = model_service && resolveModelService(findings, model_service, sources);
  return {
    platforms: await resolvePlatforms(findings, value, sources),
    modelService: await modelService,
  };
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  return (
    left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column
  );
}
