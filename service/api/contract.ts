import { readFileSync } from 'node:fs';
import { middleware } from 'express-openapi-validator';
import { parse } from 'yaml';

type ValidatorOptions = Parameters<typeof middleware>[0];
type OpenApiDocument = Exclude<ValidatorOptions['apiSpec'], string>;

const documentUrl = new URL('../../openapi/openapi.yaml', import.meta.url);

/** The document as JSON: reading YAML takes a hundred times as long. */
let json: string | null = null;

/** The contract, as a fresh object: the validator changes the one it is given. */
export function readContract(): OpenApiDocument {
  json ??= JSON.stringify(parse(readFileSync(documentUrl, 'utf8')));
  return JSON.parse(json) as OpenApiDocument;
}

type Validators = ReturnType<typeof middleware>;

/** Compiling the document takes a second, and it is the same for every app of this process. */
const compiled = new Map<boolean, Validators>();

/**
 * Express middlewares that hold every request, and every answer if so asked, against the document.
 * They keep nothing of an app, so that all may share them.
 */
export function contractValidators(validateResponses: boolean): Validators {
  const validators = compiled.get(validateResponses) ?? compile(validateResponses);
  compiled.set(validateResponses, validators);
  return validators;
}

/** Keys are checked before, and uploads do not exist, so both of the validator's parts are off. */
function compile(validateResponses: boolean): Validators {
  return middleware({
    apiSpec: readContract(),
    validateApiSpec: false,
    // Every fault of a body at once: it is small (limits.ts), and few are shown.
    validateRequests: { allErrors: true, allowUnknownQueryParameters: false, coerceTypes: false },
    validateResponses,
    validateSecurity: false,
    fileUploader: false,
    // The fast formats know no calendar: 30 February would pass.
    ajvFormats: { mode: 'full' },
  });
}
