import { isIP } from 'node:net';
import { foretellSpf } from '../mail/sender/published-rules.ts';
import { parseRelayUrl } from '../outbox/relay/relay-url.ts';
import { isPublicAddress } from '../webhooks/private-address.ts';
import { askTexts, findAddresses } from './ask-dns.ts';
import {
  type Check,
  type Finding,
  isDevelopment,
  ok,
  type Patient,
  warn,
  wrong,
} from './finding.ts';

/** Whether the envelope sender's domain lets our relays send (RFC 7208). */
export const checkSpf: Check = async (patient) => {
  const { domain } = patient.config.inbound;
  if (isDevelopment(patient)) return [ok('the development mailbox needs no SPF')];
  const answer = await askTexts(patient.resolveDns, domain);
  if (answer.kind === 'unknown') {
    const says = `DNS did not tell the SPF record of ${domain} (${answer.code}): not checked`;
    return [warn(says, 'look whether this machine reaches its name servers')];
  }
  const texts = answer.kind === 'records' ? answer.records : [];
  const [record, ...more] = texts.filter((text) => /^v=spf1( |$)/i.test(text));
  if (record === undefined) {
    const advice = `publish ${domain} TXT "v=spf1 include:(your relay's) -all"`;
    return [wrong(`${domain} has no SPF record; it is the domain of our envelope senders`, advice)];
  }
  if (more.length > 0) {
    const advice = 'put them into one: receivers take several for none (RFC 7208 §4.5)';
    return [wrong(`${domain} has ${more.length + 1} SPF records`, advice)];
  }
  if (/ \+?all\b/i.test(record)) {
    const advice = 'end it with -all or ~all';
    return [wrong(`the SPF record of ${domain} lets everybody send`, advice)];
  }
  return await Promise.all(
    patient.config.outbound.smtpUrls.map((url, index) => judgeRelay(patient, url, index + 1)),
  );
};

async function judgeRelay(patient: Patient, url: string, place: number): Promise<Finding> {
  const { domain } = patient.config.inbound;
  const { host } = parseRelayUrl(url);
  const addresses = isIP(host) ? [host] : await findAddresses(patient.resolveDns, host);
  const shown = addresses.filter(isPublicAddress);
  if (shown.length === 0) {
    const says = `relay ${place} has no public address by which SPF of ${domain} could be tried`;
    return warn(says, 'send a mail to a mailbox of yours and read its Received-SPF line');
  }
  const results = await Promise.all(
    shown.map((address) => foretellSpf(domain, address, patient.resolveDns)),
  );
  if (results.includes('permerror')) {
    const advice = 'see that it has at most ten look-ups and no term that is misspelt';
    return wrong(`the SPF record of ${domain} cannot be evaluated`, advice);
  }
  if (results.includes('temperror')) {
    const says = `DNS did not tell all that the SPF record of ${domain} names`;
    return warn(says, 'ask again later');
  }
  const uncovered = results.filter((result) => result !== 'pass');
  if (uncovered.length === 0) return ok(`SPF of ${domain} covers relay ${place}`);
  const verdict = `SPF of ${domain} says ${uncovered[0]}`;
  const says = `${verdict} of an address by which relay ${place} is known`;
  const advice =
    'add what the relay’s owner tells, unless it sends from other addresses than these';
  return warn(says, advice);
}
