/**
 * Sends invented announcements of Boardtalk nodes to the local network, as a spoofer would.
 * Usage: mdns-flood.ts ADDRESS COUNT
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const [address = '127.0.0.1', count = '1'] = process.argv.slice(2);
const TYPE = '_boardtalk._tcp.local';

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  return Buffer.concat([...labels.flat(), Buffer.from([0])]);
}

function record(name: string, type: number, data: Buffer): Buffer {
  const head = Buffer.from([0, type, 0, 1, 0, 0, 0x70, 0x80, 0, data.length]);
  return Buffer.concat([nameBytes(name), head, data]);
}

/** PTR, SRV and TXT (RFC 1035 §3.2.2, RFC 2782) of a node that does not exist. */
function announcement(id: string): Buffer {
  const name = `${id}.${TYPE}`;
  const txt = [
    `id=${id}`,
    'role=gateway',
    'site=sample',
    'version=6.6.6',
    `nonce=${id.replace('-', '')}`,
  ];
  const texts = txt.flatMap((text) => [Buffer.from([text.length]), Buffer.from(text)]);
  return Buffer.concat([
    Buffer.from([0, 0, 0x84, 0, 0, 0, 0, 3, 0, 0, 0, 0]),
    record(TYPE, 12, nameBytes(name)),
    record(name, 33, Buffer.concat([Buffer.from([0, 0, 0, 0, 7, 91]), nameBytes('ghost.local')])),
    record(name, 16, Buffer.concat(texts)),
  ]);
}

const socket = createSocket('udp4').bind(0, address);
await once(socket, 'listening');
socket.setMulticastInterface(address);
for (let index = 0; index < Number(count); index += 1)
  await new Promise((resolve) => {
    socket.send(
      announcement(`ghost-${String(index).padStart(6, '0')}`),
      5_353,
      '224.0.0.251',
      resolve,
    );
  });
socket.close();
