import { signForm } from '../links/form-nonce.ts';
import { openLink } from '../links/open-link.ts';
import type { Purpose } from '../links/purpose.ts';
import { hashToken } from '../links/sign-link.ts';
import { type LinkView, viewLink } from '../rooms/link-views.ts';
import type { PageDeps } from './page-deps.ts';

export interface KnownVisit {
  readonly state: 'valid' | 'expired';
  readonly token: string;
  /** For the form on the page that is shown now. */
  readonly nonce: string;
  readonly view: LinkView;
  readonly now: Date;
}

export type Visit = { readonly state: 'unknown' } | KnownVisit;

/**
 * Finds out which link a token is: signed by us, for this purpose, and one that we gave out.
 * Everything else is `unknown`, without a reason. Purpose null: any purpose will do.
 */
export async function openVisit(
  deps: Pick<PageDeps, 'secrets' | 'clock' | 'database'>,
  token: string | null,
  purpose: Purpose | null,
): Promise<Visit> {
  if (token === null) return { state: 'unknown' };
  const now = deps.clock.now();
  const link = openLink(token, deps.secrets, now);
  if (link.state === 'unknown') return { state: 'unknown' };
  if (purpose !== null && link.claims.purpose !== purpose) return { state: 'unknown' };
  const view = await viewLink(deps.database.pool, hashToken(token));
  if (view === null || view.purpose !== link.claims.purpose) return { state: 'unknown' };
  const isValid = link.state === 'valid' && view.expiresAt.getTime() > now.getTime();
  const nonce = signForm(token, now, deps.secrets);
  return { state: isValid ? 'valid' : 'expired', token, nonce, view, now };
}

/** The same link looked at again, after something was decided. */
export async function lookAgain(
  deps: Pick<PageDeps, 'clock' | 'database'>,
  visit: KnownVisit,
): Promise<KnownVisit> {
  const view = await viewLink(deps.database.pool, hashToken(visit.token));
  return { ...visit, view: view ?? visit.view, now: deps.clock.now() };
}
