/** IRC, by the contract of all messengers, on a real server. */
import { suite } from 'uvu';
import { ANNA, channelContract, OTHER, STRANGER } from '../contracts/channel.contract.ts';
import { ircBench, IrcTown } from './irc-bench.ts';
import { hasNgircd } from './ngircd.ts';

const test = suite('irc on ngircd');

if (hasNgircd()) {
  const town = await IrcTown.create();
  test.before(() => town.start([ANNA, STRANGER, OTHER]));
  test.after(() => town.stop());
  channelContract(test, () => ircBench(town, OTHER));
} else test.skip('a real IRC server', () => undefined);

test.run();
