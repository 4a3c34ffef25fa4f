import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { startAll, stopAll, type NamedService } from './service.ts';

interface Behaviour {
  readonly failsToStart?: boolean;
  readonly failsToStop?: boolean;
  readonly onStart?: () => void;
}

/** Writes what happens to it into `log`. */
function service(name: string, log: string[], behaviour: Behaviour = {}): NamedService {
  const step = (word: string, fails = false): Promise<void> => {
    log.push(`${word} ${name}`);
    return fails ? Promise.reject(new Error(`${name} fails`)) : Promise.resolve();
  };
  return {
    name,
    service: {
      start: () => {
        behaviour.onStart?.();
        return step('start', behaviour.failsToStart);
      },
      stop: () => step('stop', behaviour.failsToStop),
    },
  };
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'nothing went wrong',
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  );
}

test('starts in order and stops in reverse', async () => {
  const log: string[] = [];
  const services = [service('store', log), service('board', log), service('web', log)];
  await startAll(services, new AbortController().signal);
  assert.equal(await stopAll(services), []);
  assert.equal(log, [
    ...['start store', 'start board', 'start web'],
    ...['stop web', 'stop board', 'stop store'],
  ]);
});

test('one that cannot start takes down what had started, and nothing else', async () => {
  const log: string[] = [];
  const services = [
    service('store', log),
    service('board', log),
    service('web', log, { failsToStart: true }),
    service('cli', log),
  ];
  assert.is(await messageOf(startAll(services, new AbortController().signal)), 'web fails');
  assert.equal(log, ['start store', 'start board', 'start web', 'stop board', 'stop store']);
});

test('a signal that comes between two stages ends the start in order', async () => {
  const log: string[] = [];
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(new Error('Ctrl-C'));
  };
  const services = [service('store', log, { onStart: abort }), service('board', log)];
  assert.is(await messageOf(startAll(services, controller.signal)), 'Ctrl-C');
  assert.equal(log, ['start store', 'stop store']);
});

test('one that cannot stop is reported and keeps no other from stopping', async () => {
  const log: string[] = [];
  const services = [
    service('store', log),
    service('board', log, { failsToStop: true }),
    service('web', log),
  ];
  const failures = await stopAll(services);
  assert.equal(log, ['stop web', 'stop board', 'stop store']);
  assert.equal(
    failures.map(({ name }) => name),
    ['board'],
  );
});

test.run();
