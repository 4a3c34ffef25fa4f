import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The log writes to file descriptor 2 itself, so a process of its own shows what arrives there. */
function logged(
  statement: string,
  level = 'info',
): { lines: Record<string, unknown>[]; stdout: string } {
  const module = join(import.meta.dirname, 'log.ts');
  const script = `import { createLog } from ${JSON.stringify(module)}; const log = createLog('${level}'); ${statement}`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type', 'module', '--eval', script],
    { encoding: 'utf8' },
  );
  const lines = stderr.split('\n').filter((line) => line !== '');
  return { lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), stdout };
}

test('a line is one event with its fields, on standard error', () => {
  const { lines, stdout } = logged("log.info({ taskId: 'task-1', attempt: 2 }, 'task resumed');");
  assert.is(stdout, '');
  assert.is(lines.length, 1);
  assert.is(lines[0]?.['msg'], 'task resumed');
  assert.is(lines[0]?.['taskId'], 'task-1');
  assert.is(lines[0]?.['attempt'], 2);
});

test('an error is in the log with its message, its code and where it came from', () => {
  const { lines } = logged(
    "log.error({ error: Object.assign(new TypeError('boom'), { code: 'X_Y' }) }, 'failed');",
  );
  const told = JSON.stringify(lines[0]?.['error']);
  for (const part of ['TypeError', 'boom', 'X_Y', 'eval']) assert.match(told, part);
});

test('a secret is not in the log, however the object around it is nested', () => {
  const { lines } = logged(`
    const token = 'hunter2', auth_token = 'hunter2', password = 'hunter2', claimCode = 'hunter2';
    log.warn({ token, platform: { auth_token }, site: { people: { password } } }, 'shown');
    log.warn({ platforms: [{ auth_token }], claimCode }, 'shown');
  `);
  assert.is(lines.length, 2);
  assert.not.match(JSON.stringify(lines), 'hunter2');
  assert.is(lines[0]?.['token'], '[redacted]');
});

test('the code of an error is no secret', () => {
  const { lines } = logged("log.error({ code: 'STATE_LOCKED' }, 'store closed');");
  assert.is(lines[0]?.['code'], 'STATE_LOCKED');
});

test('a level keeps quiet about what is below it', () => {
  assert.is(logged("log.info({}, 'one'); log.warn({}, 'two');", 'warn').lines.length, 1);
});

test.run();
