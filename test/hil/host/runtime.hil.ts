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

interface Context {
  board: VirtualBoard;
  node: GuestNode;
  /** The directory of the simulated chip's lines. */
  lines: string;
  cookie: string;
  chat: BoardChat;
}

const test = suite<Context>('the runtime on a virtual board');

test.before(async (context) => {
  context.board = await VirtualBoard.boot(rigFromEnvironment());
  context.node = new GuestNode(context.board);
  // Another chip comes first, as on real boards: whoever counts chips takes the wrong one.
  await context.board.must(`sh ${HOME}/hil/gpio-chip.sh decoy 58`);
  const made = await context.board.must(`sh ${HOME}/hil/gpio-chip.sh pinctrl-bcm2711 58`);
  context.lines = made.trim();
});

test.after(async ({ board }) => board.stop());

/** What a meter on the relay's line shows. */
async function relayLevel({ board, lines }: Context): Promise<string> {
  return (await board.must(`cat ${lines}/sim_gpio17/value`)).trim();
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

test('with nobody to hold it the kernel lets the line go where it is pulled', async (context) => {
  await context.node.killHelpers();
  assert.is(await relayLevel(context), '1');
});

test('a restart puts it to its safe value before anybody can say a word', async (context) => {
  await context.node.start();
  assert.is(await relayLevel(context), '0');
});

test.run();
