/** Nodes find each other by mDNS: real sockets on hosts with networks of their own, bridged as in a house. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as pass } from 'node:timers/promises';
import { test } from 'uvu';
import { parseEndpoints } from '../../runtime/mesh/discovery/endpoints.ts';
import { Avahi, canRunAvahi } from './avahi.ts';
import { DiscoveryProcess } from './discovery-process.ts';
import { soon } from './outside.ts';
import { enterPrivateNetwork, hasTool, Host, Lan } from './private-network.ts';

/** A life of 90 s passes in 4.5 s, a round of 30 s in 1.5 s. */
const SPEED = 20;
/** Whoever is not seen at once is seen in the next round, 30 s later. */
const BEFORE_THE_NEXT_ROUND_MS = 20_000;

const where = enterPrivateNetwork(import.meta.filename);
const isInside = where === 'inside';
const lan = isInside ? new Lan('lan') : undefined;
const gateway = { id: 'main', role: 'gateway', port: 1883 } as const;
const board = { id: 'pump-room', role: 'board' } as const;
/** A broker's place, and a knock at it. */
const ANSWER =
  'require("net").createServer((s) => s.end("here")).listen(1883, () => console.log("listening"))';
const KNOCK = 'require("net").connect(+process.argv[2], process.argv[1]).pipe(process.stdout)';
const running: DiscoveryProcess[] = [];
let hosts = 0;

function fact(sentence: string, check: () => Promise<void>, isPossible = isInside): void {
  if (isPossible) test(sentence, check);
  else test.skip(`${sentence} (SKIPPED: no host in a network namespace here)`);
}

function host(): Host {
  hosts += 1;
  assert.ok(lan);
  return new Host(`host${String(hosts)}`).connect(lan, `10.7.0.${String(hosts)}/24`);
}

function discover(...args: ConstructorParameters<typeof DiscoveryProcess>): DiscoveryProcess {
  const started = new DiscoveryProcess(...args);
  running.push(started);
  return started;
}

test.after.each(async () => {
  await Promise.all(running.splice(0).map((started) => started.kill()));
});

function addressOf(on: Host): string {
  return /inet ([\d.]+)/.exec(on.ip('addr', 'show', 'eth0'))?.[1] ?? 'none';
}

/** With what there is of nftables and iptables. */
function closeFirewall(on: Host): void {
  if (hasTool('nft')) {
    on.run('nft', 'add table inet wall');
    on.run('nft', 'add chain inet wall in { type filter hook input priority 0; policy drop; }');
  } else on.run('iptables', '-P', 'INPUT', 'DROP');
}

fact(
  'two nodes without a default route see each other, at once when the other is new',
  async () => {
    const [left, right] = [host(), host()];
    assert.equal(left.ip('route', 'show', 'default'), '');
    const main = await discover(left, gateway).started();
    const pumpRoom = discover(right, board);
    const { at: startedAt } = await pumpRoom.line('starting', ({ starting }) => starting === true);
    const seen = await main.sees('pump-room');
    const found = await pumpRoom.sees('main');
    const tookMs = seen.at - startedAt;
    process.stderr.write(`start to seen: ${String(tookMs)} ms\n`);
    assert.ok(tookMs < BEFORE_THE_NEXT_ROUND_MS, String(tookMs));
    assert.deepEqual(found.peer, { ...gateway, addresses: [addressOf(left)] });
    assert.equal((await pumpRoom.ask('state')).finding?.verdict, 'ok');
    await Promise.all([main.stop(), pumpRoom.stop()]);
  },
);

fact('a stop says goodbye, and leaves nothing that keeps the process alive', async () => {
  const main = await discover(host(), gateway).started();
  const pumpRoom = await discover(host(), board).started();
  await main.sees('pump-room');
  const { stoppedMs = NaN } = await pumpRoom.stop();
  process.stderr.write(`stopped after ${String(stoppedMs)} ms\n`);
  await main.change('gone', 'pump-room');
  await main.stop();
});

fact('with probing, too, a node is seen at once', async () => {
  const main = await discover(host(), gateway).started();
  const pumpRoom = discover(host(), { ...board, probing: true });
  const { at: startedAt } = await pumpRoom.line('starting', ({ starting }) => starting === true);
  const tookMs = (await main.sees('pump-room')).at - startedAt;
  process.stderr.write(`start to seen, with probing: ${String(tookMs)} ms\n`);
  assert.ok(tookMs < BEFORE_THE_NEXT_ROUND_MS, String(tookMs));
  await Promise.all([main.stop(), pumpRoom.stop()]);
});

fact(
  'a node with two networks is seen on both, and told by the address that reaches there',
  async () => {
    const other = new Lan('lan2');
    const middle = host().connect(other, '10.8.0.1/24');
    const far = new Host('far').connect(other, '10.8.0.2/24');
    const main = await discover(middle, gateway).started();
    const near = await discover(host(), board).started();
    const away = await discover(far, { id: 'shed', role: 'board' }).started();
    assert.match((await near.sees('main')).peer?.addresses[0] ?? '', /^10\.7\./);
    assert.equal((await away.sees('main')).peer?.addresses[0], '10.8.0.1');
    await main.sees('shed');
    await main.sees('pump-room');
    const { state } = await main.ask('state');
    assert.deepEqual(
      state?.links.map((link) => [link.name, link.state]),
      [
        ['eth0', 'heard'],
        ['eth1', 'heard'],
      ],
    );
    assert.deepEqual(
      (await near.ask('state')).peers?.map(({ id }) => id),
      ['main'],
    );
    await Promise.all([main.stop(), near.stop(), away.stop()]);
  },
);

fact('a new address is noticed, by the node that has it and by the others', async () => {
  const moving = host();
  const main = await discover(host(), gateway, SPEED).started();
  const pumpRoom = await discover(moving, board, SPEED).started();
  await main.sees('pump-room');
  moving.ip('addr', 'flush', 'dev', 'eth0');
  moving.ip('addr', 'add', '10.7.0.200/24', 'dev', 'eth0');
  await soon('the new address', async () => {
    const peer = (await main.ask('state')).peers?.find(({ id }) => id === 'pump-room');
    return peer?.addresses[0] === '10.7.0.200';
  });
  await Promise.all([main.stop(), pumpRoom.stop()]);
});

fact('a killed node expires, and the living ones never do', async () => {
  const main = await discover(host(), gateway, SPEED).started();
  const killed = await discover(host(), board, SPEED).started();
  const living = await discover(host(), { id: 'shed', role: 'board' }, SPEED).started();
  await main.sees('shed');
  await main.sees('pump-room');
  await killed.kill();
  await main.change('gone', 'pump-room');
  // Another life and a half.
  await pass(7_000);
  const changes = main.lines.filter(({ peer }) => peer?.id === 'shed').map(({ change }) => change);
  assert.deepEqual(changes, ['seen']);
  await Promise.all([main.stop(), living.stop()]);
});

fact('a clone is noticed by both, and the doctor says where it is', async () => {
  const first = await discover(host(), board).started();
  const second = await discover(host(), board).started();
  await first.trouble('clone');
  await second.trouble('clone');
  const { finding, peers } = await first.ask('state');
  assert.equal(finding?.verdict, 'fail');
  assert.match(finding.text, /another node at 10\.7\.0\.\d+ has the name of this one/);
  assert.deepEqual(peers, []);
  await Promise.all([first.stop(), second.stop()]);
});

fact(
  'a flood of invented nodes is cut off and told once, and the others are seen as before',
  async () => {
    const main = await discover(host(), gateway).started();
    const flooder = host();
    await main.ask('lag');
    const { rssMb: before = 0 } = await main.ask('lag');
    const script = ['--import', 'tsx', 'test/mdns-flood.ts', addressOf(flooder)];
    flooder.run(process.execPath, ...script, '5000');
    const { lagMs = NaN, rssMb = Infinity } = await main.ask('lag');
    const pumpRoom = await discover(host(), board).started();
    await main.sees('pump-room');
    const { peers = [] } = await main.ask('state');
    process.stderr.write(
      `flood of 5000: loop stalled ${lagMs.toFixed(0)} ms at most, ${(rssMb - before).toFixed(1)} MB more, ${String(peers.length - 1)} ghosts\n`,
    );
    assert.ok(peers.length > 1 && peers.length <= 17, String(peers.length));
    assert.ok(rssMb - before < 30);
    const told = main.lines.filter(({ trouble }) => trouble?.kind === 'flood');
    assert.equal(told.length, 1);
    await Promise.all([main.stop(), pumpRoom.stop()]);
  },
);

fact(
  'where the network carries no multicast, a gateway named by hand is what remains',
  async () => {
    const [left, right] = [host(), host()];
    lan?.carryMulticast([left, right], false);
    const main = await discover(left, gateway, SPEED).started();
    const pumpRoom = await discover(right, board, SPEED).started();
    // Two rounds.
    await pass(3_000);
    assert.deepEqual((await main.ask('state')).peers, []);
    assert.deepEqual((await pumpRoom.ask('state')).peers, []);
    const broker = left.spawn(process.execPath, '-e', ANSWER);
    await once(broker.stdout, 'data');
    const [named] = parseEndpoints(`mqtt://${addressOf(left)}:1883`);
    assert.ok(named);
    assert.equal(right.run(process.execPath, '-e', KNOCK, named.host, String(named.port)), 'here');
    broker.kill();
    await Promise.all([main.stop(), pumpRoom.stop()]);
  },
);

fact('behind a firewall that takes nothing in, the doctor says so, and the way out', async () => {
  const walled = host();
  closeFirewall(walled);
  const main = await discover(walled, gateway, SPEED).started();
  await soon('the doctor notices', async () => {
    const { finding } = await main.ask('state');
    return finding?.verdict === 'warn' && finding.fix?.includes('--gateway HOST:PORT') === true;
  });
  await main.stop();
});

fact(
  'avahi-browse sees us, and we see what avahi-publish says',
  async () => {
    const stranger = host();
    const main = await discover(host(), gateway).started();
    const avahi = await new Avahi(stranger).start();
    assert.match(
      await avahi.browse('_boardtalk._tcp'),
      /main\.local;10\.7\.0\.\d+;1883;.*"site=sample".*"id=main"/,
    );
    const txt = ['id=shed', 'role=board', 'site=sample', 'version=0.1.0', 'nonce=abcdefgh12'];
    avahi.publish('shed-sample', '_boardtalk._tcp', 9, txt);
    const { peer } = await main.sees('shed');
    assert.deepEqual(peer?.addresses, [addressOf(stranger)]);
    avahi.stop();
    await main.stop();
  },
  isInside && canRunAvahi(),
);

if (where !== 'left') test.run();
