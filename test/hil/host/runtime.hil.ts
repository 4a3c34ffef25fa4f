/**
 * The whole runtime on a virtual board, with the file of a real one: what people at the host's chat
 * type moves a line of the kernel, which is then read on the board's console, past the runtime.
 */
import * as assert from 'uvu/assert';
import { suite } from 'uvu';
import { soon } from '../../e2e/outside.ts';
import { HOME } from '../rig/payload.ts';
import { rigFromEnvironment } from '../rig/rig.ts';
import { VirtualBoard } from '../rig/virtual-board.ts';
import { BoardChat } from './board-chat.ts';
import { GuestNode } from './guest-node.ts';
import { readTrace, startTrace, type TraceEvent } from './kernel-trace.ts';

interface Context {
  board: VirtualBoard;
  node: GuestNode;
  /** The directory of the simulated chip's lines. */
  lines: string;
  cookie: string;
  chat: BoardChat;
}

const LABEL = 'pinctrl-bcm2711';
const RELAY = 17;
const LAMP = 22;

/** Registers of the MCP23017, table 3-1 of its data sheet. */
const [IODIRA, IODIRB, GPIOA, OLATA] = ['0x00', '0x01', '0x12', '0x14'];

const test = suite<Context>('the runtime on a virtual board');

test.before(async (context) => {
  context.board = await VirtualBoard.boot(rigFromEnvironment());
  context.node = new GuestNode(context.board);
  // Another chip comes first, as on real boards: whoever counts chips takes the wrong one.
  await context.board.must(`sh ${HOME}/hil/gpio-chip.sh decoy 58`);
  const made = await context.board.must(`sh ${HOME}/hil/gpio-chip.sh ${LABEL} 58`);
  context.lines = made.trim();
  await addExpander(context.board);
});

/**
 * The stub keeps a byte for each register of the MCP23017. As after a reset its lines are inputs
 * (IODIR), and the world pulls them up (GPIO), which no latch moves here.
 */
async function addExpander(board: VirtualBoard): Promise<void> {
  await board.must('modprobe i2c-stub chip_addr=0x20 && ln -s i2c-0 /dev/i2c-1');
  for (const register of [IODIRA, IODIRB, GPIOA])
    await board.must(`i2cset -y 0 0x20 ${register} 0xff b`);
}

test.after(async ({ board }) => board.stop());

/** What a meter on the relay's line shows. */
async function relayLevel({ board, lines }: Context): Promise<string> {
  return (await board.must(`cat ${lines}/sim_gpio17/value`)).trim();
}

/** The latch of the expander's port A, as another program on the bus reads it. */
async function latch(board: VirtualBoard): Promise<string> {
  return (await board.must(`i2cget -y 0 0x20 ${OLATA}`)).trim();
}

test('is claimed with the code that its console shows', async (context) => {
  const { claimCode = '' } = await context.node.start();
  await context.node.relay();
  context.cookie = await BoardChat.claim(context.board.port, claimCode);
  context.chat = await BoardChat.open(context.board.port, context.cookie);
});

test('"turn on the relay" moves the line of the kernel, and the receipt is from there', async (context) => {
  assert.is(await relayLevel(context), '0');
  const reply = await context.chat.say('turn on the relay');
  assert.is(reply.error, undefined, JSON.stringify(reply));
  assert.is(reply.receipts[0]?.evidence, 'latch');
  assert.is(await relayLevel(context), '1');
});

test('"turn off the relay" moves it back', async (context) => {
  await context.chat.say('turn off the relay');
  assert.is(await relayLevel(context), '0');
});

test('a contact that closes outside is what people are told', async ({ board, chat, lines }) => {
  assert.match((await chat.say('is the door open?')).reply, /^No\b/);
  await board.must(`echo pull-up > ${lines}/sim_gpio27/pull`);
  await soon('the open door', async () =>
    /^Yes\b/.test((await chat.say('is the door open?')).reply),
  );
});

test('touches no line of the chip that merely comes first', async ({ board }) => {
  const values = await board.must(
    'cat /sys/devices/platform/gpio-sim.0/gpiochip*/sim_gpio*/value | sort | uniq -c',
  );
  assert.match(values, /^ *58 0\n$/);
});

test('"turn on the valve" sets its bit in the latch of a chip on the bus, beside that of another', async ({
  board,
  chat,
}) => {
  for (const thing of ['lantern', 'valve']) {
    const reply = await chat.say(`turn on the ${thing}`);
    assert.is(reply.error, undefined, JSON.stringify(reply));
  }
  assert.is(await latch(board), '0x09');
});

// The kernel promises nothing for a released line, and its simulator lets it fall back to what the
// world pulls it to (gpio_sim_free): here to on, which is what must not happen.
test('kill -9 leaves the line at its safe value, though the world pulls the other way', async (context) => {
  const { board, chat, lines, node } = context;
  await chat.say('turn on the relay');
  await board.must(`echo pull-up > ${lines}/sim_gpio17/pull`);
  await node.kill();
  await board.must(
    `for try in $(seq 100); do [ "$(cat ${lines}/sim_gpio17/value)" = 0 ] && exit 0; usleep 50000; done; exit 1`,
  );
});

test('kill -9 makes the valve behind the bus safe too, and changes no bit of its neighbours', async ({
  board,
}) => {
  await soon('the latch without the valve', async () => (await latch(board)) === '0x08');
});

test('with nobody to hold it the kernel lets the line go where it is pulled', async (context) => {
  await context.node.killHelpers();
  assert.is(await relayLevel(context), '1');
});

test('a restart makes it safe before it moves anything else, and before anybody can talk to it', async (context) => {
  const { board, node } = context;
  await startTrace(board);
  await node.start();
  assert.is(await relayLevel(context), '0');
  const events = await readTrace(board, LABEL);
  const first = events.findIndex((event) => moves(event, RELAY, 0));
  assert.ok(
    events.slice(first).some(({ kind }) => kind === 'listen'),
    'it is safe, then listens',
  );
  // To open an output is to drive it at the level that it has: up, where the world pulls the relay's
  // line, and down at the lamp's. Anything but that would be a move.
  assert.equal(
    events.slice(0, first).filter((event) => !moves(event, RELAY, 1) && !moves(event, LAMP, 0)),
    [],
  );
});

function moves(event: TraceEvent, offset: number, level: 0 | 1): boolean {
  return event.kind === 'set' && event.offset === offset && event.level === level;
}

test.run();
