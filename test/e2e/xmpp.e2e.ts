/** XMPP, by the contract of all messengers, on a real server. */
import { suite } from 'uvu';
import { ANNA, channelContract, OTHER, STRANGER } from '../contracts/channel.contract.ts';
import { hasProsody } from './prosody.ts';
import { xmppBench, XmppTown } from './xmpp-bench.ts';

const test = suite('xmpp on prosody');

if (hasProsody()) {
  const town = await XmppTown.create();
  test.before(() => town.start([ANNA, STRANGER, OTHER]));
  test.after(() => town.stop());
  channelContract(test, () => xmppBench(town));
} else test.skip('a real XMPP server', () => undefined);

test.run();
