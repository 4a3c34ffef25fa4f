/**
 * Whole nodes on hosts of a private network (`private-network.ts`): a gateway and a board that meet
 * as two machines do, each with its own loopback and its own port 1883.
 *
 *   const lan = new Lan('lan');
 *   const gateway = await nodeOn(new Host('one').connect(lan, '10.7.0.1/24'), { args }).start();
 *   await gateway.cli('boards');
 */
import { NodeProcess, type NodeProcessOptions } from './node-process.ts';
import { Host, Lan } from './private-network.ts';

/** A node that runs on `host`, and whose CLI does too. */
export function nodeOn(host: Host, options: Omit<NodeProcessOptions, 'through'> = {}): NodeProcess {
  return new NodeProcess({ ...options, through: host.command([]) });
}

/** Two hosts on one switch, 10.7.0.1 and 10.7.0.2, with no way out. */
export function twoHosts(): { readonly lan: Lan; readonly hosts: readonly [Host, Host] } {
  const lan = new Lan('lan');
  const one = new Host('one').connect(lan, '10.7.0.1/24');
  const two = new Host('two').connect(lan, '10.7.0.2/24');
  return { lan, hosts: [one, two] };
}
