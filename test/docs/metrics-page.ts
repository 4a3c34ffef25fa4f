/** `docs/metrics.md`, made from the declarations of all rooms as they stand in the sources. */
import { readFileSync } from 'node:fs';
import { findFiles, isTest } from '../guards/source-files.ts';

interface FoundMetric {
  readonly name: string;
  readonly help: string;
  readonly kind: string;
}

export function metricsPage(): Promise<string> {
  const sources = findFiles(['runtime'], '.ts').filter((path) => !isTest(path));
  const metrics = sources.flatMap(declaredIn);
  return Promise.resolve(
    [
      '# Metrics',
      '',
      'What `/metrics` tells Prometheus. Names and units follow its conventions: base units, `_total` for',
      'counters. This page is made from the code with `make docs`.',
      '',
      '| name | kind | what |',
      '|---|---|---|',
      ...metrics.map(({ name, kind, help }) => `| \`${name}\` | ${kind} | ${help} |`).sort(),
      '',
    ].join('\n'),
  );
}

/** Declarations are constants of `MetricDeclaration`, so their text tells everything; one that is written otherwise is an error. */
function declaredIn(path: string): FoundMetric[] {
  const text = readFileSync(path, 'utf8');
  const declarations = /name: '(boardtalk_\w+)',\s+help:\s+(['"])(.+?)\2,\s+kind: '(\w+)'/g;
  const found = [...text.matchAll(declarations)].map(([, name = '', , help = '', kind = '']) => ({
    name,
    help,
    kind,
  }));
  if (found.length !== [...text.matchAll(/name: 'boardtalk_/g)].length)
    throw new Error(`${path} declares a metric that is not { name, help, kind, … } in this order`);
  return found;
}
