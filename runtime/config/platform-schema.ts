/** The form of `platform.yaml`: the site, its people, and the platforms it talks on. All of it may be left out. */
import { z } from '../core/schema.ts';
import { id, languages } from './fields.ts';

const supportedPlatform = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['websocket', 'api']),
  endpoint: z.string().optional(),
  auth_token: z
    .string()
    .optional()
    .describe('file:/path, env:NAME, credential:name, or the token itself'),
  callback_url: z.string().optional(),
});

const person = z.strictObject({
  id,
  name: z.string().min(1),
  role: z.enum(['viewer', 'operator', 'technician', 'admin']),
  areas: z.array(id).optional().describe('The areas the role is limited to'),
  identities: z
    .array(
      z.strictObject({
        platform: z.string().min(1),
        account: z.string().min(1),
        user: z.string().min(1),
      }),
    )
    .default([]),
});

export const platformSchema = z.strictObject({
  site: z
    .strictObject({
      id: id.default('site'),
      title: z.string().default('Site'),
      language: z.enum(languages).default('en'),
      timezone: z.string().optional(),
    })
    .prefault({}),
  supported_platforms: z.array(supportedPlatform).default([]),
  people: z.array(person).default([]),
});

export type PlatformFile = z.infer<typeof platformSchema>;
