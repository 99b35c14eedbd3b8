import { pattern } from '../wish/pattern.ts';

/** What is wrong with a mailbox, in the words of mail systems, and the code it would have had. */
interface Wording {
  readonly status: string;
  readonly patterns: readonly RegExp[];
}

const nobody = '(user|mailbox|address|account|recipient|e-?mail)';

/**
 * In the order in which they are believed: a full mailbox exists, whatever else is said of it. The
 * codes are those of RFC 3463 §3.
 */
const wordings: readonly Wording[] = [
  {
    status: '5.2.2',
    patterns: [
      pattern(
        'i',
        String.raw`(mailbox|inbox|account|user)[^\n]{0,40}(is |are )?(full|over ?quota|over (its|`,
        'the) (quota|limit))',
      ),
      pattern(
        'i',
        String.raw`(disk |mail|storage |over ?|exceeds? [^\n]{0,30})quota|insufficient (disk|`,
        'system) (space|storage)',
      ),
      /postfach[^\n]{0,40}voll|bo[iî]te[^\n]{0,40}pleine|buz[oó]n[^\n]{0,40}lleno|メールボックスが一杯/i,
    ],
  },
  {
    status: '5.2.1',
    patterns: [
      pattern(
        'i',
        String.raw`(mailbox|account|user|recipient)[^\n]{0,60}(frozen|suspended|inactive|`,
        'disabled|deactivated|locked)',
      ),
      /not accepting (e-?mail|mail|messages)/i,
    ],
  },
  {
    // What is refused is the sender: the mailbox may well be there.
    status: '5.7.1',
    patterns: [
      pattern(
        'i',
        String.raw`\bsender( address)? (is )?(rejected|denied|blocked|refused|not (allowed|`,
        String.raw`accepted))|\bAUP#`,
      ),
      /\b(dns|rbl|dnsbl|cdrbl)\b.{0,30}\b(listed|reject|block)/i,
      /(helo command|client host) rejected/i,
    ],
  },
  {
    status: '5.7.2',
    patterns: [/not (a )?(member|subscribed|subscriber)|(only|from) (members|subscribers)/i],
  },
  {
    status: '5.1.1',
    patterns: [
      /(user|recipient|mailbox|address|alias)( is)? (unknown|not found|unavailable|invalid)/i,
      pattern(
        'i',
        '(unknown|unroute?able|undeliverable|non-?existent|bad|illegal) ',
        '(or illegal )?(local )?(user|',
        'recipient|address|mailbox|alias|destination mailbox)',
      ),
      /no such (user|recipient|mailbox|person|address)|nosuchuser|RecipientNotFound/i,
      /unknown e-?mail address|invalid (final )?delivery user(id)?/i,
      /(user|recipient) (doesn['’]t|does not) have (an? )?\S{1,80} account/i,
      /(invalid|no valid) (recipients?|mailbox|address)|isn['’]t a valid|no mailbox here/i,
      /recipient name is not recogni[sz]ed|recipient address rejected: access denied/i,
      /requested action not taken/i,
      pattern(
        'i',
        `${nobody}[^\\n]{0,80}`,
        "(does(n['’]t| not) exist|not (exist|found|listed|known)|was(n['’]t| not) found)",
      ),
      /(benutzer|empfänger|adresse)[^\n]{0,40}(unbekannt|existiert nicht)/i,
      /(utilisateur|destinataire|adresse)[^\n]{0,40}(inconnue?|n['’]existe pas)/i,
      /(usuario|destinatario|dirección)[^\n]{0,40}(desconocid[oa]|no existe)/i,
      /(utente|destinatario|indirizzo)[^\n]{0,40}(sconosciuto|non esiste)/i,
      /(usuário|destinatário|endereço)[^\n]{0,40}(desconhecido|não existe)/i,
      /(gebruiker|geadresseerde|adres)[^\n]{0,40}(onbekend|bestaat niet)/i,
    ],
  },
  {
    status: '5.1.2',
    patterns: [
      /(host|domain)( or domain)?( name)?( is)? (unknown|not found|does not exist)/i,
      /unknown (host|domain)|no such (host|domain)|name or service not known|bad destination/i,
      /host \S{1,80} (not found|unknown)|no mx (record|host)s? (was |were )?found/i,
      // RFC 7505: a domain that takes no mail says so by a null MX.
      /null mx|mx or srv record indicated no smtp service/i,
      pattern(
        'i',
        "domain (name )?(is |was )?(not (found|reachable)|doesn['’]t exist)|",
        'unroute?able (mail )?domain',
      ),
    ],
  },
  {
    status: '5.3.4',
    patterns: [
      /message (size |length )?(exceeds|is too (big|large)|too (big|large))|maximum message size/i,
    ],
  },
  { status: '5.4.6', patterns: [/too many hops|mail (is )?loop|routing loop/i] },
  {
    status: '5.7.1',
    patterns: [
      /\b(spam|ube|unsolicited|virus|blocked|black ?list|block ?list|denied|prohibited)/i,
      /\bnot (allowed|permitted|authori[sz]ed)|\b(policy|reputation|dmarc|dkim|spf)\b|rejected by/i,
    ],
  },
  { status: '4.4.1', patterns: [/host (is )?(not reachable|unreachable)/i] },
  { status: '4.4.7', patterns: [/timed out|time ?out|retry time|expired|could not connect/i] },
];

/** Codes that say no more than that something went wrong. */
const vague = /^5\.(0\.\d+|1\.(0|\d{3})|3\.[05]|4\.[01]|5\.\d+)$/;
/** Exchange gives every refusal of another system these words, and then what it said. */
const exchangePreface = /remote server returned .{1,80}? ->/i;
/** Said by systems that give every refusal of a mailbox one code. */
const unknownUser = /\b(user unknown|unknown user|no such user|no mailbox here)\b/i;
/** So plain that no code says otherwise. */
const fullMailbox = pattern(
  'i',
  String.raw`\bover ?quota\b|\bquota (is )?(exceeded|full)|exceed(s|ed)\b.{0,30}\bquota\b|`,
  String.raw`\b(mailbox|inbox) (\S{1,80} )?(is )?full\b`,
);
/** The name servers answered, and nothing that could be understood: no word about the domain. */
const brokenNames = /malformed (or unexpected )?name ?server reply/i;
/** Refused when every recipient had been taken: whatever it says, it is about the mail. */
const afterRecipients = /(end of data|\bdata command|smtp command\W{0,12}data)\b/i;

/**
 * The code of one recipient's failure: as given, unless it says nothing and the words do. Null
 * when neither tells.
 */
export function refineStatus(status: string | null, words: string): string | null {
  const said = words.slice(0, 4_000).replace(exchangePreface, ' ');
  if (status !== null && !vague.test(status)) return correctStatus(status, said);
  const told = wordings.find(({ patterns }) => patterns.some((pattern) => pattern.test(said)));
  if (told === undefined) return status;
  if (/^5\.1\./.test(told.status) && afterRecipients.test(said)) return status ?? '5.0.0';
  // Of a failure for good only the mailbox itself may be held against it.
  return told.status.startsWith('4.') && status !== null ? status : told.status;
}

/** A telling code, unless the words plainly say that it is the wrong one. */
function correctStatus(status: string, words: string): string {
  // Between empty lines stands what is said of one recipient.
  const said = words.split(/\n[ \t]*\n/).find((one) => one.includes(status)) ?? words;
  if (/^5\.1\./.test(status) && fullMailbox.test(said)) return '5.2.2';
  if (status === '5.4.4' && brokenNames.test(said)) return '4.4.3';
  const isUnknown = unknownUser.test(said) && !afterRecipients.test(said);
  return status === '5.2.1' && isUnknown ? '5.1.1' : status;
}

/** Whether the words say that a mailbox has no room left. */
export function isFull(words: string): boolean {
  return fullMailbox.test(words);
}
