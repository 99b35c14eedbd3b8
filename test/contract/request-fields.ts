import { type Operation, resolve } from './document.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}
interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly schema?: Schema;
}

/** The names of the query parameters that take a text of the caller's. */
export function freeQueryOf(operation: Operation): string[] {
  const parameters = (operation.parameters ?? []) as readonly Parameter[];
  return parameters.map(resolve).flatMap(({ name, in: place, schema }) => {
    if (name === undefined || place !== 'query' || schema === undefined) return [];
    return isFreeText(resolve(schema)) ? [name] : [];
  });
}

/** Where the body of an operation takes an id: the names on the way, `*` for each of a list. */
export function idPathsOf(operation: Operation): string[][] {
  const { requestBody } = operation as {
    requestBody?: { $ref?: string; content?: Record<string, { schema?: Schema }> };
  };
  const schema = requestBody && resolve(requestBody).content?.['application/json']?.schema;
  return schema ? idPathsIn(schema, '') : [];
}

function idPathsIn(given: Schema, name: string): string[][] {
  const schema = resolve(given);
  const parts = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => list ?? []);
  return [
    ...(isId(schema, name) ? [[]] : []),
    ...parts.flatMap((part) => idPathsIn(part, name)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, part]) =>
      idPathsIn(part, key).map((rest) => [key, ...rest]),
    ),
    ...(schema.items ? idPathsIn(schema.items, name).map((rest) => ['*', ...rest]) : []),
  ];
}

const isText = ({ type = [] }: Schema): boolean => [type].flat().includes('string');

const isFreeText = (schema: Schema): boolean =>
  isText(schema) && schema.enum === undefined && schema.format !== 'date-time';

const isId = (schema: Schema, name: string): boolean =>
  isFreeText(schema) && (schema.format === 'uuid' || /(^|[a-z])(id|ids|uid)$/i.test(name));

/** The body with `value` in every place that `path` leads to. */
export function setAt(body: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (name === '*') {
    const list = Array.isArray(body) && body.length > 0 ? body : [undefined];
    return list.map((one) => setAt(one, rest, value));
  }
  const object = (body ?? {}) as Record<string, unknown>;
  return { ...object, [name]: setAt(object[name], rest, value) };
}

/** What an operation's path looks like in the document, segment by segment. */
export const isParameter = (segment: string | undefined): boolean => /^\{.+\}$/.test(segment ?? '');
