import { type FieldError, ProblemError } from './problems.ts';

/** Deeper than anything the document describes; also what keeps every later walk shallow. */
const levels = 32;
const errorsShown = 10;

/**
 * Refuses what is JSON but cannot be stored as text: NUL, half a surrogate pair, endless nesting.
 * Walks without recursion, for a body may be nested as deep as it is long.
 */
export function checkJson(given: unknown, place: 'body' | 'query'): void {
  const faults: FieldError[] = [];
  const start = place === 'body' ? [] : [place];
  const open: { value: unknown; path: readonly string[] }[] = [{ value: given, path: start }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    const message = faultOf(value, path.length);
    if (message !== null) faults.push({ field: path.join('.').toWellFormed() || 'body', message });
    if (faults.length >= errorsShown || path.length > levels) break;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, child] of Object.entries(value)) {
      open.push(
        { value: name, path: [...path, '(name)'] },
        { value: child, path: [...path, name] },
      );
    }
  }
  if (faults.length > 0) throw new ProblemError('invalid-request', { errors: faults });
}

function faultOf(value: unknown, depth: number): string | null {
  if (depth > levels) return 'is nested too deep';
  if (typeof value !== 'string') return null;
  if (value.includes('\0')) return 'must not contain NUL';
  return value.isWellFormed() ? null : 'must be well-formed Unicode';
}
