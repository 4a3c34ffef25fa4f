/**
 * The form of `platform.yaml`: the site, its people, and the platforms it talks on. All of it may
 * be left out. The descriptions become the editor's help and docs/configuration.md.
 */
import { z } from '../core/schema.ts';
import { duration, id, languages, timezone } from './fields.ts';
import { messengerTypes } from './messengers.ts';

const url = z
  .string()
  .refine((text) => URL.canParse(text), 'not an address of the form https://host/path');

const supportedPlatform = z.strictObject({
  name: z.string().min(1).describe('What the site calls it'),
  type: z
    .enum(['websocket', 'api', ...messengerTypes])
    .describe(
      'websocket: the page of this node; api: another program; all others: docs/channels.md',
    ),
  endpoint: url
    .optional()
    .describe(
      'Where the platform reaches this site; of a messenger: where its server is, if it is not the one everybody uses',
    ),
  auth_token: z
    .string()
    .optional()
    .describe('file:PATH, env:NAME or credential:NAME; the token itself works and is warned about'),
  options: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .optional()
    .describe('What else a messenger needs: docs/channels.md'),
  groups: z
    .array(
      z.strictObject({
        chat: z.string().min(1).describe("The messenger's own id of the group; the bot says it"),
        role: z
          .enum(['viewer', 'operator', 'technician'])
          .default('viewer')
          .describe('The most that anybody may do from there'),
        areas: z
          .array(id)
          .optional()
          .describe('The areas that can be spoken of there; default: all'),
      }),
    )
    .default([])
    .describe(
      'Of a messenger: groups where people of this site are answered, when they name the bot',
    ),
  callback_url: url
    .optional()
    .describe('Of `api`: where events are posted to, signed; default: they are fetched'),
  message_template: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Of `api`: the form of an event, in which {{task.id}} and the like are filled in'),
  speaks_as: id
    .optional()
    .describe(
      'Of `api`: the person of this site in whose name its messages act; default: it reads',
    ),
  quiet: z
    .boolean()
    .default(false)
    .describe(
      'Of a messenger: people hear there what comes of their own orders, and no other news; those stay on the page',
    ),
  alerts: z
    .boolean()
    .default(false)
    .describe('Of `api`: it hears of alerts, too; people hear of them in their chats anyway'),
});

const person = z.strictObject({
  id: id.describe('Stands in the journal'),
  name: z.string().min(1).describe('What people call them'),
  role: z
    .enum(['viewer', 'operator', 'technician', 'admin'])
    .describe('viewer reads; operator writes; technician services; admin manages'),
  areas: z.array(id).optional().describe('The areas the role is limited to; default: all'),
  place: id
    .optional()
    .meta({ examples: ['workshop'] })
    .describe('The area where they mostly are: what “here” means, until they say where they are'),
  identities: z
    .array(
      z.strictObject({
        platform: z.string().min(1).describe('The platform'),
        account: z.string().min(1).describe("The site's account there"),
        user: z.string().min(1).describe("The platform's immutable id of the person, not a name"),
      }),
    )
    .default([])
    .describe('How they are recognised'),
});

/** Below it not even the tools of a model fit in. */
const SHORTEST_SEQUENCE = 2048;

const modelService = z.strictObject({
  endpoint: url
    .default('http://127.0.0.1:8080/v1')
    .describe('An OpenAI-compatible service: llama.cpp, Ollama, vLLM, or a hosted one'),
  model: z.string().min(1).default('default').describe('The name the service knows it by'),
  api_key: z.string().optional().describe('file:PATH, env:NAME or credential:NAME'),
  max_sequence_length: z
    .int()
    .min(SHORTEST_SEQUENCE)
    .default(4096)
    .describe('Tokens of question and answer together; what the service was started with'),
  timeout: duration.default(60_000).describe('For one sentence'),
  max_tokens_per_day: z
    .int()
    .min(0)
    .default(1_000_000)
    .describe('What all sentences together may cost in 24 hours, in tokens'),
});

export const platformSchema = z.strictObject({
  site: z
    .strictObject({
      id: id.default('site').describe('Stands in every topic'),
      title: z.string().min(1).optional().describe('What people call it; default: its id'),
      language: z
        .enum(languages)
        .default('en')
        .describe('Of replies where a message does not tell'),
      keep_chat_text: duration
        .default(30 * 86_400_000)
        .describe(
          'How long what people wrote is kept outside the journal; 30d is also the most: docs/privacy.md',
        ),
      timezone: timezone.optional().describe("Default: the machine's"),
    })
    .prefault({})
    .describe('The site itself'),
  supported_platforms: z.array(supportedPlatform).default([]).describe('Where people talk to it'),
  people: z.array(person).default([]).describe('Who may do what'),
  model_service: modelService
    .optional()
    .describe('A language model, asked where the offline understanding does not know'),
});

export type PlatformFile = z.infer<typeof platformSchema>;
