/** What the board itself says of the tasks that its gateway told it of. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withGateway, withProperty, type GatewayRig } from '../../test/gateway-rig.ts';
import type { Site } from '../config/site.ts';
import { z } from '../core/schema.ts';
import { sayTasks } from './say-tasks.ts';
import { taskViewSchema, viewsOf } from './task-view.ts';

const test = suite('tasks on their board');

/** As the board says it, after the way over the wire. */
function said({ gateway, ground }: GatewayRig): string {
  const wire = z
    .array(z.unknown())
    .parse(JSON.parse(JSON.stringify(viewsOf(gateway.tasks.writes()))));
  const views = wire.map((view) => taskViewSchema.parse(view));
  return sayTasks(views, ground.speech, 'en');
}

/** It may be switched on at once. */
function restedHeater(site: Site): Site {
  return withProperty(site, { thing: 'heater', property: 'power' }, { interlocks: [] });
}

test('a question waits for a yes, and then nobody said it', () =>
  withGateway(async (rig) => {
    await rig.say('turn on the heater');
    assert.match(said(rig), /Heater on: waits for a yes until \d+:\d+/);
    await rig.pass(3 * 60_000);
    assert.match(said(rig), /Heater on: nobody said yes$/);
  }, restedHeater));

test('a plan is planned, and what waits for its board says so', () =>
  withGateway(async (rig) => {
    await rig.say('turn on the grow light in 10 minutes');
    assert.match(said(rig), /Grow light on: planned/);
    const [task] = rig.gateway.tasks.writes();
    assert.ok(task);
    await rig.gateway.tasks.save({ ...task, waitsFor: 'board' });
    assert.match(said(rig), /Grow light on: waiting for its board/);
  }));

test.run();
