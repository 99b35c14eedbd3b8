import { readFileSync } from 'node:fs';
import { middleware } from 'express-openapi-validator';
import { CORE_SCHEMA, load } from 'js-yaml';
import { checkAnswers } from './check-answers.ts';

type ValidatorOptions = Parameters<typeof middleware>[0];
type OpenApiDocument = Exclude<ValidatorOptions['apiSpec'], string>;

type Validator = ReturnType<typeof middleware>[number] | ReturnType<typeof checkAnswers>;

const documentUrl = new URL('../../openapi/openapi.yaml', import.meta.url);

/** The document as JSON: reading YAML takes ten times as long. */
let json: string | null = null;

/** The contract as JSON text. */
export function contractJson(): string {
  // The core schema of YAML 1.2 knows no dates: a time in the document is a text.
  json ??= JSON.stringify(load(readFileSync(documentUrl, 'utf8'), { schema: CORE_SCHEMA }));
  return json;
}

/** The contract, as a fresh object: the validator changes the one it is given. */
export const readContract = (): OpenApiDocument => JSON.parse(contractJson()) as OpenApiDocument;

/** Compiling the document takes a second, and it is the same for every app of this process. */
let ofRequests: readonly Validator[] | null = null;
let ofAnswers: Validator | null = null;

/**
 * Express middlewares that hold every request, and every answer if so asked, against the document.
 * They keep nothing of an app, so that all may share them.
 */
export function contractValidators(validateResponses: boolean): readonly Validator[] {
  ofRequests ??= checkRequests();
  if (!validateResponses) return ofRequests;
  ofAnswers ??= checkAnswers(readContract());
  return [...ofRequests, ofAnswers];
}

/** Keys are checked before, and uploads do not exist, so both of the validator's parts are off. */
function checkRequests(): readonly Validator[] {
  return middleware({
    apiSpec: forRequests(readContract()),
    validateApiSpec: false,
    // Every fault of a body at once: it is small (limits.ts), and few are shown.
    validateRequests: { allErrors: true, allowUnknownQueryParameters: false, coerceTypes: false },
    validateResponses: false,
    validateSecurity: false,
    fileUploader: false,
    // The fast formats know no calendar: 30 February would pass.
    ajvFormats: { mode: 'full' },
  });
}

/** What requests are held against: the validator walks through all it has for each operation. */
function forRequests(document: OpenApiDocument): OpenApiDocument {
  const paths = Object.entries(document.paths ?? {}).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations ?? {}).map(([name, part]) => [name, withoutAnswers(part)]),
    ),
  ]);
  return {
    ...document,
    paths: Object.fromEntries(paths),
    webhooks: {},
    components: { ...document.components, responses: {} },
  } as OpenApiDocument;
}

/** An operation without its answers; what stands beside operations stays as it is. */
const withoutAnswers = (part: unknown): unknown =>
  Object.hasOwn(Object(part), 'responses') ? { ...Object(part), responses: {} } : part;
