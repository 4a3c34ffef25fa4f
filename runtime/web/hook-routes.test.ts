/** `/api/hooks/NAME` as those meet it who guess: a real server, real fetch. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { FakeWebPorts } from '../../test/fake-web-ports.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { silentLog } from '../core/log.ts';
import { WebServer } from './web-server.ts';

const test = suite('hooks over HTTP');

test('after ten wrong signatures nothing of that address is looked at, until it has waited', () =>
  inTempDirectory(async (pageDirectory) => {
    await writeFile(join(pageDirectory, 'index.html'), '<!doctype html>');
    const clock = new FakeClock();
    const knocked: string[] = [];
    const hooks: FakeWebPorts['hooks'] = {
      knock: (name, { signature }) => {
        knocked.push(name);
        const isRight = signature === 'right';
        return Promise.resolve(isRight ? { kind: 'begun', run: 'run-1' } : { kind: 'unknown' });
      },
    };
    const ports = Object.assign(new FakeWebPorts(), { hooks });
    const address = { host: '127.0.0.1', port: 0 };
    const server = new WebServer({ ports, address, pageDirectory, log: silentLog, clock });
    await server.start(new AbortController().signal);
    const post = async (signature?: string): Promise<number> => {
      const headers = {
        'Content-Type': 'application/json',
        ...(signature !== undefined && { 'X-Boardtalk-Signature': signature }),
      };
      const url = `${server.url ?? ''}api/hooks/door`;
      return (await fetch(url, { method: 'POST', headers, body: '{}' })).status;
    };
    try {
      assert.is(await post(), 401);
      for (let guess = 1; guess < 10; guess += 1) assert.is(await post('wrong'), 401);
      assert.equal([await post('wrong'), await post('right')], [429, 429]);
      assert.is(knocked.length, 10, 'no secret was read for them');
      await clock.advance(6_000);
      assert.is(await post('right'), 202);
    } finally {
      await server.stop();
    }
  }));

test.run();
