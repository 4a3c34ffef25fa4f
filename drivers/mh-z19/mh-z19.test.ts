/** MH-Z19: the frames that its manual prints, and damaged ones. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { plugSerial } from '../../test/plugged-serial.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { EXAMPLE_544_PPM } from './mh-z19.fixture.ts';
import { checksum, concentrationPpm, mhZ19 } from './mh-z19.ts';

const test = suite('mh-z19');

test('computes the checksums that the manual prints', () => {
  assert.is(checksum(Uint8Array.of(0xff, 0x01, 0x86, 0, 0, 0, 0, 0, 0)), 0x79);
  assert.is(checksum(Uint8Array.of(0xff, 0x01, 0x79, 0xa0, 0, 0, 0, 0, 0)), 0xe6);
  assert.is(checksum(EXAMPLE_544_PPM), 0x58);
});

test('reads 544 ppm from the example of the manual', () => {
  assert.is(concentrationPpm(EXAMPLE_544_PPM, 'air'), 544);
});

test('believes no frame with one wrong bit', () => {
  for (let bit = 8; bit < 9 * 8; bit += 1) {
    const frame = EXAMPLE_544_PPM.map((byte, index) =>
      index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
    );
    assert.throws(
      () => concentrationPpm(frame, 'air'),
      (error: unknown) => errorCode(error) === 'DRIVER_BAD_CRC',
    );
  }
});

test('believes no answer to another command', () => {
  const answer = Uint8Array.of(0xff, 0x79, 0x01, 0, 0, 0, 0, 0, 0x86);
  assert.throws(
    () => concentrationPpm(answer, 'air'),
    (error: unknown) => errorCode(error) === 'DRIVER_BAD_ANSWER',
  );
});

test('asks with the bytes of the manual', () =>
  withSimBoard(async (rig) => {
    const asked: string[] = [];
    const answer = (request: Uint8Array): Uint8Array => {
      asked.push(Buffer.from(request).toString('hex'));
      return EXAMPLE_544_PPM;
    };
    plugSerial(rig, 'uart0', { answer });
    const { board, clock } = rig;
    const part = await mhZ19.open({ ...ALONE, board, clock, name: 'air' }, { port: 'uart0' });
    assert.equal(await rig.finish(part.read()), { co2: 544 });
    assert.equal(asked, ['ff0186000000000079']);
    await part.close();
  }));

test.run();
