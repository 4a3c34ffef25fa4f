/** `boardtalk channels add`: an account on a messenger becomes one of the site's. */
import type { OwnCommand } from '../command.ts';

export const channelsAddCommand: OwnCommand = {
  name: 'channels add',
  isBesideAction: true,
  help: 'Let people talk to the site on a messenger: asks for what is needed, tries it, writes it down.',
  positional: ['[TYPE]', '[KEY=VALUE...]'],
  options: {
    name: { placeholder: 'NAME', help: 'What the site calls it. Default: its type' },
    'token-file': { placeholder: 'PATH', help: 'The file that holds the token; it is copied' },
    endpoint: { placeholder: 'URL', help: 'Its server, where it is not the one everybody uses' },
    untested: { help: 'Write it down without trying it' },
    config: { placeholder: 'DIR', help: 'The site directory' },
  },
  async run(context, given) {
    const { addChannel } = await import('./add-channel.ts');
    return addChannel(context, given);
  },
};
