import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import { spf } from 'mailauth/lib/spf/index.js';
import type { ResolveDns } from '../../ports.ts';
import type { AuthResult } from '../mail-authentication.ts';
import { createDnsDesk } from './dns-desk.ts';

/**
 * What receivers will make of mail whose envelope sender is of `domain` and that comes from `ip`
 * (RFC 7208). Never rejects for what DNS says: that is `temperror` or `permerror`.
 */
export async function foretellSpf(
  domain: string,
  ip: string,
  resolve: ResolveDns,
): Promise<AuthResult> {
  const desk = createDnsDesk(resolve);
  try {
    const { status } = await spf({
      ip,
      sender: `postmaster@${domain}`,
      helo: domain,
      mta: 'parley',
      resolver: desk.ask,
    });
    return status.result as AuthResult;
  } finally {
    desk.close();
  }
}

export interface ForetoldDmarc {
  /** `none`: the domain publishes no policy. */
  readonly result: AuthResult;
  readonly policy: string | null;
}

/** The same for DMARC: mail from `from` for which SPF or DKIM of the named domains passed. */
export async function foretellDmarc(
  from: string,
  passed: { readonly spf?: string; readonly dkim?: string },
  resolve: ResolveDns,
): Promise<ForetoldDmarc> {
  const desk = createDnsDesk(resolve);
  try {
    const { response } = await evaluateDmarc({
      headerFrom: [`postmaster@${from}`],
      spfDomains: passed.spf === undefined ? [] : [passed.spf],
      dkimDomains: passed.dkim === undefined ? [] : [{ domain: passed.dkim }],
      resolver: desk.ask,
    });
    if (!response) return { result: 'permerror', policy: null };
    return { result: response.status.result as AuthResult, policy: response.policy ?? null };
  } finally {
    desk.close();
  }
}
