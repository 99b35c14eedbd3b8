import { readFileSync } from 'node:fs';
import { middleware } from 'express-openapi-validator';
import { parse } from 'yaml';

type ValidatorOptions = Parameters<typeof middleware>[0];
export type OpenApiDocument = Exclude<ValidatorOptions['apiSpec'], string>;

const documentUrl = new URL('../../openapi/openapi.yaml', import.meta.url);

/** The document as JSON: reading YAML takes a hundred times as long. */
let json: string | null = null;

/** The contract, as a fresh object: the validator changes the one it is given. */
export function readContract(): OpenApiDocument {
  json ??= JSON.stringify(parse(readFileSync(documentUrl, 'utf8')));
  return JSON.parse(json) as OpenApiDocument;
}

/**
 * Express middlewares that hold every request, and every answer if so asked, against the document.
 * Keys are checked before, and uploads do not exist, so both of the validator's parts are off.
 */
export function contractValidators(document: OpenApiDocument, validateResponses: boolean) {
  return middleware({
    apiSpec: document,
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
