/** Email, by the contract of all messengers, on a real IMAP server and an SMTP server of others. */
import { suite } from 'uvu';
import { ANNA, channelContract, OTHER, STRANGER } from '../contracts/channel.contract.ts';
import { hasDovecot } from './dovecot.ts';
import { emailBench, MailTown } from './email-bench.ts';

const test = suite('email on dovecot');

if (hasDovecot()) {
  const town = await MailTown.create();
  test.before(() => town.start([ANNA, STRANGER, OTHER]));
  test.after(() => town.stop());
  channelContract(test, () => emailBench(town));
} else test.skip('a real IMAP server', () => undefined);

test.run();
