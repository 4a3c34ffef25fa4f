/** Does platform.yaml agree with itself and with the areas of devices.yaml? */
import type { Findings } from '../form/findings.ts';
import { quote } from '../form/quote.ts';
import type { Path } from '../form/value-at.ts';
import type { PlatformFile } from '../platform-schema.ts';

/** Whoever holds the machine; `policy/people.ts` knows this person without a file. */
const OWNER = 'owner';

/** @param areas the areas of the site; undefined when devices.yaml could not be read */
export function checkPeople(
  findings: Findings,
  { people, supported_platforms: platforms }: PlatformFile,
  areas: readonly string[] | undefined,
): void {
  checkTwice(
    findings,
    platforms.map(({ name }, index) => ({
      key: name,
      path: ['supported_platforms', index, 'name'],
    })),
  );
  checkTwice(
    findings,
    people.map(({ id }, index) => ({ key: id, path: ['people', index, 'id'] })),
  );
  checkTwice(
    findings,
    people.flatMap(({ identities }, person) =>
      identities.map(({ platform, account, user }, index) => ({
        key: [platform, account, user].join(' / '),
        path: ['people', person, 'identities', index],
      })),
    ),
  );
  for (const [index, person] of people.entries()) {
    const path = ['people', index];
    if (person.id === OWNER)
      findings.error({
        path: [...path, 'id'],
        message: `"${OWNER}" is whoever holds this machine`,
        hint: 'choose another id',
      });
    const named = [
      ...(person.areas ?? []).map((area, at) => ({ area, path: [...path, 'areas', at] })),
      ...(person.place === undefined ? [] : [{ area: person.place, path: [...path, 'place'] }]),
    ];
    for (const { area, path: at } of named)
      if (areas !== undefined && !areas.includes(area))
        findings.unknown('area', area, { path: at, known: areas });
  }
}

function checkTwice(findings: Findings, entries: readonly { key: string; path: Path }[]): void {
  const first = new Map<string, Path>();
  for (const { key, path } of entries) {
    const other = first.get(key);
    first.set(key, other ?? path);
    if (other === undefined) continue;
    const hint = `the other one stands at ${findings.placeOf(other)}`;
    findings.error({ path, message: `${quote(key)} is used twice`, hint });
  }
}
