// By path, so that the build can put these types in: that package.json names none.
import type { Client } from '../../node_modules/openapi-fetch/dist/index.d.mts';
import type { paths } from '../../openapi/schema.d.ts';
import { errorOfAnswer } from './error-of-answer.ts';
import { ParleyError } from './parley-error.ts';

export type ApiClient = Client<paths>;

/** The body of a success; throws a `ParleyError` for everything else. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call.catch(refuseUnreadable);
  if (!response.ok) throw errorOfAnswer(response, error);
  if (data === undefined) {
    const requestId = response.headers.get('x-request-id');
    const facts = { status: response.status, requestId };
    throw new ParleyError('unexpected-answer', 'The answer has no body', facts);
  }
  return data;
}

/** A success whose body is no JSON comes from something in between. */
function refuseUnreadable(error: unknown): never {
  if (!(error instanceof SyntaxError)) throw error;
  throw new ParleyError('unexpected-answer', "The answer is not one of Parley's", { cause: error });
}
