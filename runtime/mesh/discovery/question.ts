/**
 * Our one question as it stands on the wire: "who offers _boardtalk._tcp.local?". Every node hears
 * the answers to it, whoever asked; 100 boards that all asked would bring 10,000 answers.
 */
import { SERVICE_TYPE } from './announcement.ts';

const LABELS = [`_${SERVICE_TYPE}`, '_tcp', 'local'];
/** PTR, class IN, answers by multicast (RFC 6762 §5.4: the top bit of the class is not set). */
const TYPE_AND_CLASS = [0, 12, 0, 1];

const name = LABELS.map((label) => String.fromCharCode(label.length) + label).join('');
/** No flags, one question, no records. The transaction id before it says nothing (RFC 6762 §18.1). */
const afterId = Buffer.concat([
  Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
  Buffer.from(name, 'latin1'),
  Buffer.from([0, ...TYPE_AND_CLASS]),
]);

/** Only the plain question: one that lists known answers leaves those out of what it brings. */
export function isOurQuestion(packet: Uint8Array): boolean {
  return afterId.equals(packet.subarray(2));
}
