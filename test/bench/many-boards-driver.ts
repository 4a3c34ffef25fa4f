/**
 * Plays many boards, each with ten readings every five seconds, in a process of its own: what they
 * cost themselves must not stand in the gateway's account. On standard input: port, site, and a
 * secret per board, as JSON. Prints one line when all are connected; ends with its standard input, and
 * then prints how many readings it has sent.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinPassword } from '../../runtime/mesh/join-token.ts';
import { openMqtt } from '../../runtime/mesh/link/mqtt-connection.ts';
import { thingTopic } from '../../runtime/mesh/topics.ts';
import { encodePack } from '../../runtime/mesh/wire/senml.ts';

interface Orders {
  readonly port: number;
  readonly site: string;
  readonly boards: readonly { readonly node: string; readonly secret: string }[];
}

const EVERY_MS = 5_000;
const THINGS = ['tank', 'pump'];
let sent = 0;
let isOver = false;
const PROPERTIES = ['level', 'flow', 'temperature', 'current', 'voltage'];

async function play({ port, site }: Orders, node: string, secret: string): Promise<void> {
  const connection = await openMqtt({
    ...{ broker: { host: '127.0.0.1', port }, clientId: node },
    password: joinPassword({ site, node, secret }, Date.now()),
    will: { topic: `bt/1/${site}/${node}/status`, payload: new Uint8Array() },
    onMessage: () => undefined,
  });
  setTimeout(() => {
    setInterval(() => {
      for (const thing of isOver ? [] : THINGS) {
        sent += PROPERTIES.length;
        const at = Date.now();
        const readings = PROPERTIES.map((property) => {
          const value = Math.round(Math.random() * 1_000) / 10;
          return { property, reading: { value, unit: 'Cel', quality: 'good', at } as const };
        });
        const pack = encodePack({ site, node, thing, readings }, at);
        void connection.publish(thingTopic({ site, node }, 'r', thing), pack, {
          qos: 0,
          retain: true,
        });
      }
    }, EVERY_MS);
  }, Math.random() * EVERY_MS);
}

/** One after the other: a broker lets few strangers of one address wait at its door. */
async function playAll(orders: Orders): Promise<void> {
  for (const { node, secret } of orders.boards) await play(orders, node, secret);
  await sleep(EVERY_MS);
  console.log('connected');
}

createInterface(process.stdin).once('line', (line) => {
  void playAll(JSON.parse(line) as Orders);
});
process.stdin.once('end', () => {
  isOver = true;
  void sleep(1_000).then(() => {
    process.stdout.write(`${String(sent)}\n`, () => process.exit());
  });
});
