import { ProblemError } from '../api/problems.ts';
import { viewFacts } from '../outbox/message-views.ts';
import { findOwner } from './find-views.ts';
import { viewAnyRaw } from './mail-views.ts';
import type { OperatorDeps } from './operator-deps.ts';

type ReadDeps = Pick<OperatorDeps, 'database' | 'pen'>;

/** The mail of a message of any application; live tokens included. Throws the API's problems. */
export async function writeAnyMail({ database, pen }: ReadDeps, id: string): Promise<Buffer> {
  const owner = await findOwner(database.pool, 'message', id);
  const found = owner === null ? null : await viewFacts(database.pool, owner.id, id);
  if (found === null) throw new ProblemError('unknown-message');
  if (found.isErased) throw new ProblemError('person-erased');
  return pen.writeMail(found.facts);
}

/** The bytes of a mail that came in; live tokens included. `most`: no more of them. */
export async function readAnyMail(
  { database }: ReadDeps,
  id: string,
  most: number | null = null,
): Promise<Buffer> {
  const raw = await viewAnyRaw(database.pool, id, most);
  if (raw === null) throw new ProblemError('unknown-inbound-mail');
  return raw;
}
