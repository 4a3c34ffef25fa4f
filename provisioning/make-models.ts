/**
 * Makes every shipped model anew, by the recipe in its folder, and says whether its bytes changed.
 * With `--check` nothing is written, and a model that comes out otherwise than it lies there is a
 * failure: the same recipe gives the same bytes, on every machine.
 *
 *   node --import tsx provisioning/make-models.ts [--check] [ID …]
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { filesOf, type Recipe } from '../models/kit/recipe.ts';

const MODELS = join(import.meta.dirname, '../models');

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});

for (const id of wantedModels(positionals)) await makeModel(id, values.check);

/** Every folder that holds a recipe, or those that were named. */
function wantedModels(named: readonly string[]): readonly string[] {
  const ids = readdirSync(MODELS).filter((id) => existsSync(recipePath(id)));
  const stranger = named.find((id) => !ids.includes(id));
  if (stranger !== undefined)
    throw new Error(`there is no recipe of ${stranger}; there are ${ids.join(', ')}`);
  return named.length === 0 ? ids.sort() : named;
}

function recipePath(id: string): string {
  return join(MODELS, id, `${id}.recipe.ts`);
}

async function makeModel(id: string, isCheck: boolean): Promise<void> {
  const startedAt = performance.now();
  const recipe = await loadRecipe(id);
  const made = recipe.make((line) => process.stdout.write(`${id}: ${line}\n`));
  const changed = Object.entries(filesOf(id, made)).filter(([name, bytes]) => {
    const path = join(MODELS, id, name);
    const isSame = existsSync(path) && readFileSync(path).equals(bytes);
    if (!isSame && !isCheck) writeFileSync(path, bytes);
    return !isSame;
  });
  for (const { what, value } of made.figures) process.stdout.write(`${id}: ${what}: ${value}\n`);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  const news =
    changed.length === 0 ? 'as before' : `changed: ${changed.map(([n]) => n).join(', ')}`;
  process.stdout.write(`${id}: ${news}, ${seconds} s\n`);
  if (isCheck && changed.length > 0) process.exitCode = 1;
}

async function loadRecipe(id: string): Promise<Recipe> {
  const module: unknown = await import(pathToFileURL(recipePath(id)).href);
  if (hasRecipe(module)) return module.recipe;
  throw new Error(`${recipePath(id)} exports no recipe`);
}

function hasRecipe(module: unknown): module is { readonly recipe: Recipe } {
  return typeof module === 'object' && module !== null && 'recipe' in module;
}
