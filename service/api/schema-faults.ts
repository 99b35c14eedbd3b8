import type { FieldError } from './problems.ts';

/** One fault as express-openapi-validator reports it. */
export interface SchemaFault {
  readonly path?: string;
  readonly message?: string;
  /** The schema's keyword and a constant: `enum.openapi.validation`. */
  readonly errorCode?: string;
}

const faultsShown = 20;
/** A name that nobody knows may be as long as the body. */
const fieldLength = 200;

/** What is wrong with a request by the document: each field and fault once, the first ones only. */
export function describeFaults(faults: readonly SchemaFault[]): FieldError[] {
  const described = new Map<string, FieldError>();
  for (const fault of faults) {
    if (described.size === faultsShown) break;
    const error = describeFault(fault);
    const key = `${error.field} ${error.message}`;
    if (!described.has(key)) described.set(key, error);
  }
  return [...described.values()];
}

function describeFault(fault: SchemaFault): FieldError {
  const field = toField(fault.path ?? '');
  const message = wordsFor(field, keywordOf(fault)) ?? fault.message ?? 'is not valid';
  // A length that is not offered is a refusal of the rules, whoever notices first.
  const isDuration = /(^|\.)durationMinutes$/.test(field) && keywordOf(fault) === 'enum';
  return { field, message, ...(isDuration ? { code: 'duration-not-allowed' as const } : {}) };
}

const keywordOf = ({ errorCode }: SchemaFault): string => errorCode?.split('.')[0] ?? '';

/** Where the words of the schema's keyword would not help; null: they do. */
function wordsFor(field: string, keyword: string): string | null {
  if (keyword === 'unevaluatedProperties') return 'is not a field of this request';
  if (keyword === 'required') return 'is missing';
  if (keyword === 'minProperties') return 'must name at least one field';
  if (keyword !== 'pattern' && keyword !== 'format') return null;
  if (field.startsWith('path.')) return 'must be a UUID';
  if (field === 'header.idempotency-key') {
    return 'must be 1 to 255 visible ASCII characters, or a quoted string';
  }
  return 'must be an RFC 3339 time such as 2027-03-01T15:00:00Z, before the year 3000';
}

/** `/body/guest/email` is `guest.email`; other places keep their name in front. */
function toField(path: string): string {
  const [place, ...names] = path
    .slice(0, fieldLength)
    .split('/')
    .filter((part) => part !== '');
  if (place === 'body') return names.join('.') || 'body';
  if (place === 'headers') return ['header', ...names].join('.');
  if (place === 'params') return ['path', ...names].join('.');
  if (place === 'query') return ['query', ...names].join('.');
  // A path that cannot be decoded is reported by itself.
  return 'path';
}
