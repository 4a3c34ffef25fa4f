import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CLI_ERRORS } from './errors.ts';
import { exitCodeOfError, exitCodeOfRefusal, exitCodeOfReply } from './exit-code.ts';

test('tells refusals by policy, interlock, mode and command gate from failures', () => {
  for (const code of [
    'POLICY_DENIED',
    'INTERLOCK_REQUIRES',
    'MODE_LOCKED_OUT',
    'COMMAND_EXPIRED',
    'TASK_CONFIRM',
    'MESH_STANDS_BACK',
  ])
    assert.is(exitCodeOfRefusal(code), 3, code);
  for (const code of ['DEVICE_CONTRADICTED', 'UNKNOWN', 'APOLICY_X'])
    assert.is(exitCodeOfRefusal(code), 1, code);
});

test('counts words that fit nothing as usage', () => {
  for (const code of ['ACTION_BAD_ARGUMENTS', 'DEVICE_BAD_VALUE', 'DEVICE_UNKNOWN'])
    assert.is(exitCodeOfRefusal(code), 2, code);
});

test('tells an unreachable node from wrong usage and from a failure', () => {
  assert.is(exitCodeOfError('CLI_NOT_REACHABLE'), 4);
  assert.is(exitCodeOfError('CLI_UNKNOWN_OPTION'), 2);
  assert.is(exitCodeOfError('CONFIG_BAD_YAML'), 2);
  assert.is(exitCodeOfError('STATE_LOCKED'), 1);
  assert.is(exitCodeOfError('POLICY_BAD_KEY'), 1, 'thrown, so nobody refused anything');
  assert.is(exitCodeOfError('UNKNOWN'), 1);
});

test('tells of a sentence in a chat whether it came about, was refused, or waits', () => {
  const of = (code: string): number => exitCodeOfReply({ error: { code } });
  assert.is(exitCodeOfReply({}), 0);
  for (const code of ['INTERLOCK_REFUSED', 'POLICY_DENIED', 'TASK_CONFIRM']) assert.is(of(code), 3);
  for (const code of ['DEVICE_CONTRADICTED', 'CHAT_NOT_UNDERSTOOD', 'ACTION_NO_SUCH_THING'])
    assert.is(of(code), 1);
});

test('ends no error with success', () => {
  for (const code of Object.keys(CLI_ERRORS)) assert.is.not(exitCodeOfError(code), 0);
});

test.run();
