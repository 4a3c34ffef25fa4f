/**
 * The REST door described for programs: OpenAPI 3.1, made from the catalogue and its schemas. What
 * is not an action stands here by hand: the properties, and the shape that all answers share.
 */
import type { Action } from '../actions/action.ts';
import { argumentsOf } from '../actions/action-arguments.ts';
import { readingSchema, valueSchema } from '../core/reading.ts';
import { receiptSchema } from '../core/receipt.ts';
import { refusalSchema } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { SESSION_COOKIE } from './session-cookie.ts';

type Json = Readonly<Record<string, unknown>>;

const VERSION = '1';

/** An action as `GET /api/v1/actions` lists it. */
export function describeAction({
  name,
  kind,
  role,
  help,
  examples,
  args,
  positional,
}: Action): Json {
  return { name, kind, role, help, examples, positional, args: toJsonSchema(args) };
}

export function openApiOf(actions: readonly Action[], siteTitle: string): Json {
  const paths = Object.fromEntries(
    actions.map((action) => [`/api/v1/actions/${action.name}`, pathOfAction(action)]),
  );
  return {
    openapi: '3.1.1',
    info: {
      title: `Boardtalk: ${siteTitle}`,
      version: VERSION,
      description:
        'Every write goes through policy, interlocks and a measured receipt, whoever asks.',
    },
    security: [{ bearer: [] }, { session: [] }],
    paths: { '/api/v1/things/{thing}/properties/{property}': propertyPath(), ...paths },
    components: components(),
  };
}

function pathOfAction(action: Action): Json {
  const post = {
    ...operation(action, action.name),
    requestBody: { required: false, content: json(toJsonSchema(action.args)) },
  };
  if (action.kind === 'write') return { post };
  return {
    get: { ...operation(action, `${action.name}-by-query`), parameters: queryOf(action) },
    post,
  };
}

function operation({ name, kind, role, help }: Action, operationId: string): Json {
  const description = `Takes the role ${role}; ${kind === 'read' ? 'changes nothing' : 'may change something'}.`;
  return { operationId, summary: help.en, description, tags: [name], responses: responses() };
}

function queryOf(action: Action): readonly Json[] {
  return argumentsOf(action).map(({ name, required, repeats, help, types, choices }) => {
    const value = choices === undefined ? { type: [...types] } : { enum: choices };
    return {
      ...{ name, in: 'query', required, description: help },
      schema: repeats ? { type: 'array', items: value } : value,
    };
  });
}

function propertyPath(): Json {
  const parameters = ['thing', 'property'].map((name) => ({
    ...{
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]*$' },
    },
  }));
  const value = toJsonSchema(valueSchema);
  const options = { value, for: { type: 'string' }, at: { type: 'string' } };
  const timed = { type: 'object', required: ['value'], properties: options };
  return {
    parameters,
    get: { operationId: 'read-property', summary: 'Read one property.', responses: responses() },
    put: {
      operationId: 'write-property',
      summary: 'Write one property: the bare value, or with "for" how long.',
      requestBody: { required: true, content: json({ anyOf: [value, timed] }) },
      responses: responses(),
    },
  };
}

function responses(): Json {
  const answer = { $ref: '#/components/responses/Answer' };
  const refused = { $ref: '#/components/responses/Refused' };
  const question = { $ref: '#/components/responses/Question' };
  return {
    200: answer,
    202: question,
    400: refused,
    401: refused,
    403: refused,
    404: refused,
    409: refused,
    429: refused,
  };
}

function components(): Json {
  return {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'boardtalk token create NAME' },
      session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
    },
    schemas: {
      Reading: toJsonSchema(readingSchema),
      Receipt: toJsonSchema(receiptSchema),
      Refusal: toJsonSchema(refusalSchema),
    },
    responses: {
      Answer: body('Done.', {
        ok: { const: true },
        data: {},
        text: { type: 'string' },
        tasks: { type: 'array', items: { type: 'string' } },
        receipts: { type: 'array', items: { $ref: '#/components/schemas/Receipt' } },
      }),
      Question: body('It waits for a yes: answer with the action "confirm".', {
        ok: { const: false },
        error: { $ref: '#/components/schemas/Refusal' },
        confirm: confirmSchema(),
      }),
      Refused: body('Nothing was done, or the world says otherwise.', {
        ok: { const: false },
        error: { $ref: '#/components/schemas/Refusal' },
      }),
    },
  };
}

function confirmSchema(): Json {
  const text = { type: 'string' };
  const properties = { token: text, question: text, expiresAt: { type: 'number' } };
  const required = Object.keys(properties);
  return { type: 'object', required, properties: { ...properties, shown: text } };
}

function body(description: string, properties: Json): Json {
  return { description, content: json({ type: 'object', required: ['ok'], properties }) };
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

/** OpenAPI 3.1 has JSON Schema 2020-12 as its own; the mark of the dialect is left out. */
function toJsonSchema(schema: z.ZodType): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return rest;
}
