import { foretellDmarc } from '../mail/sender/published-rules.ts';
import { type Check, fromDomain, isDevelopment, ok, warn, wrong } from './finding.ts';

/** Whether our mails pass DMARC of their From domain, by SPF and by DKIM (RFC 9989). */
export const checkDmarc: Check = async (patient) => {
  if (isDevelopment(patient)) return [ok('the development mailbox needs no DMARC')];
  const { resolveDns, config } = patient;
  const from = fromDomain(patient);
  const signer = config.outbound.dkim?.domain;
  const bySpf = await foretellDmarc(from, { spf: config.inbound.domain }, resolveDns);
  if (bySpf.result === 'temperror') {
    const says = `DNS did not tell the DMARC record of ${from}: not checked`;
    return [warn(says, 'look whether this machine reaches its name servers')];
  }
  if (bySpf.result === 'none') {
    const says = `${from} has no DMARC record: large mailbox providers put such mail aside`;
    const record = 'v=DMARC1; p=quarantine; rua=mailto:(a mailbox of yours)';
    const advice = `publish _dmarc.${from} TXT "${record}"`;
    return [wrong(says, advice)];
  }
  const isByKey =
    signer !== undefined &&
    (await foretellDmarc(from, { dkim: signer }, resolveDns)).result === 'pass';
  const isBySender = bySpf.result === 'pass';
  if (!isByKey && !isBySender) {
    const sender = config.inbound.domain;
    const says = `neither SPF of ${sender} nor a signature of ours is aligned with ${from}`;
    const advice = 'let INBOUND_DOMAIN or DKIM_DOMAIN be the domain of NOTIFICATIONS_FROM_EMAIL';
    const isRelays = signer === undefined;
    return [isRelays ? warn(says, `${advice}, or the relay sign for it`) : wrong(says, advice)];
  }
  const by = [...(isBySender ? ['SPF'] : []), ...(isByKey ? ['DKIM'] : [])].join(' and ');
  if (bySpf.policy === 'none') {
    const says = `${by} can pass DMARC of ${from}, whose policy p=none protects nobody`;
    return [warn(says, 'raise it to p=quarantine, then p=reject, when the reports are clean')];
  }
  if (!isByKey && signer !== undefined) {
    const says = `DKIM_DOMAIN is not aligned with ${from}: DMARC passes by SPF alone`;
    return [warn(says, `sign for ${from}: forwarders break SPF`)];
  }
  return [ok(`${by} can pass DMARC of ${from} (p=${bySpf.policy})`)];
};
