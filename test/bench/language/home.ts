/** The files of a test set: a home as others describe it, and sentences with what they mean there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../../runtime/core/schema.ts';

const place = z.object({ id: z.string(), name: z.string() });

const homeSchema = z.object({
  floors: z.array(place).default([]),
  areas: z.array(place.extend({ floor: z.string().optional() })),
  entities: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      area: z.string().nullish(),
      attributes: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

const rowSchema = z.object({
  text: z.string(),
  intent: z.string(),
  slots: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
});

export type Home = z.infer<typeof homeSchema>;
export type Entity = Home['entities'][number];
export type Row = z.infer<typeof rowSchema>;

export function readHome(directory: string, language: string): Home {
  const text = readFileSync(join(directory, `${language}.home.json`), 'utf8');
  return homeSchema.parse(JSON.parse(text));
}

export function readRows(directory: string, language: string): Row[] {
  return readFileSync(join(directory, `${language}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowSchema.parse(JSON.parse(line)));
}

/** `light` of `light.bedroom_lamp`. */
export function domainOf(entity: Entity): string {
  return entity.id.split('.')[0] ?? '';
}

export function classOf({ attributes }: Entity): string | undefined {
  const name = attributes['device_class'];
  return typeof name === 'string' ? name : undefined;
}
