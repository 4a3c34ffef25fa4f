/** The camera against real files, a real HTTP server, and programs that stand in for the still tools. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode, errorMessage } from '../../runtime/core/app-error.ts';
import { systemClock } from '../../runtime/core/clock.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import type { Picture } from '../../runtime/hal/picture.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { until } from '../../test/until.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { camera } from './camera.ts';

const test = suite('camera');

const PNG = await readFile('provisioning/site/pictures/workshop.png');
/** A segment with an end of image in it, as of a preview; a scan; the end. */
const JPEG = Buffer.from('ffd8ffe00006ffd90000ffda0002ffd9', 'hex');

/** In real time: files and sockets do not follow another. */
function withCamera(
  options: object,
  use: (part: Part) => Promise<void>,
  directory = '.',
): Promise<void> {
  return withSimBoard(async ({ board }) => {
    const environment = { ...ALONE, board, clock: systemClock, name: 'eye', directory };
    const part = await camera.open(environment, options);
    await use(part).finally(() => part.close());
  });
}

/** The picture, or the code and the message of what kept it away. */
async function capture(options: object, directory?: string): Promise<Picture | string> {
  let result: Picture | string = '';
  const take = async (part: Part): Promise<void> => {
    const taken = part.capture?.() ?? Promise.reject(new Error('no capture'));
    result = await taken.catch((error: unknown) => `${errorCode(error)} ${errorMessage(error)}`);
  };
  await withCamera(options, take, directory);
  return result;
}

function typeOf(result: Picture | string): string {
  return typeof result === 'string' ? result : result.type;
}

test('reads one file, relative to where the configuration stands, as old as its last change', () =>
  inTempDirectory(async (directory) => {
    await writeFile(join(directory, 'desk.png'), PNG);
    const at = new Date(Date.now() - 60_000);
    await utimes(join(directory, 'desk.png'), at, at);
    const picture = await capture({ file: 'desk.png' }, directory);
    if (typeof picture === 'string') throw new Error(picture);
    assert.is(picture.type, 'image/png');
    assert.is(picture.takenAt, at.getTime());
    assert.is(Buffer.compare(picture.bytes, PNG), 0);
  }));

test('takes an old file for no picture of now, unless any age is allowed', () =>
  inTempDirectory(async (directory) => {
    const file = join(directory, 'desk.png');
    await writeFile(file, PNG);
    await utimes(file, 1_000, 1_000);
    assert.match(typeOf(await capture({ file })), /^DRIVER_NO_PICTURE .* old; at most 10 min/);
    assert.is(typeOf(await capture({ file, maxAge: 'any' })), 'image/png');
  }));

test('reads the newest picture of a directory, and nothing else that lies there', () =>
  inTempDirectory(async (directory) => {
    assert.match(typeOf(await capture({ directory })), /^DRIVER_NO_PICTURE there is no picture/);
    await writeFile(join(directory, 'old.png'), PNG);
    await utimes(join(directory, 'old.png'), Date.now() / 1_000 - 60, Date.now() / 1_000 - 60);
    await writeFile(join(directory, 'new.JPG'), JPEG);
    await writeFile(join(directory, 'notes.txt'), 'newer still');
    assert.is(typeOf(await capture({ directory })), 'image/jpeg');
  }));

test('takes the one before while the newest is still being written', () =>
  inTempDirectory(async (directory) => {
    const at = new Date(Date.now() - 60_000);
    const half: Readonly<Record<string, Uint8Array>> = {
      'new.jpg': JPEG.subarray(0, -2),
      'new.png': PNG.subarray(0, 900),
      'new.bmp': Buffer.from('424d00010000', 'hex'),
      'new.webp': Buffer.from('52494646ff00000057454250', 'hex'),
    };
    for (const [name, bytes] of Object.entries(half)) {
      await writeFile(join(directory, name), bytes);
      const alone = typeOf(await capture({ directory }));
      assert.is(alone, `DRIVER_NO_PICTURE ${directory}/${name} is only half there`);
      await writeFile(join(directory, 'old.jpg'), JPEG);
      await utimes(join(directory, 'old.jpg'), at, at);
      const picture = await capture({ directory });
      if (typeof picture === 'string') throw new Error(picture);
      assert.equal([picture.type, picture.takenAt], ['image/jpeg', at.getTime()]);
      for (const done of [name, 'old.jpg']) await rm(join(directory, done));
    }
  }));

test('says what is wrong with a file that is none, or is no picture, or is too large', () =>
  inTempDirectory(async (directory) => {
    const file = join(directory, 'x.png');
    assert.match(typeOf(await capture({ file })), /^DRIVER_NO_PICTURE .*ENOENT/);
    await writeFile(file, '<svg/>');
    assert.match(typeOf(await capture({ file })), /^DRIVER_BAD_ANSWER .*no JPEG, PNG, WebP or BMP/);
    await writeFile(file, Buffer.concat([PNG, Buffer.alloc(9 * 1024 * 1024)]));
    assert.match(typeOf(await capture({ file })), /^DRIVER_BAD_ANSWER/);
  }));

test('takes nothing for a picture that is no file, and does not wait for it either', () =>
  inTempDirectory(async (directory) => {
    execFileSync('mkfifo', [join(directory, 'pipe.jpg')]);
    await symlink('/dev/zero', join(directory, 'endless.jpg'));
    for (const name of ['pipe.jpg', 'endless.jpg'])
      assert.match(
        typeOf(await capture({ file: join(directory, name), maxAge: 'any', timeout: '2s' })),
        /^DRIVER_NO_PICTURE .*\.jpg is no file$/,
      );
    assert.match(typeOf(await capture({ directory })), /^DRIVER_NO_PICTURE there is no picture/);
    await writeFile(join(directory, 'real.jpg'), JPEG);
    await utimes(join(directory, 'real.jpg'), Date.now() / 1_000 - 60, Date.now() / 1_000 - 60);
    assert.is(typeOf(await capture({ directory })), 'image/jpeg');
  }));

async function withServer(answer: RequestListener, use: (url: string) => Promise<void>) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await use(`http://127.0.0.1:${String(port)}/snapshot`).finally(() => {
    server.closeAllConnections();
    server.close();
  });
}

test('fetches a snapshot', () =>
  withServer(
    (_request, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(JPEG),
    async (url) => assert.is(typeOf(await capture({ url })), 'image/jpeg'),
  ));

const BAD_ANSWERS: Readonly<Record<string, readonly [RequestListener, RegExp]>> = {
  'another status': [(_, response) => response.writeHead(503).end(), /NO_PICTURE .* answered 503/],
  'another type': [
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(JPEG),
    /BAD_ANSWER .*text\/html, which is no picture/,
  ],
  'what only claims to be a picture': [
    (_, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end('<html>'),
    /BAD_ANSWER .*no JPEG/,
  ],
  'a redirect': [
    (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    /NO_PICTURE .*cannot be reached/,
  ],
  'more than it may be': [
    (_, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).write(JPEG);
      response.end(Buffer.alloc(9 * 1024 * 1024));
    },
    /BAD_ANSWER .*more than/,
  ],
};

for (const [what, [answer, said]] of Object.entries(BAD_ANSWERS))
  test(`takes from a snapshot URL no ${what}`, () =>
    withServer(answer, async (url) => {
      assert.match(typeOf(await capture({ url: `${url}?key=secret` })), said);
      assert.not.match(typeOf(await capture({ url: `${url}?key=secret` })), 'secret');
    }));

/** As a camera does that sends a film where a snapshot was asked for, or says at length why it does not. */
for (const status of [200, 401])
  test(`holds no connection to a camera that answers ${String(status)} and never ends`, () => {
    const ends: Promise<unknown>[] = [];
    return withServer(
      (_request, response) => {
        ends.push(once(response, 'close'));
        response
          .writeHead(status, { 'content-type': 'multipart/x-mixed-replace' })
          .write('--frame');
      },
      async (url) => {
        assert.match(typeOf(await capture({ url })), /^DRIVER_(NO_PICTURE|BAD_ANSWER) /);
        assert.is(ends.length, 1);
        await Promise.all(ends);
      },
    );
  });

test('waits for a camera that never answers no longer than its timeout', () =>
  withServer(
    () => undefined,
    async (url) => {
      const said = typeOf(await capture({ url, timeout: '100ms' }));
      assert.is(said, 'DRIVER_NO_PICTURE eye delivered no picture within 100 ms');
    },
  ));

test('gives who asks meanwhile the picture that is being taken', () => {
  let asked = 0;
  return withServer(
    (_request, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(JPEG);
    },
    (url) =>
      withCamera({ url }, async (part) => {
        await Promise.all([part.capture?.(), part.capture?.(), part.read()]);
        assert.is(asked, 1);
        await part.capture?.();
        assert.is(asked, 2);
      }),
  );
});

/** Bytes that arrays hold, without what nobody holds any more. What one collection finds is freed beside it, and surely by the next. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc(); gc();');
  return process.memoryUsage().arrayBuffers;
}

test('lets go of each picture when the next one came', () =>
  inTempDirectory(async (directory) => {
    const file = join(directory, 'desk.bmp');
    await writeFile(file, Buffer.concat([Buffer.from('BM'), Buffer.alloc(1_000_000)]));
    await withCamera({ file }, async (part) => {
      await part.read();
      const before = heldBytes();
      for (let taken = 0; taken < 30; taken += 1) await part.read();
      const kept = (heldBytes() - before) / 1_000_000;
      assert.ok(kept < 5, `${kept.toFixed(1)} of 30 pictures are kept`);
    });
  }));

test('shows the last whole picture while the next one is taken, and none after one that failed', () => {
  let asked = 0;
  let answerSecond: (() => void) | undefined;
  return withServer(
    (_request, response) => {
      asked += 1;
      const headers = { 'content-type': 'image/jpeg' };
      const answer = (): void => void response.writeHead(asked < 3 ? 200 : 503, headers).end(JPEG);
      if (asked === 2) answerSecond = answer;
      else answer();
    },
    (url) =>
      withCamera({ url }, async (part) => {
        await part.read();
        const first = part.sight?.();
        assert.ok(first);
        const second = part.read();
        assert.is(part.sight?.(), first, 'somebody looks just now');
        await until(() => answerSecond !== undefined);
        answerSecond?.();
        await second;
        assert.ok(part.sight?.() !== first);
        await part.read().catch(() => undefined);
        assert.is(part.sight?.(), undefined);
      }),
  );
});

/** Runs with only these programs in PATH, each a shell script. */
function withPrograms(
  programs: Readonly<Record<string, string>>,
  use: (directory: string) => Promise<void>,
): Promise<void> {
  return inTempDirectory(async (directory) => {
    const bin = join(directory, 'bin');
    await mkdir(bin);
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(bin, name), 0o755);
    }
    const { PATH } = process.env;
    process.env['PATH'] = bin;
    await use(directory).finally(() => {
      process.env['PATH'] = PATH;
    });
  });
}

const PRINT_JPEG = "printf '\\377\\330\\377\\340'";

test('takes a still with the first tool that is installed, and no shell between', () =>
  withPrograms(
    { 'libcamera-still': `echo "$@" > "\${0%/*}/args"; ${PRINT_JPEG}` },
    async (directory) => {
      assert.is(typeOf(await capture({ device: 'csi1', size: [640, 480] })), 'image/jpeg');
      const args = await readFile(join(directory, 'bin/args'), 'utf8');
      assert.match(args, /^--camera 1 .*--width 640 --height 480 .*--output -\n$/);
    },
  ));

test('passes the device to V4L2 tools as it is written', () =>
  withPrograms({ ffmpeg: `echo "$@" > "\${0%/*}/args"; ${PRINT_JPEG}` }, async (directory) => {
    assert.is(typeOf(await capture({ device: '/dev/video0;reboot' })), 'image/jpeg');
    assert.match(await readFile(join(directory, 'bin/args'), 'utf8'), ' -i /dev/video0;reboot ');
  }));

test('says what to install where no tool is there', () =>
  withPrograms({}, async () => {
    const said = typeOf(await capture({ device: '/dev/video0' }));
    assert.match(said, /^DRIVER_NO_PICTURE neither fswebcam nor ffmpeg is installed/);
  }));

test('passes on the last thing that a tool complains of', () =>
  withPrograms(
    { 'rpicam-still': 'echo starting >&2; echo no cameras available >&2; exit 1' },
    async () => {
      assert.match(typeOf(await capture({ device: 'csi' })), /of csi: no cameras available$/);
    },
  ));

test('ends a tool that hangs', () =>
  withPrograms({ 'rpicam-still': 'while :; do :; done' }, async () => {
    assert.match(typeOf(await capture({ device: 'csi', timeout: '200ms' })), 'within 200 ms');
  }));

for (const [what, given] of Object.entries({
  'no source': {},
  'two sources': { file: 'a.png', url: 'http://x/' },
  'another protocol': { url: 'ftp://camera/' },
  'a password in a URL': { url: 'http://me:secret@camera/' },
  'a password without a name': { url: 'http://:secret@camera/' },
  'a device that is none': { device: 'video0' },
}))
  test(`is not configured with ${what}`, () => {
    assert.not(camera.options.safeParse(given).success);
  });

test.run();
