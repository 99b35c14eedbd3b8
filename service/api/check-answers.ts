import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Request, RequestHandler, Response } from 'express';

/** As much of the document as says what an answer looks like. */
interface AnswerDocument {
  readonly paths?: object;
}

/**
 * Holds every answer that is sent as JSON against the document; one it does not describe becomes an
 * error that says why. Follows the validator of requests, which tells the operation. Only what is
 * answered is compiled: the validator's own part compiles all answers of an operation, each with
 * the whole document, which takes seconds.
 */
export function checkAnswers(document: AnswerDocument): RequestHandler {
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  formats.default(ajv, { mode: 'full' });
  ajv.addSchema(document, 'document');
  const compile = (pointer: string) => ajv.getSchema(`document#${pointer}`);

  return (req, res, next) => {
    const send = res.json;
    res.json = function json(this: Response, body: unknown) {
      res.json = send;
      const operation = operationOf(req);
      const fault = operation && findFault(document, compile, operation, res, body);
      if (!fault) return send.call(this, body);
      next(new Error(`${req.method} ${operation.route}: ${fault}`));
      return res;
    };
    next();
  };
}

interface Operation {
  readonly route: string;
  readonly method: string;
}

function operationOf(req: Request): Operation | null {
  const { openapi } = req as { openapi?: { openApiRoute: string } };
  return openapi ? { route: openapi.openApiRoute, method: req.method.toLowerCase() } : null;
}

type Compile = (pointer: string) => ValidateFunction | undefined;

/** What of this answer is not as the document says; null when all is. */
function findFault(
  document: AnswerDocument,
  compile: Compile,
  { route, method }: Operation,
  res: Response,
  body: unknown,
): string | null {
  const { statusCode } = res;
  // What went wrong on our side is no part of an operation.
  if (statusCode >= 500) return null;
  const answer = follow(document, ['paths', route, method, 'responses', String(statusCode)]);
  if (answer === null) return `there is no answer ${statusCode}`;
  const type = (res.get('content-type') ?? 'application/json').split(';')[0] ?? '';
  const schema = follow(document, [...answer, 'content', type, 'schema']);
  if (schema === null) return `no answer ${statusCode} is of type ${type}`;
  const validate = compile(`/${schema.map(escapeName).join('/')}`);
  if (!validate) return `the schema of answer ${statusCode} cannot be read`;
  if (validate(body)) return null;
  const faults = (validate.errors ?? []).map((one) => `data${one.instancePath} ${one.message}`);
  return `answer ${statusCode}: ${faults.join(', ')}`;
}

/** Where a walk by these names ends, references followed; null where there is nothing. */
function follow(document: AnswerDocument, names: readonly string[]): string[] | null {
  let place: string[] = [];
  let node: unknown = document;
  for (const name of names) {
    place = [...place, name];
    node = Object(node)[name];
    if (node === undefined) return null;
    const { $ref } = Object(node) as { $ref?: string };
    if ($ref === undefined) continue;
    place = $ref.slice('#/'.length).split('/');
    node = place.reduce((inner, one) => Object(inner)[one], document as unknown);
  }
  return place;
}

/** A name as a part of a JSON pointer in a URI (RFC 6901 §6). */
const escapeName = (name: string): string =>
  encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
