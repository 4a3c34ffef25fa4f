/** What mails in files are heard as: one of each kind that people and programs send. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { readEml } from '../../../../test/eml-mail.ts';
import { readSamples } from '../../../../test/sample-folder.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { judge, parseMail } from './parse.ts';
import { HEARD_MAILS, NOW, OWN, SERVER } from './samples.fixture.ts';

const test = suite('mails in files');

function read(sample: Buffer, name: string): ArrivedMessage | string {
  const { mail, textOf } = readEml(sample);
  const judged = judge(mail, { own: OWN, trustedServer: SERVER });
  if (judged.kind === 'passed over') return judged.why;
  const { user, part } = judged;
  const body = part === undefined ? '' : textOf(part);
  return parseMail({ mail, id: name, user, part, body, now: NOW });
}

test('of each mail the new words of whoever is vouched for are heard, and of none else', () => {
  assert.deepEqual(readSamples(new URL('samples/', import.meta.url), read), HEARD_MAILS);
});

test.run();
