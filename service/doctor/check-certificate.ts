import { createPrivateKey, X509Certificate } from 'node:crypto';
import { askDns } from './ask-dns.ts';
import { type Check, duration, type Finding, isDevelopment, ok, warn, wrong } from './finding.ts';

const soonMs = 14 * 24 * 60 * 60_000;

/** Whether the certificate of the listener is in time, belongs to its key, and names the MX. */
export const checkCertificate: Check = async (patient) => {
  const { config, clock, resolveDns } = patient;
  const { tls, domain } = config.inbound;
  if (tls === null) return [ok('no certificate is configured')];
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(tls.cert);
    if (!certificate.checkPrivateKey(createPrivateKey(tls.key))) {
      const advice = 'set INBOUND_TLS_CERT and INBOUND_TLS_KEY to a pair';
      return [wrong('the certificate is of another key than INBOUND_TLS_KEY', advice)];
    }
  } catch {
    const advice = 'name PEM files, the chain with the own certificate first';
    return [wrong('the certificate or its key cannot be read', advice)];
  }
  const found: Finding[] = [];
  const leftMs = Date.parse(certificate.validTo) - clock.now().getTime();
  const left = duration(Math.abs(leftMs) / 1_000);
  const renew = 'renew it and restart the smtp role: it is read at the start';
  if (leftMs <= 0) found.push(wrong(`the certificate ended ${left} ago`, renew));
  else if (leftMs < soonMs) found.push(warn(`the certificate ends in ${left}`, renew));
  if (Date.parse(certificate.validFrom) > clock.now().getTime()) {
    found.push(wrong('the certificate is not valid yet', 'look at the clock and at its dates'));
  }
  const mx = isDevelopment(patient)
    ? null
    : await askDns<{ exchange: string }>(resolveDns, domain, 'MX');
  const names = mx?.kind === 'records' ? mx.records.map(({ exchange }) => exchange) : [domain];
  const unnamed = names.filter((name) => certificate.checkHost(name) === undefined);
  if (unnamed.length === names.length) {
    const says = `the certificate names none of ${names.join(', ')}`;
    found.push(warn(says, 'let it name the MX: MTA-STS and DANE demand that'));
  }
  return found.length > 0 ? found : [ok(`the certificate is good for ${left}`)];
};
