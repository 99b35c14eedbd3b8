import { arc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import { spf } from 'mailauth/lib/spf/index.js';
import { limits } from '../../limits.ts';
import type { ResolveDns } from '../../ports.ts';
import {
  type AuthResult,
  type DkimEvidence,
  type MailAuthentication,
  nothingKnown,
} from '../mail-authentication.ts';
import { readArc } from './arc-evidence.ts';
import { createDnsDesk, type DnsDesk } from './dns-desk.ts';

export interface Transmission {
  /** Who handed the mail over; null when that is no mail server on the Internet: no SPF then. */
  readonly ip: string | null;
  readonly helo: string | null;
  /** Envelope sender; empty for the null sender. */
  readonly sender: string;
  /**
   * Addresses of the From header, normalised, as the reader of the mail has them: DMARC counts only
   * when it is about their domain, so that no mail shows one author here and another one there.
   */
  readonly from: readonly string[];
  /** When it came; signatures expire. */
  readonly now: Date;
  /** The only way to DNS. */
  readonly resolve: ResolveDns;
}

/** No honest head is larger: what is costs more than in proportion to check. */
const headBytes = 256 * 1024;
const headLines = 5_000;
/** Verifiers may limit them (RFC 6376 §6.1); each can make the whole mail be read once more. */
const signatures = 20;
const signedBytes = 24 * 1024 * 1024;

/**
 * Finds out what speaks for the sender of a mail: SPF (RFC 7208), DKIM (RFC 6376), ARC (RFC 8617)
 * and DMARC (RFC 7489, 9989). Never rejects, and takes no longer than the limit. What DNS does not
 * tell is `temperror`, what cannot be checked for another reason `permerror`: neither is ever a
 * pass, nor taken for a domain without a policy.
 */
export async function authenticateMail(
  raw: Buffer,
  transmission: Transmission,
  timeoutMs: number = limits.authenticationTimeoutMs,
): Promise<MailAuthentication> {
  const desk = createDnsDesk(transmission.resolve);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<MailAuthentication>((resolve) => {
    const giveUp = () => resolve(nothingKnown(desk.isAwaited() ? 'temperror' : 'permerror'));
    timer = setTimeout(giveUp, timeoutMs);
  });
  try {
    return await Promise.race([check(raw, transmission, desk), late]);
  } catch {
    return nothingKnown('permerror');
  } finally {
    clearTimeout(timer);
    desk.close();
  }
}

async function check(raw: Buffer, mail: Transmission, desk: DnsDesk): Promise<MailAuthentication> {
  if (isExcessive(raw)) return nothingKnown('permerror');
  const resolver = desk.ask;
  const signed = await dkimVerify(withLineEnds(raw), {
    resolver,
    curTime: mail.now,
    // RFC 8301 §3.1: SHA-1 proves nothing.
    rejectRsaSha1: true,
  });
  const sent = await checkSpf(mail, desk);
  const sealed = await arc(signed.arc as Parameters<typeof arc>[0], { resolver });
  const verdict = await judge(signed, sent, desk);
  const domain = verdict.domain;
  return {
    source: 'checked',
    spf: { ...sent, aligned: verdict.isSpfAligned },
    dkim: signed.results.filter(isSignature).map((one) => toEvidence(one, verdict.alignedDkim)),
    dmarc: isAbout(domain, signed.headerFrom, mail.from)
      ? { result: verdict.result, policy: verdict.policy, domain }
      : { result: 'permerror', policy: null, domain },
    arc: readArc(sealed, domain, desk),
  };
}

type Signed = Awaited<ReturnType<typeof dkimVerify>>;
type Signature = Signed['results'][number];

const isSignature = (one: Signature) => one.signingDomain !== undefined;

const isUndersized = ({ status }: Signature) => (status.underSized ?? 0) > 0;

function toEvidence(one: Signature, aligned: ReadonlySet<string> | null): DkimEvidence {
  const domain = toDomain(one.signingDomain);
  return {
    result: one.status.result as AuthResult,
    domain,
    // Without a policy nothing says how closely names must agree: mailauth takes the usual way.
    aligned: aligned?.has(domain) ?? Boolean(one.status.aligned),
    isUndersized: isUndersized(one),
  };
}

const toDomain = (written: string | undefined) =>
  (written ?? '').trim().toLowerCase().replace(/\.$/, '').slice(0, 253);

type Sent = Pick<MailAuthentication['spf'], 'result' | 'domain'>;

async function checkSpf({ ip, helo, sender }: Transmission, desk: DnsDesk): Promise<Sent> {
  if (ip === null) return { result: 'none', domain: null };
  const isName = helo !== null && !/^\[|:|^[\d.]*$/.test(helo);
  const { status, domain } = await spf({
    ip,
    sender,
    helo: isName ? helo : `[${ip}]`,
    // Only for its comments; the default would be the name of the machine.
    mta: 'parley',
    resolver: desk.ask,
  });
  return { result: status.result as AuthResult, domain: toDomain(domain) };
}

interface Verdict {
  readonly result: AuthResult;
  readonly policy: MailAuthentication['dmarc']['policy'];
  readonly domain: string | null;
  readonly isSpfAligned: boolean;
  /** Signing domains found aligned; null when no policy says how to. */
  readonly alignedDkim: ReadonlySet<string> | null;
}

/** DMARC. What fails only because DNS did not tell of a signature or of SPF has not failed yet. */
async function judge(signed: Signed, sent: Sent, desk: DnsDesk): Promise<Verdict> {
  const evaluate = (...counted: AuthResult[]) => {
    const counts = (result: string) => counted.some((one) => one === result);
    return evaluateDmarc({
      headerFrom: signed.headerFrom,
      fromFields: signed.fromFields,
      spfDomains: sent.domain !== null && counts(sent.result) ? [sent.domain] : [],
      dkimDomains: signed.results
        .filter((one) => counts(one.status.result) && !isUndersized(one))
        .map((one) => ({ domain: one.signingDomain ?? '' })),
      resolver: desk.ask,
    });
  };
  const { response, dkimAligned = null } = await evaluate('pass');
  // No From, two of them, or one that names two domains (RFC 9989 §5.3.1).
  if (!response) return { ...unjudged, domain: null };
  const domain = toDomain(response.status.header?.from);
  let result = response.status.result as AuthResult;
  if (result === 'fail') {
    const { response: assumed } = await evaluate('pass', 'temperror');
    if (assumed && assumed.status.result !== 'fail') result = 'temperror';
  }
  if (result === 'temperror' && desk.isExhausted()) result = 'permerror';
  return {
    result,
    policy: toPolicy(response.policy),
    domain,
    isSpfAligned: Boolean(response.alignment?.spf.result) || isOwnDomain(sent, domain),
    alignedDkim: dkimAligned,
  };
}

const unjudged = {
  result: 'permerror',
  policy: null,
  isSpfAligned: false,
  alignedDkim: null,
} as const;

const isOwnDomain = (sent: Sent, domain: string) =>
  sent.result === 'pass' && sent.domain === domain;

const toPolicy = (word: string | undefined) =>
  word === 'none' || word === 'quarantine' || word === 'reject' ? word : null;

/**
 * Whether it is about the very authors that the reader of the mail has. Of one domain everybody
 * passes, so the local parts must agree too: encoded words, routes and long lists are read in two
 * ways.
 */
function isAbout(
  domain: string | null,
  checked: readonly string[],
  from: readonly string[],
): boolean {
  const locals = new Set(from.map(localOf));
  return (
    from.length > 0 &&
    from.every((one) => one.slice(one.lastIndexOf('@') + 1) === domain) &&
    checked.every((one) => locals.has(localOf(one)))
  );
}

/** RFC 5322 §4.4: white space around the `@` is no part of it. */
const localOf = (address: string) =>
  address.slice(0, address.lastIndexOf('@')).replace(/\s+/g, '').toLowerCase();

/** Made to cost more time than any mail is worth; no relay on the way would have passed it on. */
function isExcessive(raw: Buffer): boolean {
  const end = /\r?\n\r?\n/.exec(raw.subarray(0, headBytes).toString('latin1'));
  if (!end && raw.length > headBytes) return true;
  const head = raw.subarray(0, end?.index ?? raw.length).toString('latin1');
  const signed = head.match(/^dkim-signature\s*:/gim)?.length ?? 0;
  if (signed > signatures || signed * raw.length > signedBytes) return true;
  return head.split('\n').length > headLines;
}

/** CR LF everywhere, as mailauth would make it of each line for itself, slowly. */
function withLineEnds(raw: Buffer): Buffer {
  const isBare = (at: number) => raw[at] === 0x0a && raw[at - 1] !== 0x0d;
  let bare = 0;
  for (let at = 0; at < raw.length; at++) if (isBare(at)) bare += 1;
  if (bare === 0) return raw;
  const whole = Buffer.alloc(raw.length + bare);
  let end = 0;
  for (let at = 0; at < raw.length; at++) {
    if (isBare(at)) whole[end++] = 0x0d;
    whole[end++] = raw[at] ?? 0;
  }
  return whole;
}
