import { limits } from '../limits.ts';
import { type MailAuthentication, nothingKnown } from '../mail/mail-authentication.ts';
import type { MailReading, Writer } from '../mail/mail-reading.ts';
import type { Log } from '../ops/log.ts';
import type { ResolveDns } from '../ports.ts';
import { limitQuestions } from './parser/dns-resolver.ts';
import { createLanes } from './parser/lanes.ts';
import type { CheckBy, Envelope } from './parser/parse-child.ts';
import {
  createParseProcess,
  ParseFailure,
  type ParseProcess,
  ParserAway,
} from './parser/parse-process.ts';
import { isNearby } from './smtp/network-address.ts';

export { ParseFailure, ParserAway };

/** What is known of a mail besides its bytes. */
export interface ReadContext {
  readonly envelope: Envelope;
  /** Who handed it over by SMTP; null when that was no mail server (HTTP). */
  readonly peer: { readonly address: string; readonly helo: string | null } | null;
  readonly receivedAt: Date;
  /** Whose reply address it came to; null when that is nobody's. */
  readonly writer: Writer | null;
  /** False for mail that is nobody's word, whoever sent it. */
  readonly isSenderAsked: boolean;
}

export interface MailParser {
  /**
   * A few mails at once, each in a process that has no other meanwhile. Rejects with `ParseFailure`
   * (the mail is to blame) or `ParserAway`. That nobody can tell who sent a mail is no failure: the
   * reading says so.
   */
  read(raw: Buffer, context: ReadContext): Promise<MailReading>;
  close(): Promise<void>;
}

/** Who tells who sent a mail: nobody, DNS, or the relay in front of us (RFC 8601). */
export type AuthenticationSource =
  | { readonly mode: 'off' }
  | { readonly mode: 'dns'; readonly resolveDns: ResolveDns }
  | { readonly mode: 'front-relay'; readonly authservId: string };

export interface ParserDeps {
  readonly log: Log;
  /** Absent: off, as with the development mailbox. */
  readonly authentication?: AuthenticationSource;
  readonly parseTimeoutMs?: number;
  readonly dnsQuestionTimeoutMs?: number;
  /** Another child, for tests of how the parser treats a bad one. */
  readonly child?: URL;
}

/** Reads mails in processes of their own, and finds out there who sent them. */
export function createMailParser(deps: ParserDeps): MailParser {
  const module = deps.child ?? new URL('./parser/parse-child.ts', import.meta.url);
  const lanes = createLanes(limits.parseProcesses, () => createParseProcess(deps.log, module));
  const parseTimeoutMs = deps.parseTimeoutMs ?? limits.parseTimeoutMs;
  const questionTimeoutMs = deps.dnsQuestionTimeoutMs ?? limits.dnsQuestionTimeoutMs;
  let nextId = 1;

  async function readNow(
    parsing: ParseProcess,
    raw: Buffer,
    context: ReadContext,
  ): Promise<MailReading> {
    const { envelope, writer } = context;
    const question = { id: nextId++, do: 'read', raw, envelope, writer } as const;
    const answer = await parsing.ask(question, parseTimeoutMs, unasked);
    if (!('reading' in answer)) {
      throw new ParseFailure('error', 'failure' in answer ? answer.failure : 'no answer');
    }
    const check = checkFor(answer.reading, context, deps.authentication);
    if (check === null) return answer.reading;
    const authentication = await authenticate(parsing, raw, context, answer.reading.from, check);
    return { ...answer.reading, authentication };
  }

  /** A mail that breaks the check proves nothing, and is read all the same. */
  async function authenticate(
    parsing: ParseProcess,
    raw: Buffer,
    { envelope, receivedAt }: ReadContext,
    from: readonly string[],
    check: CheckBy,
  ): Promise<MailAuthentication> {
    const source = deps.authentication;
    const resolve =
      source?.mode === 'dns' ? limitQuestions(source.resolveDns, questionTimeoutMs) : unasked;
    const asked = { do: 'authenticate', raw, receivedAt, from, check } as const;
    const question = { ...asked, id: nextId++, envelopeFrom: envelope.from };
    // The child ends its check itself; only one that is stuck has to be ended from here.
    const timeoutMs = limits.authenticationTimeoutMs + parseTimeoutMs;
    const answer = await parsing.ask(question, timeoutMs, resolve).catch((error) => {
      if (error instanceof ParserAway) throw error;
      return null;
    });
    return answer && 'authentication' in answer ? answer.authentication : nothingKnown('permerror');
  }

  let closed = false;
  return {
    async read(raw, context) {
      if (closed) throw new ParserAway('the mail parser is closed');
      return await lanes.use((parsing) => readNow(parsing, raw, context));
    },
    async close() {
      closed = true;
      await lanes.close();
    },
  };
}

/** What carries somebody's word is checked; reports and machines' mail change nothing by trust. */
function checkFor(
  { kind }: MailReading,
  { peer, isSenderAsked }: ReadContext,
  source: AuthenticationSource | undefined,
): CheckBy | null {
  if (!source || source.mode === 'off' || !isSenderAsked) return null;
  if (kind !== 'calendar' && kind !== 'human') return null;
  if (source.mode === 'front-relay') return { by: 'front-relay', authservId: source.authservId };
  // A relay or a balancer of our own network: its address says nothing of the sender (SPF).
  const isStranger = peer !== null && !isNearby(peer.address);
  return { by: 'dns', ip: isStranger ? peer.address : null, helo: peer?.helo ?? null };
}

const unasked: ResolveDns = () => Promise.reject(new Error('nobody answers for DNS'));
