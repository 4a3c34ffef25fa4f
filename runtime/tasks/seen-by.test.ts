/** What is told of other people's tasks to somebody who only looks. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, speaker, withGateway } from '../../test/gateway-rig.ts';

const test = suite('tasks of other people');

test('a viewer sees what is done and how it stands, and no words and no chat; who works here sees all', () =>
  withGateway(async (rig) => {
    await rig.say('open the vent, please', speaker('anna'));
    const [task] = rig.gateway.tasks.list();
    assert.ok(task);
    const looking = [
      await rig.run('tasks', {}, askerOf(speaker('vera', 'viewer'))),
      await rig.run('task', { id: task.id }, askerOf(speaker('vera', 'viewer'))),
    ];
    for (const seen of looking) {
      assert.match(JSON.stringify(seen), /"thing":"vent"/);
      assert.not.match(JSON.stringify(seen), /please|web:anna/);
    }
    for (const name of ['anna', 'ben'])
      assert.match(JSON.stringify(await rig.run('tasks', {}, askerOf(speaker(name)))), /please/);
  }));

test.run();
