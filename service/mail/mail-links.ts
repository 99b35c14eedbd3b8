import type { Purpose, Secrets } from '../links/purpose.ts';
import { signLink } from '../links/sign-link.ts';
import type { FrozenLink, MailFacts } from './mail-facts.ts';

interface ViewLink {
  readonly url: string;
  /** The moment it stops working, in the reader's zone. */
  readonly expires: string;
}

/** The links of one mail, each for its reader alone; null where the mail has none. */
export interface ViewLinks extends Readonly<Record<Purpose, ViewLink | null>> {
  /** The page that tells how the session stands: the reschedule link opens it as well. */
  readonly session: string | null;
}

const linkPaths: Readonly<Record<Purpose, string>> = {
  propose: '/reschedule?r=',
  approve: '/approve?t=',
  decline: '/decline?t=',
  keep: '/keep?t=',
  confirm: '/confirm?t=',
};

/** Signs the links of a mail. Throws when a link's secret is gone. */
export function viewLinks(
  facts: MailFacts,
  secrets: Secrets,
  describe: (at: Date) => string,
): ViewLinks {
  const view = (purpose: Purpose): ViewLink | null => {
    const link = facts.links.find((each) => each.purpose === purpose);
    if (link === undefined) return null;
    const token = signLink(toClaims(link, facts), secrets);
    const url = `${facts.publicUrl}${linkPaths[purpose]}${token}`;
    return { url, expires: describe(new Date(link.expiresAt)) };
  };
  const propose = view('propose');
  return {
    propose,
    approve: view('approve'),
    decline: view('decline'),
    keep: view('keep'),
    confirm: view('confirm'),
    session: propose?.url.replace(linkPaths.propose, '/session?r=') ?? null,
  };
}

/** An http(s) address, or null: nothing else becomes a link or a URL property. */
export function toWebUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

function toClaims(link: FrozenLink, facts: MailFacts) {
  return {
    id: link.id,
    purpose: link.purpose,
    icsUid: facts.icsUid,
    role: facts.recipient.role,
    email: facts.recipient.email,
    issuedAt: new Date(link.issuedAt),
    expiresAt: new Date(link.expiresAt),
    keyId: link.keyId,
  };
}
