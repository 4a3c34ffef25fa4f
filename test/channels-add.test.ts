/**
 * `boardtalk channels add` as people and scripts use it, against the Bot API that `fake-bot-api.test.ts` proves:
 * the real command, a real site directory, and the adapter of the node.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkSite, tryMessenger } from '../runtime/app.ts';
import { BOT_TOKEN, FakeBotApi } from './fake-bot-api.ts';
import {
  ACCOUNT_SID,
  ADDRESS,
  FakeTwilio,
  NUMBER,
  TWILIO_TOKEN,
} from './peers/twilio/fake-twilio.ts';
import { runCliWith, type CliEnd } from './run-cli.ts';
import { inTempDirectory } from './temp-directory.ts';

const test = suite('channels add');

interface Desk {
  readonly api: FakeBotApi;
  readonly site: string;
  /** Runs it in a script. */
  readonly run: (...words: readonly string[]) => Promise<CliEnd>;
  /** Runs it at a terminal, where these lines are typed. */
  readonly type: (words: readonly string[], ...lines: readonly string[]) => Promise<CliEnd>;
  readonly platforms: () => Promise<string>;
}

async function withDesk(use: (desk: Desk) => Promise<void>): Promise<void> {
  const api = new FakeBotApi();
  await api.open();
  await inTempDirectory(async (root) => {
    const site = join(root, 'site');
    await cp('provisioning/site', site, { recursive: true });
    await mkdir(join(root, 'data'));
    const cli = (words: readonly string[], stdin?: PassThrough): Promise<CliEnd> =>
      runCliWith(['channels', 'add', ...words, '--config', site, '--data', join(root, 'data')], {
        host: { tryMessenger },
        around: { cwd: root },
        ...(stdin && { stdin, interactive: true }),
      });
    await writeFile(join(root, 'given'), `${BOT_TOKEN}\n`);
    await use({
      ...{ api, site },
      run: (...words) => cli(words),
      type: (words, ...lines) => {
        const stdin = new PassThrough();
        for (const line of lines) stdin.write(`${line}\n`);
        return cli(words, stdin.end());
      },
      platforms: () => readFile(join(site, 'platform.yaml'), 'utf8'),
    });
  }).finally(() => api.close());
}

test('a script names all of it: it is tried, kept for the node alone, and written behind what there is', () =>
  withDesk(async ({ api, site, run, platforms }) => {
    const before = await platforms();
    const args = ['telegram', '--name', 'phones', '--token-file', 'given', '--endpoint', api.url];
    const { code, stdout, stderr } = await run(...args);
    assert.is(code, 0, stderr);
    assert.match(stdout, /^Telegram answered: it works$/m);
    assert.match(stdout, /boardtalk people link/);
    assert.is(api.polls, 1);
    const secret = join(site, 'phones-token');
    assert.is(await readFile(secret, 'utf8'), `${BOT_TOKEN}\n`);
    assert.is((await stat(secret)).mode & 0o777, 0o600);
    const entry = `  - name: phones
    type: telegram
    auth_token: file:phones-token
    endpoint: ${api.url}
`;
    const after = await platforms();
    assert.ok(after.includes(entry), after);
    assert.is(after.replace(entry, ''), before);
    assert.is((await stat(join(site, 'platform.yaml'))).mode & 0o777, 0o644);
    const wrong = (await checkSite(site)).filter(({ severity }) => severity === 'error');
    assert.equal(wrong, []);
    assert.not.match(stdout + stderr + after, BOT_TOKEN.slice(6));
  }));

test('a person is asked, told where to find it, and never shown the token', () =>
  withDesk(async ({ api, type, platforms }) => {
    const { code, stdout, stderr } = await type([], 'telegram', BOT_TOKEN, api.url);
    assert.is(code, 0, stderr);
    assert.match(stdout, /@BotFather/);
    assert.match(stdout, /^Telegram answered: it works$/m);
    assert.not.match(stdout + stderr, BOT_TOKEN.slice(6));
    assert.match(await platforms(), 'auth_token: file:telegram-token');
  }));

test('a wrong token leaves nothing behind, and says what to do', () =>
  withDesk(async ({ api, site, run, type, platforms }) => {
    const before = [await platforms(), await readdir(site)];
    api.token = '4242:another';
    const args = ['telegram', '--token-file', 'given', '--endpoint', api.url];
    const { code, stderr } = await run(...args);
    assert.is(code, 1);
    assert.match(stderr, 'Telegram says: Unauthorized (401)');
    assert.match(stderr, '@BotFather');
    assert.match(stderr, 'CLI_CHANNEL_TROUBLE');
    const asked = await type(['telegram'], BOT_TOKEN, api.url, 'n');
    assert.is(asked.code, 1);
    assert.equal([await platforms(), await readdir(site)], before);
  }));

test('whoever insists gets it written down', () =>
  withDesk(async ({ api, run, type, platforms }) => {
    api.token = '4242:another';
    const insisting = await type(['telegram'], BOT_TOKEN, api.url, 'y');
    assert.is(insisting.code, 0, insisting.stderr);
    const args = ['telegram', '--token-file', 'given', '--endpoint', api.url, '--untested'];
    const again = await run(...args);
    assert.is(again.code, 2);
    assert.match(again.stderr, 'another platform has the same token');
    assert.not.match(await platforms(), 'telegram-2');
  }));

test('a terminal that is closed while it is tried leaves no secret behind', () =>
  withDesk(async ({ site, platforms }) => {
    const before = [await platforms(), await readdir(site)];
    const silent = createServer((socket) => socket.on('error', () => undefined));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    const given = ['--token-file', '../given', '--endpoint', `http://127.0.0.1:${String(port)}`];
    const words = ['channels', 'add', 'telegram', ...given, '--config', site, '--data', site];
    const command = ['--import', import.meta.resolve('tsx'), resolve('runtime/main.ts'), ...words];
    const child = spawn(process.execPath, command, { cwd: site, stdio: 'ignore' });
    try {
      await once(silent, 'connection');
      assert.ok((await readdir(site)).includes('telegram-token'));
      child.kill('SIGHUP');
      assert.equal(await once(child, 'exit'), [null, 'SIGHUP']);
      assert.equal([await platforms(), await readdir(site)], before);
    } finally {
      child.kill('SIGKILL');
      silent.close();
    }
  }));

test('a file is named as the documents name it, whatever the option is called', () =>
  withDesk(async ({ site, type, platforms }) => {
    const args = ['whatsapp', '--untested', 'phone_number_id=1'];
    const { code, stderr } = await type(args, BOT_TOKEN, '', 'secret', 'verify', '');
    assert.is(code, 0, stderr);
    const files = ['whatsapp-app-secret', 'whatsapp-token', 'whatsapp-verify-token'];
    const written = await readdir(site);
    assert.equal(
      written.filter((name) => name.startsWith('whatsapp')),
      files,
    );
    for (const file of files) assert.ok((await platforms()).includes(`: file:${file}\n`), file);
  }));

test('what is missing, unknown or broken is told all at once, and nothing is written', () =>
  withDesk(async ({ site, run, type, platforms }) => {
    const before = [await platforms(), await readdir(site)];
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /TYPE is missing; there are .*telegram/],
      [['pigeon'], /no messenger "pigeon"/],
      [['telegarm'], /Did you mean telegram \(Telegram\)\?/],
      [['sms'], /Did you mean twilio \(SMS \(Twilio\)\)\?/],
      [['telegram'], /--token-file PATH: The token of the bot\. In Telegram, write/],
      [['telegram', '--token-file', 'nowhere'], /cannot be read/],
      [['telegram', 'colour=red', '--token-file', 'given'], /there is no option colour/],
      [['telegram', '--token-file', 'given', '--endpoint', 'http://pi.lan'], /unencrypted/],
      [['telegram', '--name', 'web_chat', '--token-file', 'given'], /"web_chat" is there already/],
    ];
    for (const [words, expected] of cases) {
      const { code, stdout, stderr } = await run(...words);
      assert.is(code, 2, words.join(' '));
      assert.match(stdout + stderr, expected);
    }
    const { code, stderr } = await type(['telegram']);
    assert.match(stderr, 'nothing was written');
    assert.is(code, 2);
    assert.equal([await platforms(), await readdir(site)], before);
  }));

test('a name that is taken is told before anything is asked, and a wrong address is asked for again', () =>
  withDesk(async ({ api, type, platforms }) => {
    const taken = await type(['telegram', '--name', 'web_chat'], BOT_TOKEN, api.url);
    assert.match(taken.stderr, '"web_chat" is there already');
    for (const name of ['my phones', '../phones'])
      assert.match((await type(['telegram', '--name', name], BOT_TOKEN)).stderr, 'is no name');
    assert.not.match(taken.stdout, 'token');
    const asked = await type(['telegram'], BOT_TOKEN, 'nonsense', 'http://pi.lan', api.url);
    assert.is(asked.code, 0, asked.stderr);
    assert.match(asked.stdout, 'this is not an address');
    assert.match(asked.stdout, 'unencrypted: write https://');
    assert.match(await platforms(), `endpoint: ${api.url}`);
  }));

test('whoever adds one that posts to the site is told where, and that this needs a public address', () =>
  withDesk(async ({ site, run }) => {
    const fake = new FakeTwilio();
    await fake.open();
    try {
      await writeFile(join(site, 'given-twilio'), TWILIO_TOKEN);
      const { code, stdout, stderr } = await run(
        ...['twilio', '--name', 'sms', '--token-file', join(site, 'given-twilio')],
        ...['--endpoint', fake.url, `account_sid=${ACCOUNT_SID}`, `number=${NUMBER}`],
        `address=${ADDRESS}`,
      );
      assert.is(code, 0, stderr);
      assert.match(stdout, '/api/events/sms: docs/channels/tunnel.md');
      assert.match(stdout, 'SMS (Twilio) answered. Not tested is the address');
    } finally {
      await fake.close();
    }
  }));

test('a site with mistakes is to be mended first', () =>
  withDesk(async ({ api, site, run }) => {
    await writeFile(join(site, 'platform.yaml'), 'site: { colour: red }\n');
    const args = ['telegram', '--token-file', 'given', '--endpoint', api.url];
    const { code, stderr } = await run(...args);
    assert.is(code, 2);
    assert.match(stderr, 'unknown key "colour"');
    assert.is(await readFile(join(site, 'platform.yaml'), 'utf8'), 'site: { colour: red }\n');
    assert.not.ok((await readdir(site)).includes('telegram-token'));
  }));

test.run();
