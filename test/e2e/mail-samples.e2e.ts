/** The mails in files, as a real IMAP server tells of them: what the test of the samples reads in them is what dovecot reads. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { Secret } from '../../runtime/config/secret.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { ImapInbox } from '../../runtime/gateway/adapters/email/imap-inbox.ts';
import { judge, parseMail } from '../../runtime/gateway/adapters/email/parse.ts';
import {
  HEARD_MAILS,
  NOW,
  OWN,
  SERVER,
} from '../../runtime/gateway/adapters/email/samples.fixture.ts';
import { Dovecot, hasDovecot } from './dovecot.ts';

const SAMPLES = new URL('../../runtime/gateway/adapters/email/samples/', import.meta.url);
const PASSWORD = 'a-secret-that-no-log-may-show';

const test = suite('mails in files on dovecot');

async function heardOf(inbox: ImapInbox, uid: number, id: string): Promise<unknown> {
  const mail = await inbox.mail(uid);
  assert.ok(mail !== undefined);
  const judged = judge(mail, { own: OWN, trustedServer: SERVER });
  if (judged.kind === 'passed over') return judged.why;
  const { user, part } = judged;
  const body = part === undefined ? '' : await inbox.text(uid, part.part ?? '1');
  return parseMail({ mail, id, user, part, body, now: NOW });
}

if (hasDovecot()) {
  const dovecot = await Dovecot.create();
  test.before(() => dovecot.start());
  test.after(() => dovecot.stop());

  test('of each mail the same is heard as of its file', async () => {
    await dovecot.setPassword(OWN, PASSWORD);
    const files = readdirSync(SAMPLES);
    for (const file of files) await dovecot.deliver(OWN, readFileSync(new URL(file, SAMPLES)));
    const address = `imap://127.0.0.1:${String(dovecot.port)}`;
    const inbox = new ImapInbox({ address, user: OWN, password: new Secret(PASSWORD) }, clock);
    await inbox.open();
    try {
      const uids = await inbox.after(0);
      assert.equal(uids.length, files.length);
      const heard: Record<string, unknown> = {};
      for (const [index, uid] of uids.entries()) {
        const [name = ''] = (files[index] ?? '').split('.');
        heard[name] = await heardOf(inbox, uid, name);
      }
      assert.deepEqual(heard, HEARD_MAILS);
    } finally {
      inbox.close();
    }
  });
} else test.skip('a real IMAP server', () => undefined);

test.run();
