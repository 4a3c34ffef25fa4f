/**
 * A board from the empty card to the last trace: installed, watched over by systemd, updated, taken
 * away. The tests follow one another, as days in the life of one board.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hasForeignModels } from '../foreign-models.ts';
import { InstalledBoard, SOURCE } from './installed-board.ts';

interface Context {
  board: InstalledBoard;
  /** The directory of the simulated chip's lines. */
  lines: string;
}

const test = suite<Context>('the service on a whole system');

test.before(async (context) => {
  context.board = await InstalledBoard.boot();
  const { board } = context;
  await board.must('mkdir -p /boot/firmware; echo dtparam=audio=on > /boot/firmware/config.txt');
  context.lines = await simulatedChip(board);
});

test.after(async ({ board }) => board.stop());

async function simulatedChip(board: InstalledBoard): Promise<string> {
  await board.must(
    'modprobe -a configfs gpio-sim; mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config',
  );
  return (await board.must(`sh ${SOURCE}/extra/gpio-chip.sh pinctrl-bcm2711 58`)).trim();
}

/** What a meter on the relay's line shows. */
async function relayLevel({ board, lines }: Context): Promise<string> {
  return (await board.must(`cat ${lines}/sim_gpio17/value`)).trim();
}

const EVERYTHING =
  'find /boot /etc /opt /usr/local -xdev -type f -exec sha256sum {} + | sort | sha256sum';

test('a dry run leaves the card as it is', async ({ board }) => {
  const before = await board.must(EVERYTHING);
  const { code, said } = await board.install('--dry-run --board raspberry-pi-4b');
  assert.is(code, 0, said);
  assert.match(said, 'would: writes /etc/systemd/system/boardtalk.service');
  assert.is(await board.must(EVERYTHING), before);
});

test('refuses whoever is not root, and a card that is full', async ({ board }) => {
  const { said } = await board.patient(
    `setpriv --reuid=65534 sh ${SOURCE}/provisioning/install.sh`,
  );
  assert.match(said, /must run as root\n.*sudo/);
  await board.must('fallocate -l $(($(df -Pk / | awk "NR == 2 { print \\$4 }") - 50000))K /filler');
  const { code, said: full } = await board.install('--board raspberry-pi-4b');
  await board.must('rm /filler');
  assert.is(code, 1);
  assert.match(full, /only \d+ MB are free .*\n.*make room/);
});

test('installs, and systemd hears from the node that it is ready', async ({ board }) => {
  const { code, said } = await board.install('--board raspberry-pi-4b');
  assert.is(code, 0, said);
  assert.match(said, 'REBOOT NEEDED');
  assert.not.match(said, 'without ', said);
  assert.is(await board.property('Type'), 'notify');
  assert.is(await board.property('ActiveState'), 'active');
  assert.match(await board.must('cat /boot/firmware/config.txt'), 'dtparam=i2c_arm=on');
});

test('the node answers on the board, and the log says the claim code', async ({ board }) => {
  assert.match(await board.must('boardtalk boards'), 'main (raspberry-pi-4b): 0 things, online');
  assert.match(await board.must('journalctl -u boardtalk -o cat'), /claim code: \S+/);
});

test('the process is nobody of importance', async ({ board }) => {
  const pid = await board.property('MainPID');
  const status = await board.must(`cat /proc/${pid}/status`);
  for (const line of [/^Uid:\t[1-9]/m, /^CapBnd:\t0+$/m, /^NoNewPrivs:\t1$/m, /^Seccomp:\t2$/m])
    assert.match(status, line);
  const inside = `nsenter -t ${pid} -m setpriv --reuid=boardtalk --regid=boardtalk --groups=gpio sh -c`;
  for (const path of ['/etc/x', '/opt/boardtalk/x', '/etc/boardtalk/x', '/home/x', '/sys/kernel/x'])
    assert.match(await board.must(`${inside} "touch ${path}" 2>&1 || true`), /Read-only|denied/);
  await board.must(
    `${inside} "test -w /sys/class/gpio/export && touch /var/lib/boardtalk/x && rm /var/lib/boardtalk/x"`,
  );
});

test('systemd exposes it by no more than 2.0 of 10', async ({ board }) => {
  await board.must('systemd-analyze security --threshold=20 --no-pager boardtalk.service');
});

test('an edit of the site is in force, and a sentence moves a line of the kernel', async (context) => {
  const { board } = context;
  await board.must(
    `cp ${SOURCE}/site/*.yaml /etc/boardtalk/; cp ${SOURCE}/extra/person.bmp /etc/boardtalk/ || true`,
  );
  await board.until('boardtalk things | grep -qi relay');
  await board.must('boardtalk chat "turn on the relay"');
  assert.is(await relayLevel(context), '1');
});

const looks = 'a model looks at a picture behind the filter of system calls';
if (hasForeignModels)
  test(looks, async ({ board }) => {
    const added = await board.patient(
      'boardtalk model add /media/stick/extra/person.tflite --as person',
    );
    assert.is(added.code, 0, added.said);
    await board.until('boardtalk read camera.person | grep -q somebody');
  });
else test.skip(`${looks} (SKIPPED: the models of other people are not here)`);

// The world pulls the line to on, where the kernel lets it go: see docs/virtual-board.md.
test('kill -9 leaves the line at its safe value until the next start takes it over', async (context) => {
  const { board, lines } = context;
  await board.must(
    `echo pull-up > ${lines}/sim_gpio17/pull; systemctl kill --kill-whom=main -s KILL boardtalk`,
  );
  await board.until(`[ "$(cat ${lines}/sim_gpio17/value)" = 0 ]`);
  // Each look until it starts again must find it off.
  await board.must(
    `until [ "$(systemctl show -P NRestarts boardtalk)" = 1 ]; do cat ${lines}/sim_gpio17/value; done > /run/levels`,
  );
  assert.is((await board.must('sort -u /run/levels')).trim(), '0');
  await board.restarted(1);
  assert.match(await board.must('journalctl -u boardtalk -o cat'), 'made safe by the helper');
  assert.is(await relayLevel(context), '0');
});

test('where the helper dies too, systemd has the safe values written', async (context) => {
  const { board } = context;
  await board.must('boardtalk chat "turn on the relay"');
  assert.is(await relayLevel(context), '1');
  await board.must(
    'rm -f /var/lib/boardtalk/safe-state.report; systemctl kill --kill-whom=all -s KILL boardtalk',
  );
  // The next start reads it, and takes it away.
  await board.until("grep -q ' ok ' /var/lib/boardtalk/safe-state.report");
  await board.restarted(2);
  assert.match(
    await board.must('journalctl -u boardtalk -o cat'),
    'makes outputs safe, since nobody else',
  );
  assert.is(await relayLevel(context), '0');
});

test('a process that stands still is ended by the watchdog and started again', async ({
  board,
}) => {
  await board.must('systemctl kill --kill-whom=main -s STOP boardtalk');
  await board.restarted(3);
  assert.match(await board.must('journalctl -u boardtalk -o cat'), 'Watchdog timeout');
  assert.match(await board.must('boardtalk boards'), 'online');
});

test('a second run of the installer changes nothing, and the process goes on', async ({
  board,
}) => {
  const pid = await board.property('MainPID');
  const { said } = await board.install('--board raspberry-pi-4b');
  assert.match(said, 'nothing to change', said);
  assert.is(await board.property('MainPID'), pid);
});

test('an update is refused where it would not take the site, and nothing is changed', async ({
  board,
}) => {
  await board.must(
    `mkdir /root/newer && cd ${SOURCE} && cp -r dist boards models provisioning /root/newer/ && echo '// newer' >> /root/newer/dist/boardtalk.js`,
  );
  await board.must(
    'cp /etc/boardtalk/devices.yaml /root/; echo nonsense: 1 >> /etc/boardtalk/devices.yaml',
  );
  const before = await board.must(EVERYTHING);
  const { code, said } = await board.install(
    '--board raspberry-pi-4b',
    '/root/newer/provisioning/install.sh',
  );
  const after = await board.must(EVERYTHING);
  await board.must('cp /root/devices.yaml /etc/boardtalk/devices.yaml');
  assert.is(code, 1);
  assert.match(said, /nonsense[^]*your site in \/etc\/boardtalk has mistakes/);
  assert.is(after, before);
});

test('an update starts the newer program with the same site and data', async ({ board }) => {
  const born = await board.must('cat /var/lib/boardtalk/born.json');
  const { code, said } = await board.install(
    '--board raspberry-pi-4b',
    '/root/newer/provisioning/install.sh',
  );
  assert.is(code, 0, said);
  assert.match(said, 'writes /opt/boardtalk/dist');
  assert.match(await board.must('tail -1 /opt/boardtalk/dist/boardtalk.js'), 'newer');
  assert.is(await board.must('cat /var/lib/boardtalk/born.json'), born);
  assert.match(await board.must('boardtalk things'), /relay/i);
  await board.must('boardtalk journal verify');
});

test('what root wrote into the data belongs to the service after its next start', async ({
  board,
}) => {
  await board.must('touch /var/lib/boardtalk/by-root; systemctl restart boardtalk');
  assert.is((await board.must('stat -c %U /var/lib/boardtalk/by-root')).trim(), 'boardtalk');
});

test('after a power cut it starts with the board', async (context) => {
  await context.board.must('sync');
  await context.board.stop();
  context.board = await InstalledBoard.boot();
  await context.board.until('systemctl --quiet is-active boardtalk');
  assert.match(await context.board.must('boardtalk boards'), 'main');
});

test('--uninstall leaves data and site, and no process', async ({ board }) => {
  const { code, said } = await board.install('--uninstall');
  assert.is(code, 0, said);
  assert.match(said, 'your data in /var/lib/boardtalk and your site in /etc/boardtalk stay');
  await board.must(
    'test -e /var/lib/boardtalk/born.json && test -e /etc/boardtalk/devices.yaml && test ! -e /opt/boardtalk',
  );
  assert.is((await board.must('pgrep -u boardtalk || true')).trim(), '');
});

test('--uninstall --purge leaves no trace but the buses and groups', async ({ board }) => {
  const { said } = await board.install('--uninstall --purge');
  assert.match(said, 'removes the user boardtalk');
  const left = await board.must(
    'find /etc /opt /usr/local /var/lib -xdev -name "*boardtalk*"; getent passwd boardtalk || true',
  );
  assert.is(left.trim(), '/etc/modules-load.d/boardtalk.conf');
});

test.run();
