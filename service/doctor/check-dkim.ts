import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { askTexts } from './ask-dns.ts';
import { type Check, type Finding, isDevelopment, ok, warn, wrong } from './finding.ts';

/** Whether receivers find the public half of the key we sign with (RFC 6376 §3.6). */
export const checkDkim: Check = async (patient) => {
  const { dkim } = patient.config.outbound;
  if (dkim === null) {
    if (isDevelopment(patient)) return [ok('the development mailbox needs no DKIM')];
    const advice = 'let the relay sign, or set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY';
    return [warn('Parley does not sign with DKIM itself', advice)];
  }
  const key = readKey(dkim.privateKey);
  if (key?.asymmetricKeyType !== 'rsa') {
    const advice = 'make one with `openssl genrsa -out dkim.pem 2048`';
    return [wrong('DKIM_PRIVATE_KEY is no RSA key that can be read', advice)];
  }
  const own = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  const name = `${dkim.selector}._domainkey.${dkim.domain}`;
  const answer = await askTexts(patient.resolveDns, name);
  if (answer.kind === 'unknown') {
    const says = `DNS did not tell the key record ${name} (${answer.code}): not checked`;
    return [warn(says, 'look whether this machine reaches its name servers')];
  }
  const publish = `publish ${name} TXT "v=DKIM1; k=rsa; p=${own}"`;
  const [record] = answer.kind === 'records' ? answer.records : [];
  if (record === undefined) return [wrong(`there is no key record ${name}`, publish)];
  return [...judgeRecord(name, readTags(record), own, publish), ...judgeLength(key)];
};

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

/** A tag list (RFC 6376 §3.2); white space within values means nothing here. */
function readTags(record: string): ReadonlyMap<string, string> {
  const tags = record.split(';').map((tag) => {
    const at = tag.indexOf('=');
    return [tag.slice(0, at).trim().toLowerCase(), tag.slice(at + 1).replace(/\s+/g, '')] as const;
  });
  return new Map(tags);
}

function judgeRecord(
  name: string,
  tags: ReadonlyMap<string, string>,
  own: string,
  publish: string,
): Finding[] {
  const published = tags.get('p') ?? '';
  if (published === '')
    return [wrong(`the key record ${name} is revoked: its p= is empty`, publish)];
  if (published !== own) {
    return [wrong(`the key record ${name} is of another key than DKIM_PRIVATE_KEY`, publish)];
  }
  if ((tags.get('t') ?? '').split(':').includes('y')) {
    const says = `the key record ${name} says t=y, so receivers may act as if there were none`;
    return [warn(says, 'take t=y out when you are done with trying')];
  }
  return [ok(`the key record ${name} is that of DKIM_PRIVATE_KEY`)];
}

/** RFC 8301 §3.2: 1024 bits at least, 2048 better. */
function judgeLength(key: KeyObject): Finding[] {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const advice = 'make one of 2048 bits under a new selector, publish it, then change the three';
  if (bits < 1024) return [wrong(`the DKIM key has ${bits} bits: nobody believes it`, advice)];
  return bits < 2048 ? [warn(`the DKIM key has only ${bits} bits`, advice)] : [];
}
