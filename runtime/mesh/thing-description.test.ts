import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readSampleSite } from '../../test/sample-site.ts';
import { describeThing } from './thing-description.ts';

const BASE = 'http://127.0.0.1:8787';
// The W3C's own schema, as its working group publishes it.
const path = createRequire(import.meta.url).resolve(
  'wot-thing-description-types/schema/td-json-schema-validation.json',
);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(path, 'utf8')) as object,
);

test('describes every thing of the sample site as the JSON Schema of TD 1.1 has it', async () => {
  const { site } = await readSampleSite();
  const things = site.boards.flatMap((board) => board.things);
  assert.ok(things.length > 5);
  for (const thing of things)
    assert.ok(
      validate(describeThing(site.id, thing, BASE)),
      `${thing.id}: ${JSON.stringify(validate.errors)}`,
    );
});

test('is judged by a schema that refuses what is no description', async () => {
  const { site } = await readSampleSite();
  const [thing] = site.boards.flatMap((board) => board.things);
  assert.ok(thing);
  const { security: _security, ...open } = describeThing(site.id, thing, BASE);
  assert.not.ok(validate(open));
});

test('says what may be written, in which unit and between which bounds', async () => {
  const { site } = await readSampleSite();
  const things = site.boards.flatMap((board) => board.things);
  for (const thing of things) {
    const { properties } = describeThing(site.id, thing, BASE);
    for (const spec of thing.properties) {
      const described = properties[spec.name] as Record<string, unknown>;
      assert.is(described['readOnly'], !spec.writable);
      assert.is(described['minimum'], spec.range?.[0]);
      assert.equal(described['forms'], [
        {
          href: `/api/v1/things/${thing.id}/properties/${spec.name}`,
          contentType: 'application/json',
          op: spec.writable ? ['readproperty', 'writeproperty'] : ['readproperty'],
        },
      ]);
    }
  }
});

test.run();
