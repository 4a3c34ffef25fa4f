/** One workflow out of `workflows.yaml`, to be shown: the values as they are, without comments. */
import { isMap } from '../../config/form/value-at.ts';
import { Secret } from '../../config/secret.ts';
import { isReference } from '../../config/secrets.ts';
import { parseYaml, writeYaml } from '../../config/form/yaml-document.ts';

/** What stands before and behind a host may be a secret. */
const ADDRESS = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s'"]*@)?([^\s/?#'"]+)([^\s'"]*)/gi;

/** @param bytes of the file. Undefined where none of that name stands in it. */
export function textOfWorkflow(bytes: Uint8Array, name: string): string | undefined {
  const value = parseYaml('workflows.yaml', bytes).document?.value;
  const list: unknown = isMap(value) ? value['workflows'] : undefined;
  const found: unknown = Array.isArray(list)
    ? list.find((one: unknown) => isMap(one) && one['name'] === name)
    : undefined;
  if (found === undefined) return undefined;
  return writeYaml({ workflows: [withoutSecret(found)] }).replaceAll(
    ADDRESS,
    (_, scheme: string, host: string, rest: string) =>
      `${scheme}${host}${rest.length > 1 ? '/…' : rest}`,
  );
}

/** Where a secret is may be read, and the secret itself may not. */
function withoutSecret(workflow: unknown): unknown {
  const trigger = isMap(workflow) ? workflow['trigger'] : undefined;
  const webhook = isMap(trigger) ? trigger['webhook'] : undefined;
  const secret = isMap(webhook) ? webhook['secret'] : undefined;
  if (!isMap(workflow) || !isMap(trigger) || typeof secret !== 'string' || isReference(secret))
    return workflow;
  const hidden = String(new Secret(secret));
  return { ...workflow, trigger: { ...trigger, webhook: { secret: hidden } } };
}
