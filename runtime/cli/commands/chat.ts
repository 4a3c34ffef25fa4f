/** `boardtalk chat`: one sentence, a conversation in the terminal, or one sentence a line from a program. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { clearLine, createInterface, cursorTo } from 'node:readline';
import type { CommandContext, OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { exitCodeOfReply, type ExitCode } from '../exit-code.ts';
import { socketPath } from '../places.ts';
import { keepFiles } from '../keep-files.ts';
import type { Output } from '../output.ts';
import { problemOf } from '../problem.ts';
import { chatNoteSchema, chatReplySchema } from '../protocol.ts';
import { formatReply, type ShownReply } from '../format-reply.ts';
import { connectToNode, type SocketClient } from '../socket-client.ts';

export const chatCommand: OwnCommand = {
  name: 'chat',
  help: 'Talk to the site; without TEXT in a conversation that Ctrl-D ends.',
  positional: ['[TEXT...]'],
  options: {},
  async run(context, { positionals }) {
    const client = await connectToNode(socketPath(context.dataDirectory));
    try {
      if (positionals.length > 0) return await sayOnce(client, positionals.join(' '), context);
      const isTyped = context.interactive && !context.output.json;
      return await (isTyped ? converse(client, context) : relay(client, context));
    } finally {
      client.close();
    }
  },
};

/** In JSON there is room for one answer only: news stays on the node for the next terminal. */
async function sayOnce(
  client: SocketClient,
  text: string,
  { output }: CommandContext,
): Promise<ExitCode> {
  if (!output.json)
    await hear(client, (note) => {
      output.say(note);
    });
  const reply = await say(client, text);
  await show(reply, output);
  return exitCodeOfReply(reply);
}

/**
 * One line in, one answer out, in order: the next line may say "it". News comes between as `{note}`.
 * Its end is that of the first line that did not come about.
 */
async function relay(client: SocketClient, { stdin, output }: CommandContext): Promise<ExitCode> {
  await client.subscribe((note) => {
    output.answer({ note }, () => chatNoteSchema.parse(note).text);
  });
  let exit: ExitCode = 0;
  for await (const line of createInterface({ input: stdin })) {
    if (line.trim() === '') continue;
    const reply = await say(client, line);
    await show(reply, output);
    if (exit === 0) exit = exitCodeOfReply(reply);
  }
  return exit;
}

/** Whoever waits for the flow can say "stop" meanwhile: lines do not wait for each other. */
async function converse(
  client: SocketClient,
  { stdin, stdout, output }: CommandContext,
): Promise<ExitCode> {
  const terminal = createInterface({ input: stdin, output: stdout, prompt: 'you> ' });
  const above = (show: () => void): void => {
    cursorTo(stdout, 0);
    clearLine(stdout, 0);
    show();
    terminal.prompt(true);
  };
  const answer = async (line: string): Promise<void> => {
    const reply = await say(client, line).catch(problemOf);
    const text = 'reply' in reply ? await textOf(reply) : '';
    above(() => {
      if ('reply' in reply) output.say(text);
      else output.failure(reply);
    });
  };
  terminal.on('line', (line) => {
    if (line.trim() === '') terminal.prompt();
    else void answer(line);
  });
  terminal.prompt();
  await hear(client, (note) => {
    above(() => {
      output.say(note);
    });
  });
  const hungUp = client.ended().then(() => true);
  const isLost = await Promise.race([hungUp, once(terminal, 'close').then(() => false)]);
  terminal.close();
  output.say('');
  if (isLost) throw new CliError('CLI_CONNECTION_LOST', 'the node ended the connection');
  return 0;
}

/** JSON carries pictures itself; for text they become files. */
async function show(reply: ShownReply, output: Output): Promise<void> {
  if (output.json) output.value(reply);
  else output.say(await textOf(reply));
}

async function textOf(reply: ShownReply): Promise<string> {
  return [formatReply(reply), ...(await keepFiles(reply.attachments))].join('\n');
}

async function say(client: SocketClient, text: string): Promise<ShownReply> {
  const params = { message: randomUUID(), text };
  return client.call({ method: 'chat', params }, chatReplySchema);
}

async function hear(client: SocketClient, listener: (text: string) => void): Promise<void> {
  await client.subscribe((note) => {
    listener(chatNoteSchema.parse(note).text);
  });
}
