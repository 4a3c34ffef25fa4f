/** What the node says of its REST door holds before a published validator of OpenAPI 3.1, and tells of every action. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from '../runtime/core/schema.ts';
import { openApiOf } from '../runtime/web/openapi.ts';
import { withGateway } from './gateway-rig.ts';

const outline = z.object({
  openapi: z.literal('3.1.1'),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

test('is valid, and has every action as a path: reads by GET and POST, writes by POST alone', () =>
  withGateway(async ({ gateway }) => {
    const actions = gateway.catalogue.list();
    const description = openApiOf(actions, 'Greenhouse');
    const { valid, errors } = await new Validator().validate({ ...description });
    assert.ok(valid, JSON.stringify(errors));
    const { paths } = outline.parse(description);
    for (const { name, kind } of actions) {
      const methods = Object.keys(paths[`/api/v1/actions/${name}`] ?? {});
      assert.equal(methods, kind === 'read' ? ['get', 'post'] : ['post'], name);
    }
  }));

test('would not pass with a mistake in it', async () => {
  const broken = { ...openApiOf([], 'Greenhouse'), paths: { 'no-slash': { get: 1 } } };
  assert.not.ok((await new Validator().validate(broken)).valid);
});

test.run();
