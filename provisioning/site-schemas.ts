/**
 * The JSON Schemas of a site's files, from the schemas that check them: editors that know
 * yaml-language-server complete and explain every key with them.
 */
import { boardFormSchema } from '../runtime/config/board-form.ts';
import { connectorSchema } from '../runtime/config/connector-file.ts';
import { devicesSchema } from '../runtime/config/devices-schema.ts';
import { platformSchema } from '../runtime/config/platform-schema.ts';
import { socSchema } from '../runtime/config/soc-file.ts';
import { shapeOf, type Shape } from '../runtime/config/form/schema-shape.ts';
import { modelCardSchema } from '../runtime/inference/model-card.ts';
import { workflowsSchema } from '../runtime/workflows/workflows-schema.ts';

export interface SiteSchema {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

export function siteSchemas(): readonly SiteSchema[] {
  return [
    siteSchema('devices', 'What is wired where, and the rules that hold', shapeOf(devicesSchema)),
    siteSchema('platform', 'The site, its people and its platforms', shapeOf(platformSchema)),
    siteSchema('workflows', 'What the site does by itself', shapeOf(workflowsSchema)),
    siteSchema('model', 'What a model is, takes and means', shapeOf(modelCardSchema)),
    siteSchema('board', 'The hardware of a board', shapeOf(boardFormSchema)),
    siteSchema('connector', 'A header that several boards share', shapeOf(connectorSchema)),
    siteSchema('soc', 'The chip and offset of every line of a SoC', shapeOf(socSchema)),
  ];
}

function siteSchema(name: string, description: string, shape: Shape): SiteSchema {
  const schema = { title: `${name}.yaml`, description, ...shape };
  const path = `provisioning/site/schemas/${name}.schema.json`;
  return { path, text: `${JSON.stringify(schema, null, 2)}\n` };
}
