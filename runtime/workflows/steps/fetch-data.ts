/**
 * `fetch_data`: rows from the site's own past, from a SQLite file, a PostgreSQL server or an address on the
 * network, for the steps behind it. It only reads.
 */
import { isMap } from '../../config/form/value-at.ts';
import { parsePath } from '../../config/form/template.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { refuseWorkflow } from '../errors.ts';
import { checkQuery } from '../sources/check-query.ts';
import { isNamedAddress, readHttp, type HttpSourceParts } from '../sources/http-source.ts';
import { checkPostgres, isPostgres } from '../sources/postgres-address.ts';
import { readPostgres, type PostgresParts } from '../sources/postgres-source.ts';
import { outside, SqlSource, type SqlSourceParts } from '../sources/sql-source.ts';
import type { SqlDialect } from '../sources/sql-tokens.ts';
import type { Table } from '../sources/table.ts';
import type { ParamMistake, StepAction } from '../step-action.ts';

const MOST_QUERY_LENGTH = 10_000;

const params = z.strictObject({
  source: z
    .string()
    .describe(
      "database: the site's own history; sqlite:FILE; postgres://…, or file: or env: that holds it; or an address that answers JSON",
    )
    .meta({
      examples: [
        'database',
        'sqlite:energy.db',
        'postgres://reader@db.lan/energy',
        'http://192.168.1.20/status.json',
      ],
    }),
  query: z
    .string()
    .max(MOST_QUERY_LENGTH)
    .optional()
    .describe('SQL that reads; of an address: where in its answer the rows stand')
    .meta({ examples: ['SELECT * FROM metrics WHERE date=CURRENT_DATE', 'data.items'] }),
  values: z
    .record(z.string().regex(/^\w+$/), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional()
    .describe('What stands in the query as :name'),
});

type Params = z.infer<typeof params>;

export interface FetchDataParts {
  readonly sql: SqlSourceParts;
  readonly http: HttpSourceParts;
  readonly postgres: PostgresParts;
}

type Kind = 'database' | 'sqlite' | 'http' | 'postgres';

export function fetchDataStep({ sql: sqlParts, ...others }: FetchDataParts): StepAction {
  const sql = new SqlSource(sqlParts);
  return {
    name: 'fetch_data',
    kind: 'read',
    help: 'Reads rows from the history of the site, a SQLite file, PostgreSQL or an address that answers JSON.',
    params,
    gives: ['rows', 'columns', 'count', 'total', 'isCut', 'summary', 'tier'],
    check,
    run: async (given, { signal }) => {
      const parsed = params.parse(given);
      const table = await read({ sql, ...others }, parsed, signal);
      if (isRefusal(table)) return { ok: false, refusal: table };
      return { ok: true, output: { tier: null, ...table } };
    },
  };
}

async function read(
  { sql, http, postgres }: Omit<FetchDataParts, 'sql'> & { readonly sql: SqlSource },
  { source, query, values = {} }: Params,
  signal: AbortSignal,
): Promise<Table | Refusal> {
  const kind = kindOf(source);
  if (kind === 'http') {
    // Placeholders are filled by now, and the address may be none any more.
    if (!isNamedAddress(source)) return refuseWorkflow('WORKFLOW_SOURCE', 'this is no address');
    return readHttp(http, { address: source, path: query, signal });
  }
  const mistake = checkQuery(query ?? '', values, dialectOf(kind));
  if (mistake !== undefined) return refuseWorkflow('WORKFLOW_QUERY', mistake.message, mistake.hint);
  const question = { query: query ?? '', values, signal };
  if (kind === 'sqlite') return sql.file(pathIn(source), question);
  if (kind === 'database') return sql.metrics(question);
  if (kind === 'postgres') return readPostgres(postgres, source, question);
  return refuseWorkflow('WORKFLOW_SOURCE', `there is no source "${source}"`);
}

function kindOf(source: string): Kind | undefined {
  if (source === 'database') return 'database';
  if (isPostgres(source)) return 'postgres';
  const [, scheme = ''] = /^(\w+):/.exec(source) ?? [];
  switch (scheme.toLowerCase()) {
    case 'http':
    case 'https':
      return 'http';
    case 'sqlite':
      return 'sqlite';
    default:
      return undefined;
  }
}

function dialectOf(kind: Kind | undefined): SqlDialect {
  return kind === 'postgres' ? 'postgres' : 'sqlite';
}

/** `sqlite:energy.db`, `sqlite:///var/lib/energy.db` */
function pathIn(source: string): string {
  return source.replace(/^sqlite:(?:\/\/)?/i, '');
}

function check(given: Readonly<Record<string, unknown>>): readonly ParamMistake[] {
  const { source, query, values } = given;
  if (typeof source !== 'string') return [];
  const kind = kindOf(source);
  switch (kind) {
    case undefined:
      return [unknownSource(source)];
    case 'postgres':
      return [...checkServer(source), ...checkSql(query, values, 'postgres')];
    case 'http':
      return [...checkAddress(source), ...checkPath(query)];
    case 'sqlite':
      return [...checkFile(source), ...checkSql(query, values)];
    case 'database':
      return checkSql(query, values);
  }
}

function unknownSource(source: string): ParamMistake {
  const isOpen = source.includes('{{');
  return {
    path: ['source'],
    message: isOpen ? 'where data comes from must stand here' : `there is no source "${source}"`,
    hint: 'write database, sqlite:FILE, postgres://…, or an address that begins with http:// or https://',
    isCertain: true,
  };
}

function checkServer(source: string): readonly ParamMistake[] {
  const mistake = checkPostgres(source);
  return mistake === undefined ? [] : [{ path: ['source'], isCertain: true, ...mistake }];
}

function checkAddress(source: string): readonly ParamMistake[] {
  if (isNamedAddress(source)) return [];
  return [
    {
      path: ['source'],
      message: 'the host of an address must stand here, without placeholders, user or password',
      hint: 'write it as http://192.168.1.20/status.json',
      isCertain: true,
    },
  ];
}

function checkPath(query: unknown): readonly ParamMistake[] {
  if (typeof query !== 'string' || parsePath(query) !== undefined) return [];
  const message = 'for an address this is where in its answer the rows stand';
  return [{ path: ['query'], message, hint: 'write it as data.items, or leave it out' }];
}

function checkFile(source: string): readonly ParamMistake[] {
  const path = pathIn(source);
  if (path.includes('{{'))
    return [
      {
        ...{ path: ['source'], message: 'the file must stand here, without placeholders' },
        ...{ hint: 'write it as sqlite:energy.db', isCertain: true },
      },
    ];
  return path.split('/').includes('..') ? [{ path: ['source'], ...outside(path) }] : [];
}

function checkSql(query: unknown, values: unknown, dialect?: SqlDialect): readonly ParamMistake[] {
  if (query === undefined)
    return [
      {
        ...{ path: [], message: '"query" is missing', isCertain: true },
        hint: 'write SELECT * FROM metrics WHERE date=CURRENT_DATE',
      },
    ];
  if (typeof query !== 'string') return [];
  const mistake = checkQuery(query, isMap(values) ? values : {}, dialect);
  return mistake === undefined ? [] : [{ path: ['query'], ...mistake }];
}
