/** What a reply tells a program, which does not read sentences. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { speaker, withGateway } from '../../test/gateway-rig.ts';

const ANNA = speaker('anna');

test('a program is told by a code what did not come about', async () => {
  await withGateway(async (rig) => {
    const codeOf = async (text: string): Promise<string | undefined> =>
      (await rig.say(text, ANNA)).error?.code;
    assert.is(await codeOf('make me a coffee'), 'CHAT_NOT_UNDERSTOOD');
    assert.is(await codeOf('do not turn on the pump'), 'CHAT_NOT_UNDERSTOOD');
    assert.is(await codeOf('turn on the heater'), 'TASK_CONFIRM');
    assert.is(await codeOf('is the pump on?'), undefined);
    await rig.run('mode', { thing: 'pump', mode: 'locked-out' });
    assert.is(await codeOf('turn on the pump and the grow light'), 'MODE_LOCKED_OUT');
  });
});

test.run();
