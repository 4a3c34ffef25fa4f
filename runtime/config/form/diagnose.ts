/**
 * What a schema found wrong, told as a person needs it: what stands there, what is allowed, and the
 * nearest right spelling. Pure; mistakes that need the whole site are found by `checks/`.
 */
import { nearest } from '../../core/nearest.ts';
import type { z } from '../../core/schema.ts';
import { closestForm, type WrongValue } from './closest-form.ts';
import type { Finding } from './findings.ts';
import { kindOf, quote, quoteAt } from './quote.ts';
import { keysOf, shapeAt, shapeOf, type Shape } from './schema-shape.ts';
import { suggest } from './suggest.ts';
import { valueAt, type Path } from './value-at.ts';

type Issue = z.core.$ZodIssue;
type IssueOf<Code extends Issue['code']> = Extract<Issue, { code: Code }>;

/** One issue with what stands at its place and what is allowed there. */
interface Place {
  readonly path: Path;
  readonly value: unknown;
  readonly shape: Shape;
}

/** The paths of the findings begin at `value`. */
export function diagnose(schema: z.ZodType, value: unknown, issues: readonly Issue[]): Finding[] {
  if (issues.length === 0) return [];
  const shape = shapeOf(schema);
  return issues.flatMap((issue) => explain(issue, { path: [], value, shape }));
}

/** Symbols never come from a file. */
export function pathOf(issue: Pick<Issue, 'path'>): Path {
  return issue.path.filter((step) => typeof step !== 'symbol');
}

function explain(issue: Issue, root: Place): Finding[] {
  const steps = pathOf(issue);
  const place = {
    path: [...root.path, ...steps],
    value: valueAt(root.value, steps),
    shape: shapeAt(root.shape, steps) ?? {},
  };
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, place));
  if (issue.code === 'invalid_union') return explainUnion(issue, place);
  return [{ path: place.path, ...describe(issue, place) }];
}

type Words = Omit<Finding, 'path'>;

function describe(
  issue: Exclude<Issue, IssueOf<'unrecognized_keys' | 'invalid_union'>>,
  place: Place,
): Words {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, place);
    case 'invalid_value':
      return wrongWord(issue.values.map(String), place);
    case 'invalid_key':
      return wrongKey(issue, place);
    case 'too_small':
    case 'too_big':
      return wrongSize(issue, place);
    default:
      return {
        message: `${quoteAt(place.path, place.value)}: ${issue.message}`,
        hint: example(place),
      };
  }
}

function unknownKey(key: string, { path, shape }: Place): Finding {
  const message = `unknown key ${quote(key)}`;
  return { path: [...path, key], part: 'key', message, hint: suggest(key, keysOf(shape)) };
}

function wrongType(issue: IssueOf<'invalid_type'>, place: Place): Words {
  const { path, value, shape } = place;
  if (value === undefined) {
    const message = `the key ${quote(path.at(-1))} is missing`;
    return { message, hint: ownWords(issue) ?? shape.description ?? example(place) };
  }
  const message = `expected ${expected(issue)}, found ${found(issue, place)}`;
  return {
    message,
    hint: ownWords(issue) ?? quoteHint(issue, value) ?? truthHint(issue, value) ?? example(place),
  };
}

/** `'0x44'` in quotation marks is text. */
function quoteHint(
  { expected: wanted }: IssueOf<'invalid_type'>,
  value: unknown,
): string | undefined {
  const isNumber =
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  return wanted === 'number' && isNumber
    ? `write it without quotation marks: ${value.trim()}`
    : undefined;
}

/** What a schema's author wrote for this very case, as against zod's own words. */
function ownWords({ message }: Issue): string | undefined {
  return message.startsWith('Invalid ') ? undefined : message;
}

const EXPECTED: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function expected({ expected: kind }: IssueOf<'invalid_type'>): string {
  return EXPECTED[kind] ?? kind;
}

/** Text where a map belongs may be anything, a secret too: it is not repeated. */
function found({ expected: kind }: IssueOf<'invalid_type'>, { path, value }: Place): string {
  const isScalarExpected = ['string', 'number', 'int', 'boolean'].includes(kind);
  return isScalarExpected ? quoteAt(path, value) : kindOf(value);
}

/** YAML 1.2 reads `on` and `yes` as text. */
function truthHint(
  { expected: kind }: IssueOf<'invalid_type'>,
  value: unknown,
): string | undefined {
  if (kind !== 'boolean' || typeof value !== 'string') return undefined;
  if (/^(on|yes|y|true)$/i.test(value)) return 'write true';
  if (/^(off|no|n|false)$/i.test(value)) return 'write false';
  return undefined;
}

function wrongWord(allowed: readonly string[], { path, value }: Place): Words {
  const word = typeof value === 'string' ? value : '';
  return { message: `${quoteAt(path, value)} is not allowed`, hint: suggest(word, allowed) };
}

function wrongKey({ issues }: IssueOf<'invalid_key'>, { path }: Place): Words {
  const message = issues.map((issue) => issue.message).join('; ');
  return { part: 'key', message: `${quote(path.at(-1))}: ${message}` };
}

function wrongSize(issue: IssueOf<'too_small' | 'too_big'>, place: Place): Words {
  const { path, value } = place;
  const [limit, least, beyond] =
    issue.code === 'too_small'
      ? [issue.minimum, 'at least', 'more than']
      : [issue.maximum, 'at most', 'less than'];
  const bound = `${issue.inclusive === false ? beyond : least} ${String(limit)}`;
  const unit = COUNTED[issue.origin] ?? '';
  const message = `expected ${bound}${unit}, found ${quoteAt(path, value)}`;
  return { message, hint: example(place) };
}

const COUNTED: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

function example({ shape: { examples = [] } }: Place): string | undefined {
  const shown = examples.map((entry) =>
    typeof entry === 'string' ? entry : JSON.stringify(entry),
  );
  return shown.length === 0 ? undefined : `write for example ${shown.join(', ')}`;
}

/** Where the value has the kind of one of the forms, that form's own mistakes are told. */
function explainUnion(issue: IssueOf<'invalid_union'>, place: Place): Finding[] {
  const { kind, issues } = closestForm(issue);
  if (kind === 'form') return issues.flatMap((inner) => explain(inner, place));
  return [{ path: place.path, ...wrongChoice(issues, place) }];
}

function wrongChoice(choices: readonly WrongValue[], { path, value }: Place): Words {
  const words = choices.flatMap((choice) =>
    choice.code === 'invalid_value' ? choice.values.map(String) : [],
  );
  const kinds = choices.filter((choice) => choice.code === 'invalid_type');
  const allowed = [...new Set([...words, ...kinds.map(expected)])].join(', ');
  const near = typeof value === 'string' ? nearest(value, words) : undefined;
  const truth = kinds.map((choice) => truthHint(choice, value)).find((hint) => hint !== undefined);
  return {
    message: `expected ${allowed}, found ${quoteAt(path, value)}`,
    hint: truth ?? (near === undefined ? undefined : `did you mean "${near}"?`),
  };
}
