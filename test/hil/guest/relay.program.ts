/**
 * Leads from the board's network to the node's own loopback, where alone it listens: the far end of
 * a tunnel such as people dig with ssh, whose near end is the port that QEMU forwards.
 *
 *   node relay.program.js PORT TO-PORT
 */
import { connect, createServer } from 'node:net';

const [from, to] = process.argv.slice(2).map(Number);

createServer((outside) => {
  const inside = connect(to ?? 0, '127.0.0.1');
  outside.pipe(inside).pipe(outside);
  for (const socket of [outside, inside])
    socket.on('error', () => {
      outside.destroy();
      inside.destroy();
    });
}).listen(from, '10.0.2.15', () => {
  process.stdout.write('ready\n');
});
