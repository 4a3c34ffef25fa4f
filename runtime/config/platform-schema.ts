/**
 * The form of `platform.yaml`: the site, its people, and the platforms it talks on. All of it may
 * be left out. The descriptions become the editor's help and docs/configuration.md.
 */
import { z } from '../core/schema.ts';
import { id, languages } from './fields.ts';

const url = z
  .string()
  .refine((text) => URL.canParse(text), 'not an address of the form https://host/path');

const timezone = z
  .string()
  .refine((text) => isTimeZone(text), 'not a time zone of the IANA list')
  .meta({ examples: ['Europe/Berlin', 'Asia/Shanghai'] });

/** Asking for the list is cheap; asking `Intl` itself, for names that stand in no list, costs 8 MB of memory. */
function isTimeZone(text: string): boolean {
  if (text === 'UTC' || Intl.supportedValuesOf('timeZone').includes(text)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const supportedPlatform = z.strictObject({
  name: z.string().min(1).describe('What the site calls it'),
  type: z
    .enum(['websocket', 'api'])
    .describe('websocket: the page of this node; api: another program'),
  endpoint: url.optional().describe('Where the platform reaches this site'),
  auth_token: z
    .string()
    .optional()
    .describe('file:PATH, env:NAME or credential:NAME; the token itself works and is warned about'),
  callback_url: url.optional().describe('Where events are posted to; default: they are fetched'),
});

const person = z.strictObject({
  id: id.describe('Stands in the journal'),
  name: z.string().min(1).describe('What people call them'),
  role: z
    .enum(['viewer', 'operator', 'technician', 'admin'])
    .describe('viewer reads; operator writes; technician services; admin manages'),
  areas: z.array(id).optional().describe('The areas the role is limited to; default: all'),
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

export const platformSchema = z.strictObject({
  site: z
    .strictObject({
      id: id.default('site').describe('Stands in every topic'),
      title: z.string().min(1).default('Site').describe('What people call it'),
      language: z
        .enum(languages)
        .default('en')
        .describe('Of replies where a message does not tell'),
      timezone: timezone.optional().describe("Default: the machine's"),
    })
    .prefault({})
    .describe('The site itself'),
  supported_platforms: z.array(supportedPlatform).default([]).describe('Where people talk to it'),
  people: z.array(person).default([]).describe('Who may do what'),
});

export type PlatformFile = z.infer<typeof platformSchema>;
