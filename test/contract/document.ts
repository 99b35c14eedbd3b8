import { readContract } from '../../service/api/contract.ts';

const methods = ['get', 'post', 'patch', 'delete', 'put'] as const;

interface Reference {
  readonly $ref?: string;
}
interface Example extends Reference {
  readonly value?: { readonly status: number; readonly code: string; readonly title: string };
}
interface ResponseObject extends Reference {
  readonly content?: Record<string, { readonly examples?: Record<string, Example> }>;
}
interface Parameter extends Reference {
  readonly name?: string;
}
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Record<string, ResponseObject>;
  readonly security?: readonly Record<string, unknown>[];
}

export interface Documented {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** The document as anybody reads it. */
export const document = readContract() as unknown as {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, { readonly enum?: readonly string[] }>;
  };
};

/** The operations the API itself serves; pages, mail and probes are others' doors. */
export const operations: readonly Documented[] = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/v1/'))
  .flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method: method.toUpperCase(), operation }] : [];
    }),
  );

/** Whether it is for who runs the service, with a key of their own. */
export const isOperators = ({ security = [] }: Operation): boolean =>
  security.some((scheme) => Object.hasOwn(scheme, 'adminKey'));

/** Follows a `$ref` inside the document. */
export function resolve<T extends Reference>(value: T): T {
  if (value.$ref === undefined) return value;
  const names = value.$ref.replace(/^#\//, '').split('/');
  let found: unknown = document;
  for (const name of names) found = (found as Record<string, unknown>)[name];
  return found as T;
}

/** Every problem an operation is documented to answer with, by status. */
export function problemsOf(operation: Operation): { status: number; example: Example['value'] }[] {
  return Object.entries(operation.responses).flatMap(([status, response]) => {
    const content = resolve(response).content?.['application/problem+json'];
    return Object.values(content?.examples ?? {}).map((example) => ({
      status: Number(status),
      example: resolve(example).value,
    }));
  });
}

/** The answers of an operation, by status or group of statuses such as `4XX`. */
export function responsesOf(operation: Operation): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.entries(operation.responses).map(([status, one]) => [status, resolve(one)]),
  );
}

/** The media type of an operation's success. */
export function successTypeOf(operation: Operation): string {
  const [success] = Object.entries(operation.responses).filter(([status]) => status < '300');
  const [type] = Object.keys((success && resolve(success[1]).content) ?? {});
  if (type === undefined) throw new Error(`${operation.operationId} succeeds with nothing`);
  return type;
}

/** Whether the operation takes a header of this name. */
export function takesHeader(operation: Operation, name: string): boolean {
  return (operation.parameters ?? []).some((parameter) => resolve(parameter).name === name);
}
