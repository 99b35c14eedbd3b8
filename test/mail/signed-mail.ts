import { generateKeyPairSync } from 'node:crypto';
import { sealMessage } from 'mailauth/lib/arc/index.js';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';

/** One key for all domains of the tests; their zone decides who has published it. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const der = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

/** The key record of a domain that signs (RFC 6376 §3.6.1). */
export const keyRecord = `v=DKIM1; k=rsa; p=${der}`;

const declineLines = (from: string) => [
  `From: ${from}`,
  'To: Parley <r-token@in.parley.example>',
  'Subject: Declined: Session',
  'Date: Mon, 01 Mar 2027 09:00:00 +0000',
  'Message-ID: <1@mail.example>',
  'MIME-Version: 1.0',
  'Content-Type: text/calendar; method=REPLY; charset=utf-8',
  '',
  'BEGIN:VCALENDAR',
  'METHOD:REPLY',
  'BEGIN:VEVENT',
  'UID:room@in.parley.example',
  'SEQUENCE:0',
  'DTSTAMP:20270301T090000Z',
  'DTSTART:20270310T140000Z',
  'ATTENDEE;PARTSTAT=DECLINED:mailto:gil@guest.example',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
];

/** A decline as a calendar program writes it, without any signature. */
export const decline = (from = 'Gil Grant <gil@guest.example>'): string =>
  declineLines(from).join('\r\n');

/** The same mail with a DKIM signature of `domain` on top. */
export async function sign(
  raw: string,
  domain: string,
  options: {
    readonly algorithm?: string;
    readonly maxBodyLength?: number;
    readonly expires?: Date;
    readonly signTime?: Date;
  } = {},
): Promise<string> {
  const { signTime = new Date('2027-03-01T09:00:00Z'), ...how } = options;
  const key = { signingDomain: domain, selector: 's1', privateKey: pem, ...how };
  const all = { ...key, signTime, signatureData: [key] };
  const { signatures } = await dkimSign(Buffer.from(raw), all);
  if (signatures === '') throw new Error('the mail could not be signed');
  return `${signatures}${raw}`;
}

/** The same mail as a forwarder passes it on that sealed it, noting `results` (RFC 8617). */
export async function seal(raw: string, domain: string, results: string): Promise<string> {
  const headers = await sealMessage(Buffer.from(raw), {
    signingDomain: domain,
    selector: 's1',
    privateKey: pem,
    authResults: `mx.${domain}; ${results}`,
    cv: 'none',
  });
  if (headers.length === 0) throw new Error('the mail could not be sealed');
  return `${headers.toString()}${raw}`;
}
