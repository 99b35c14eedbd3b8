import type { ResolveDns } from '../../service/ports.ts';
import { openZone } from '../house/dns-zone.ts';
import { keyRecord } from '../mail/signed-mail.ts';
import { strictDomain } from './outgoing-mail.ts';

/** DNS of the plays: one domain with a policy, and Google's key; no other domain has any. */
export function openNameServer(): {
  readonly resolve: ResolveDns;
  /** Whether it answers nothing at all from now on. */
  fallSilent(isSilent: boolean): void;
} {
  let isSilent = false;
  const { resolve } = openZone({
    [`s1._domainkey.${strictDomain} TXT`]: [keyRecord],
    [`_dmarc.${strictDomain} TXT`]: ['v=DMARC1; p=reject'],
    's1._domainkey.google.com TXT': [keyRecord],
  });
  return {
    async resolve(name, type) {
      if (isSilent) throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
      return resolve(name, type);
    },
    fallSilent(silent) {
      isSilent = silent;
    },
  };
}
