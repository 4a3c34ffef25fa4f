import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FrameGuard, MAX_FRAME_BYTES } from './frame-guard.ts';

/** A packet with this many bytes behind its head (MQTT 3.1.1 §2.2.3). */
function packet(length: number): Uint8Array {
  const head = [0x30];
  let rest = length;
  do {
    head.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Uint8Array.from(head), Buffer.alloc(length, 0xff)]);
}

test('counts packets however the network cuts them', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      (lengths, size) => {
        const bytes = Buffer.concat(lengths.map(packet));
        const guard = new FrameGuard();
        let begun = 0;
        for (let at = 0; at < bytes.length; at += size)
          begun += guard.accept(bytes.subarray(at, at + size)) ?? Number.NaN;
        assert.is(begun, lengths.length);
      },
    ),
  ));

test('lets the largest packet pass and ends on a larger one at its head', () => {
  assert.is(new FrameGuard().accept(packet(MAX_FRAME_BYTES)), 1);
  assert.is(new FrameGuard().accept(packet(MAX_FRAME_BYTES + 1).subarray(0, 5)), undefined);
});

test('ends on a length of more than four bytes', () => {
  assert.is(new FrameGuard().accept(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80, 0)), undefined);
});

test.run();
