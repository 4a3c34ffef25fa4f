/**
 * A server that speaks the OpenAI protocol, streamed, written by others (aimock): what it answers is
 * laid down here, how it goes over the wire is theirs.
 */
import { LLMock } from '@copilotkit/aimock';

/** What the model calls, or says, in its next answer to this sentence. */
export type Step =
  { readonly call: string; readonly args: string | object } | { readonly says: string };

export async function withModel(use: (model: ModelMock) => Promise<void>): Promise<void> {
  const mock = new LLMock({ port: 0 });
  await mock.start();
  try {
    await use(new ModelMock(mock));
  } finally {
    await mock.stop();
  }
}

export class ModelMock {
  readonly server: LLMock;

  constructor(server: LLMock) {
    this.server = server;
  }

  get endpoint(): string {
    return `${this.server.url}/v1`;
  }

  /** @param words end of the sentence */
  answers(words: string, ...steps: readonly Step[]): void {
    steps.forEach((step, sequenceIndex) => {
      const match = { userMessage: endingWith(words), sequenceIndex };
      this.server.on(
        match,
        'says' in step ? { content: step.says } : { toolCalls: [callOf(step)] },
      );
    });
  }

  /** Several calls in one answer, then nothing more. */
  answersAtOnce(words: string, calls: readonly Extract<Step, { call: string }>[]): void {
    const match = { userMessage: endingWith(words), sequenceIndex: 0 };
    this.server.on(match, { toolCalls: calls.map(callOf) });
  }

  /** The questions it was asked, as they came over the wire. */
  asked(): readonly unknown[] {
    return this.server.getRequests().map(({ body }) => body);
  }
}

/** What was said before stands in the same message, and is not meant. */
function endingWith(words: string): RegExp {
  return new RegExp(`${words.replaceAll(/[.?]/g, String.raw`\$&`)}$`);
}

function callOf({ call, args }: Extract<Step, { call: string }>) {
  return { name: call, arguments: typeof args === 'string' ? args : JSON.stringify(args) };
}
