/** What `look` answers: seen, not to be seen, kept elsewhere, missing. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import type { ActionResult } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import { Speech } from '../actions/speech.ts';
import { DriverError, MissingModelError } from '../hal/driver-errors.ts';
import type { Picture, Sight } from '../hal/picture.ts';
import { LiveProperty } from './live-property.ts';
import { lookAction, type LookParts } from './look.action.ts';
import { troubleFrom } from './part-trouble.ts';
import { Things } from './things.ts';

const test = suite('look');

const AGE_MS = 3_000;

interface Bench {
  readonly property: LiveProperty;
  readonly clock: FakeClock;
  readonly picture: Picture;
  readonly look: (
    more?: Partial<LookParts>,
    language?: Language,
    compare?: { is: boolean },
  ) => Promise<ActionResult>;
  readonly run: (args: object, more: Partial<LookParts>) => Promise<ActionResult>;
}

async function withCamera(use: (bench: Bench) => Promise<void>): Promise<void> {
  const { site } = await readSampleSite();
  const clock = new FakeClock();
  const thing = site.boards[0]?.things.find(({ kind }) => kind === 'camera');
  const spec = thing?.properties[0];
  if (thing === undefined || spec === undefined) throw new Error('the sample site has a camera');
  const onReading = (): void => undefined;
  const property = new LiveProperty({ thing, spec, simulated: false, clock, onReading });
  const things = new Things();
  things.add(property);
  const takenAt = clock.now() - AGE_MS;
  const picture: Picture = { bytes: Uint8Array.of(0xff, 0xd8, 0xff), type: 'image/jpeg', takenAt };
  const sight: Sight = { picture, label: { en: 'person', zh: '人' }, score: 0.966 };
  const parts: LookParts = {
    ...{ things, clock, speech: new Speech(site, clock) },
    look: () => {
      property.accept(true);
      return Promise.resolve(sight);
    },
    seen: () => undefined,
    isElsewhere: () => false,
    trouble: () => undefined,
    shrink: () => Promise.resolve(undefined),
  };
  const asker = { person: 'ann', role: 'viewer', via: 'test', words: '', chat: 'test' } as const;
  await use({
    ...{ property, clock, picture },
    run: (args, more) =>
      lookAction({ ...parts, ...more }).run(
        { target: 'workshop-camera', ...args },
        { ...asker, language: 'en' },
      ),
    look: (more = {}, language = 'en', compare = { is: true }) =>
      lookAction({ ...parts, ...more }).run(
        { target: 'workshop-camera', compare },
        { ...asker, language },
      ),
  });
}

test('says what was seen, how sure that is and how old, and brings the picture', () =>
  withCamera(async ({ look, picture }) => {
    const { ok, text, attachments } = await look();
    assert.is(ok, true);
    assert.is(text, 'Yes. Workshop camera: somebody (person 97 %, 3 s ago)');
    const alt = 'Workshop camera: somebody';
    const base64 = Buffer.from(picture.bytes).toString('base64');
    const name = 'workshop-camera-person.jpg';
    assert.equal(attachments, [{ name, type: 'image/jpeg', base64, alt }]);
    const { text: zh } = await look({}, 'zh');
    assert.is(zh, '有。车间摄像头：有人（人 97 %，3 秒前）');
  }));

test('answers in Chinese with the verb of the question', () =>
  withCamera(async ({ look, property, picture }) => {
    const sees = (somebody: boolean): Partial<LookParts> => ({
      look: () => {
        property.accept(somebody);
        return Promise.resolve({ picture });
      },
    });
    const nobody = { is: false };
    assert.match((await look(sees(false), 'zh')).text, /^没有。车间摄像头：没有人（/);
    assert.match((await look(sees(false), 'zh', nobody)).text, /^对。车间摄像头：没有人（/);
    assert.match((await look(sees(true), 'zh', nobody)).text, /^不对。车间摄像头：有人（/);
  }));

test('brings a smaller picture of what is too large or of another kind, or says that it cannot', () =>
  withCamera(async ({ look, picture }) => {
    for (const unfit of [
      { ...picture, type: 'image/bmp' as const },
      { ...picture, bytes: new Uint8Array(600_000) },
    ]) {
      const sees = (): Promise<Sight> => Promise.resolve({ picture: unfit });
      const shrunk = await look({ look: sees, shrink: () => Promise.resolve(picture) });
      assert.is(shrunk.attachments?.length, 1);
      const { text, attachments } = await look({ look: sees });
      assert.match(text, 'The picture is too large to show here.');
      assert.is(attachments, undefined);
    }
  }));

test('says of another board what it told, and that the picture stays there', () =>
  withCamera(async ({ look, property, clock }) => {
    property.accept(false);
    await clock.advance(5_000);
    const away = { look: () => Promise.resolve(undefined), isElsewhere: () => true };
    const { text } = await look(away);
    assert.is(
      text,
      'No. Workshop camera: nobody (5 s ago). The picture stays on the greenhouse board.',
    );
  }));

test('refuses with the model that is missing and the command that adds it, and shows the picture', () =>
  withCamera(async ({ look, picture, property }) => {
    const error = new MissingModelError('person');
    const sees = (): Promise<Sight> => {
      property.fail(error);
      return Promise.resolve({ picture });
    };
    const result = await look({ look: sees, trouble: () => troubleFrom(error) });
    assert.is(result.ok ? undefined : result.refusal.code, 'DEVICE_NO_MODEL');
    assert.match(result.text, 'There is no model "person" here. Add it with: boardtalk model add');
    assert.is(result.attachments?.length, 1);
    assert.is(property.reading().missing, 'person');
  }));

test('passes on why no picture came', () =>
  withCamera(async ({ look }) => {
    const message = 'eye delivered no picture';
    const trouble = troubleFrom(
      new DriverError('DRIVER_NO_PICTURE', message, { hint: 'Look at it.' }),
    );
    const none = { look: () => Promise.resolve(undefined), trouble: () => trouble };
    const { text } = await look(none);
    assert.is(text, 'Workshop-camera.person: eye delivered no picture. Look at it.');
    assert.match(
      (await look(none, 'zh')).text,
      /：没有取到照片（eye delivered no picture）。请检查摄像头是否在/,
    );
  }));

test('shows what was seen last, where no new picture is wanted', () =>
  withCamera(async ({ property, picture, run }) => {
    property.accept(true);
    const label = { en: 'person', zh: '人' };
    const never = (): Promise<Sight> => Promise.reject(new Error('it looked'));
    const seen = (): Sight => ({ picture, label, score: 0.8 });
    const { text, attachments } = await run({ last: true }, { look: never, seen });
    assert.is(text, 'Workshop camera: somebody (person 80 %, 3 s ago)');
    assert.is(attachments?.length, 1);
    const none = await run({ last: true }, { look: never });
    assert.is(none.attachments, undefined);
  }));

test('answers like a reading where no camera is behind it', () =>
  withCamera(async ({ look, property }) => {
    property.accept(true);
    const { text } = await look({ look: () => Promise.resolve(undefined) });
    assert.is(text, 'Yes. Workshop camera: somebody');
  }));

test('is no longer missing when the first answer comes', () =>
  withCamera(({ property }) => {
    property.fail(new MissingModelError('person'));
    assert.is(property.reading().quality, 'faulty');
    property.accept(true);
    assert.equal([property.reading().missing, property.reading().quality], [undefined, 'good']);
    return Promise.resolve();
  }));

test.run();
