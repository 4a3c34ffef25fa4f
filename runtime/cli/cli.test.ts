/** Whole command lines, against a real socket where a node is needed. */
import { join } from 'node:path';
import { suite, test } from 'uvu';
import * as assert from 'uvu/assert';
import { withControlNode } from '../../test/control-node.ts';
import { DRY_TANK, PUMP_RECEIPT, TANK_READING } from '../../test/fake-control-ports.ts';
import { runCliWith, type CliEnd } from '../../test/run-cli.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import type { Diagnostic } from '../config/diagnostic.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { silentLog } from '../core/log.ts';
import { Journal } from '../state/journal.ts';
import { Store } from '../state/store.ts';
import type { GatewayOptions, NodeOptions } from './ports.ts';

type Run = (...argv: string[]) => Promise<CliEnd>;

async function withRun(use: (run: Run) => Promise<void>): Promise<void> {
  await withControlNode(({ directory }) =>
    use((...argv) => runCliWith(['--data', directory, ...argv])),
  );
}

function parseOnly(stdout: string): unknown {
  assert.match(stdout, /^[^\n]+\n$/);
  return JSON.parse(stdout);
}

const groups = suite('commands of several words');

groups('are all named where only the first word was said, with no node running', () =>
  inTempDirectory(async (directory) => {
    const { code, stderr } = await runCliWith(['--data', directory, 'model']);
    assert.is(code, 2);
    assert.match(stderr, /no command "model"\nhint: There are: model list, .*model remove/);
  }),
);

groups('name their own help where an argument is wrong, before anything else is done', () =>
  inTempDirectory(async (directory) => {
    const line = ['model', 'info', '/nowhere.tflite', '--backend', 'cuda', '--data', directory];
    const { code, stderr } = await runCliWith(line);
    assert.is(code, 2);
    assert.match(stderr, /not "cuda"\nhint: .*boardtalk help model info\n/);
  }),
);

groups.run();

const catalogue = suite('commands of the catalogue');

catalogue('print with --json the reading alone', () =>
  withRun(async (run) => {
    const { code, stdout, stderr } = await run('read', 'tank.level', '--json');
    assert.equal(parseOnly(stdout), TANK_READING);
    assert.equal([code, stderr], [0, '']);
  }),
);

catalogue('print with --json a list for several readings', () =>
  withRun(async (run) => {
    const { stdout } = await run('--json', 'read', 'tank.level', 'tank.level');
    assert.equal(parseOnly(stdout), [TANK_READING, TANK_READING]);
  }),
);

catalogue('print with --json what a write did, and ok', () =>
  withRun(async (run) => {
    const { code, stdout, stderr } = await run('set', 'pump.power', 'on', '--json');
    assert.equal(parseOnly(stdout), { ok: true, task: 'task-1', receipt: PUMP_RECEIPT });
    assert.equal([code, stderr], [0, '']);
  }),
);

catalogue('say for people what the action says, and progress beside it', () =>
  withRun(async (run) => {
    const { code, stdout, stderr } = await run('set', 'pump.power', 'on');
    assert.is(stdout, 'the pump runs\n');
    assert.is(stderr, 'pump.power: on, waiting for flow.rate …\n');
    assert.is(code, 0);
  }),
);

catalogue('end with 3 when an interlock refuses, and name it with its reading', () =>
  withRun(async (run) => {
    const { code, stdout, stderr } = await run('set', 'dry.power', 'on', '--json');
    assert.equal(parseOnly(stdout), { ok: false, error: DRY_TANK });
    assert.equal([code, stderr], [3, '']);
    const told = await run('set', 'dry.power', 'on');
    assert.match(told.stderr, 'tank.level is 3 %');
    assert.match(told.stderr, 'INTERLOCK_REQUIRES dry-run\n');
  }),
);

catalogue('end with 1 when the sensor contradicts, with the receipt', () =>
  withRun(async (run) => {
    const { code, stdout } = await run('set', 'stuck.power', 'on', '--json');
    const receipt = { ...PUMP_RECEIPT, measured: false };
    const error = { code: 'DEVICE_CONTRADICTED', message: 'flow.rate disagrees', hint: 'Look.' };
    assert.equal(parseOnly(stdout), { ok: false, error, task: 'task-1', receipt });
    assert.is(code, 1);
  }),
);

catalogue('end with 3 when a question is open, and say how to answer it', () =>
  withRun(async (run) => {
    const { code, stdout } = await run('set', 'heater.power', 'on');
    assert.match(stdout, /^Really\?\n {2}until [\d:]+: boardtalk confirm t yes\n$/);
    assert.is(code, 3);
    const json = parseOnly((await run('set', 'heater.power', 'on', '--json')).stdout);
    const error = { code: 'TASK_CONFIRM', message: 'Really?', hint: 'Say yes.' };
    const confirm = { token: 't', question: 'Really?', expiresAt: TANK_READING.at };
    assert.equal(json, { ok: false, error, confirm });
  }),
);

catalogue('end with 1 when something is broken', () =>
  withRun(async (run) => {
    const { code, stderr } = await run('set', 'broken.power', 'on');
    assert.match(stderr, 'error: a bug\nhint: ');
    assert.is(code, 1);
  }),
);

catalogue('end with 2 for arguments that the action does not take', () =>
  withRun(async (run) => {
    assert.is((await run('set', 'pump.power', 'on', '--for', 'ever')).code, 2);
    assert.is((await run('set', 'pump.power', 'on', '--fro', '5s')).code, 2);
  }),
);

catalogue('that are misspelt end with 2 and the nearest name, own commands included', () =>
  withRun(async (run) => {
    for (const [word, right] of [
      ['raed', 'read'],
      ['chta', 'chat'],
      ['verison', 'version'],
    ] as const) {
      const { code, stderr } = await run(word);
      assert.is(code, 2);
      assert.match(stderr, `hint: Did you mean: boardtalk ${right}\n`);
    }
  }),
);

catalogue('end with 4 when no node runs', async () => {
  const { code, stderr } = await runCliWith(['read', 'tank.level']);
  assert.is(
    stderr,
    'error: no node answers on /somewhere/.boardtalk/boardtalk.sock\nhint: start it with: boardtalk up\nCLI_NOT_REACHABLE\n',
  );
  assert.is(code, 4);
});

catalogue.run();

const help = suite('help');

help('alone gives three things to try', async () => {
  const { code, stdout } = await runCliWith([]);
  assert.is(stdout.match(/^ {2}boardtalk /gm)?.length, 3);
  assert.is(code, 0);
});

help('lists the commands of the catalogue beside those of the program', () =>
  withRun(async (run) => {
    const { stdout } = await run('help');
    assert.match(stdout, '  up ');
    assert.match(stdout, '  sim fault  Let a simulated part fail.');
  }),
);

help('lists the program without a node, and says why it ends there', async () => {
  const { code, stdout } = await runCliWith(['help']);
  assert.match(stdout, 'while its node runs: boardtalk up');
  assert.is(code, 0);
});

help('shows one command, asked for in any of three ways', () =>
  withRun(async (run) => {
    const shown = [
      await run('help', 'sim', 'fault'),
      await run('sim', 'fault', '--help'),
      await run('sim-fault', 'pump', '-h', '--sudden'),
    ];
    for (const { stdout, code } of shown) {
      assert.match(stdout, 'boardtalk sim fault THING KIND');
      assert.is(code, 0);
    }
  }),
);

help('for a name that is not there gives the nearest one', () =>
  withRun(async (run) => {
    const { code, stderr } = await run('help', 'vresion');
    assert.match(stderr, 'boardtalk version');
    assert.is(code, 2);
  }),
);

help.run();

const up = suite('up');

const MISTAKE: Diagnostic = {
  ...{ severity: 'error', file: 'devices.yaml', line: 3, column: 5 },
  message: 'unknown key "colour"',
};

async function gatewayOf(...argv: string[]): Promise<GatewayOptions> {
  const options = await optionsOf(...argv);
  if (options.role !== 'gateway') throw new Error('it is no gateway');
  return options;
}

async function optionsOf(...argv: string[]): Promise<NodeOptions> {
  const seen: NodeOptions[] = [];
  const runNode = (options: NodeOptions): Promise<[]> => {
    seen.push(options);
    return Promise.resolve([]);
  };
  assert.is((await runCliWith(['up', ...argv], { host: { runNode } })).code, 0);
  const [options] = seen;
  if (options === undefined) throw new Error('no node was run');
  return options;
}

up('says the page, the claim code while there is no owner, and ready', async () => {
  const runNode = ({ onReady }: NodeOptions): Promise<[]> => {
    onReady({ url: 'http://127.0.0.1:8787', claimCode: 'k7pm-4x2q' });
    return Promise.resolve([]);
  };
  const { code, stdout } = await runCliWith(['up'], { host: { runNode } });
  assert.match(stdout, /^page: http:\/\/127.0.0.1:8787\nclaim code: k7pm-4x2q .*\nready\n$/);
  assert.is(code, 0);
  const quiet = await runCliWith(['up', '--json'], { host: { runNode } });
  const ready = { ok: true, url: 'http://127.0.0.1:8787', claimCode: 'k7pm-4x2q' };
  assert.equal(parseOnly(quiet.stdout), ready);
});

up('hands the signal to stop to the node', async () => {
  const stop = new AbortController();
  const runNode = async (_options: NodeOptions, signal: AbortSignal): Promise<[]> => {
    stop.abort();
    await Promise.resolve();
    assert.ok(signal.aborted);
    return [];
  };
  assert.is((await runCliWith(['up'], { host: { runNode }, stop: stop.signal })).code, 0);
});

up('lists every mistake of the site and ends with 2', async () => {
  const host = { runNode: () => Promise.resolve([MISTAKE, MISTAKE]) };
  const { code, stderr, stdout } = await runCliWith(['up', '--config', 'site'], { host });
  const line = 'devices.yaml:3:5: error: unknown key "colour"\n';
  assert.match(stderr, `${line}${line}error: 2 mistakes in /somewhere/site\n`);
  assert.equal([code, stdout], [2, '']);
  const json = parseOnly((await runCliWith(['up', '--json'], { host })).stdout);
  assert.match(JSON.stringify(json), '"diagnostics":[{"severity":"error"');
});

up('has defaults for everything', async () => {
  const { configDirectory, dataDirectory, http, mqtt, board } = await gatewayOf();
  assert.equal([configDirectory, dataDirectory], ['/etc/boardtalk', '/somewhere/.boardtalk']);
  assert.equal([http, board], [{ host: '127.0.0.1', port: 8787 }, undefined]);
  const local = { host: '127.0.0.1', port: 1883 };
  assert.equal(mqtt, { ...local, isDefault: true, allowPlain: false });
});

up('takes where the page is, also by IPv6, and off', async () => {
  assert.equal((await gatewayOf('--http', '[::1]:80')).http, { host: '::1', port: 80 });
  assert.equal((await gatewayOf('--http=localhost:0')).http, { host: 'localhost', port: 0 });
  assert.is((await gatewayOf('--http', 'off')).http, undefined);
  assert.is((await gatewayOf('--board', 'pump-room')).board, 'pump-room');
});

up(
  'takes where boards join, and whether other machines may although nothing is encrypted',
  async () => {
    const { mqtt } = await gatewayOf('--mqtt', '0.0.0.0:1884', '--insecure-mqtt');
    assert.equal(mqtt, { host: '0.0.0.0', port: 1884, isDefault: false, allowPlain: true });
    assert.is((await gatewayOf('--mqtt', 'off')).mqtt, undefined);
  },
);

up('starts a board with its token and where its gateway may be', async () => {
  const argv = [
    '--role',
    'board',
    '--token',
    'a.b.c.d',
    '--gateway',
    '10.0.0.5:1883,gw.local:1884',
  ];
  const options = await optionsOf(...argv);
  assert.equal(options.role === 'board' && [options.token, options.gateways], [
    'a.b.c.d',
    [
      { host: '10.0.0.5', port: 1883 },
      { host: 'gw.local', port: 1884 },
    ],
  ]);
});

for (const argv of [
  ['--role', 'king'],
  ['--role', 'board', '--http', 'off'],
  ['--token', 'a.b.c.d'],
  ['--mqtt', '1883'],
  ['--http', '8787'],
  ['--http', 'host:99999'],
  ['--http', '::1:80'],
  ['--htpp', 'off'],
  ['now'],
]) {
  up(`starts nothing for: ${argv.join(' ')}`, async () => {
    assert.is((await runCliWith(['up', ...argv])).code, 2);
  });
}

up.run();

test('checks a site without starting it', async () => {
  const checkSite = (): Promise<Diagnostic[]> =>
    Promise.resolve([{ ...MISTAKE, severity: 'warning' }]);
  const { code, stdout } = await runCliWith(['config', 'check', 'x'], { host: { checkSite } });
  assert.is(stdout, 'devices.yaml:3:5: warning: unknown key "colour"\n/somewhere/x is in order\n');
  assert.is(code, 0);
  const bad = { checkSite: () => Promise.resolve([MISTAKE]) };
  assert.is((await runCliWith(['config', 'check', 'x'], { host: bad })).code, 2);
});

test('verifies the journal without a node', () =>
  inTempDirectory(async (directory) => {
    const parts = { directory, clock: new FakeClock(), log: silentLog };
    const store = new Store(parts);
    const signal = new AbortController().signal;
    await store.start(signal);
    const journal = new Journal({ ...parts, store });
    await journal.start();
    await journal.stop();
    await store.stop();
    const { code, stdout } = await runCliWith(['journal', 'verify', '--data', directory, '--json']);
    assert.match(stdout, '{"ok":true,"entries":');
    assert.is(code, 0);
  }));

test('verifies no journal where no node has ever run', () =>
  inTempDirectory(async (directory) => {
    const data = join(directory, 'none');
    assert.is((await runCliWith(['journal', 'verify', '--data', data])).code, 1);
  }));

test.run();
