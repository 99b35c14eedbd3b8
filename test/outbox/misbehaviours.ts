import { createSecureContext, TLSSocket } from 'node:tls';
import tlsOptions from 'smtp-server/lib/tls-options.js';

/** What a trick of the relay can do to one connection. */
export interface Line {
  say(text: string): void;
  /** Writes bytes as they are. */
  write(bytes: string): void;
  /** Writes one byte each `everyMs`, as long as the connection lasts. */
  drip(bytes: string, everyMs: number): void;
  /** Whatever comes next is answered with these bytes, and nothing more is read. */
  answerNext(bytes: string): void;
  /** Keeps the mail that just ended with its dot, like a relay that accepts it. */
  keep(): void;
  /** Takes the mail's bytes from now on. */
  takeData(): void;
  /** Reads no more. */
  stopReading(): void;
  /** Lets TLS begin with a certificate that nobody trusts. */
  startTls(): void;
  drop(): void;
  /** Like drop, with a reset (RST) for a farewell. */
  reset(): void;
}

export type Stage =
  | 'connect'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'RSET'
  | 'QUIT'
  /** Some of the mail's bytes came. */
  | 'piece'
  /** The final dot came. */
  | 'dot';

export type Trick = Partial<Record<Stage, (line: Line) => void>>;

const says = (text: string) => (line: Line) => line.say(text);
const hangs = () => {};
const drops = (line: Line) => line.drop();
const thenDrops = (text: string) => (line: Line) => {
  line.say(text);
  line.drop();
};
const offersTls = says('250-relay\r\n250-STARTTLS\r\n250 AUTH PLAIN');
const taken = '250 2.0.0 queued as 1';

/** Every way to fail, by name: what the relay does instead of what it should. */
export const tricks = {
  none: {},

  'refuse-greeting': { connect: thenDrops('554 5.7.1 go away') },
  'greeting-421': { connect: thenDrops('421 4.3.2 too busy') },
  'no-greeting': { connect: hangs },
  'drip-greeting': { connect: (line) => line.drip('220-wait a little longer\r\n', 20) },
  'garbage-greeting': { connect: says('SSH-2.0-OpenSSH_9.6') },
  'drop-at-connect': { connect: drops },

  'garbage-to-ehlo': { EHLO: says('\u0000\u0001 what?') },
  'refuse-ehlo': { EHLO: says('550 5.7.1 not you') },
  'drop-after-ehlo': { EHLO: drops },
  'no-starttls': { EHLO: says('250 relay'), STARTTLS: says('502 5.5.1 not here') },
  'starttls-454': { EHLO: offersTls, STARTTLS: says('454 4.7.0 not now') },
  'garbage-in-starttls': {
    EHLO: offersTls,
    STARTTLS(line) {
      line.say('220 2.0.0 go');
      line.answerNext('no TLS here\r\n');
    },
  },
  'drop-in-starttls': { EHLO: offersTls, STARTTLS: thenDrops('220 2.0.0 go') },
  'untrusted-certificate': { EHLO: offersTls, STARTTLS: (line) => line.startTls() },

  'refuse-login': { AUTH: says('535 5.7.8 no') },
  'login-454': { AUTH: says('454 4.7.0 not now') },
  'hang-at-login': { AUTH: hangs },

  'drop-at-mail': { MAIL: drops },
  'refuse-sender': { MAIL: says('550 5.1.8 not from you') },
  'sender-451': { MAIL: says('451 4.7.1 not now') },
  'refuse-size': { MAIL: says('552 5.3.4 too big') },
  'rcpt-450': { RCPT: says('450 4.2.0 greylisted') },
  'rcpt-550': { RCPT: says('550 5.1.1 no such user') },
  'rcpt-421': { RCPT: thenDrops('421 4.3.2 closing down') },
  'hang-at-rcpt': { RCPT: hangs },
  'hang-at-reset': { RCPT: says('550 5.1.1 no such user'), RSET: hangs },

  'drop-before-data': { DATA: drops },
  'hang-before-data': { DATA: hangs },
  'refuse-data': { DATA: says('554 5.6.0 no valid mail') },
  'data-503': { DATA: says('503 5.5.1 what now?') },
  '250-for-354': {
    DATA(line) {
      line.takeData();
      line.say('250 2.0.0 ok');
    },
  },
  'drop-in-data': { piece: drops },
  'refuse-in-data': { piece: says('552 5.3.4 enough') },
  'accept-in-data': { piece: says(taken) },
  'accept-before-data': {
    DATA(line) {
      line.takeData();
      line.write(`354 go on\r\n${taken}\r\n`);
    },
  },
  'stop-reading': { piece: (line) => line.stopReading() },

  'dot-451': { dot: says('451 4.3.0 later') },
  'dot-421': { dot: thenDrops('421 4.3.2 closing down') },
  'dot-554': { dot: says('554 5.7.1 spam') },
  'drop-after-dot': {
    dot(line) {
      line.keep();
      line.drop();
    },
  },
  'lose-after-dot': { dot: drops },
  'hang-after-dot': { dot: (line) => line.keep() },
  'drip-after-dot': {
    dot(line) {
      line.keep();
      line.drip('250-still thinking about it\r\n', 20);
    },
  },
  'reset-after-dot': {
    dot(line) {
      line.keep();
      line.reset();
    },
  },
  'garbage-after-dot': {
    dot(line) {
      line.keep();
      line.say('\u00ff\u00fe?!');
    },
  },

  'answer-in-bytes': {
    dot(line) {
      line.keep();
      line.drip(`${taken}\r\n`, 1);
    },
  },
  'answer-in-many-lines': {
    dot(line) {
      line.keep();
      line.write(`250-\u00fcberl\u00e4nge\r\n250-${'x'.repeat(5_000)}\r\n250-\r\n${taken}\r\n`);
    },
  },
  'answer-without-end': {
    dot(line) {
      line.keep();
      line.write(`250 2.0.0 ok\u0000: queued as a${'.'.repeat(100_000)}x( queued as 1\r\n`);
    },
  },
  'answer-twice': {
    dot(line) {
      line.keep();
      line.write(`${taken}\r\n${taken}\r\n`);
    },
  },
  'speak-unasked': {
    dot(line) {
      line.keep();
      line.say(taken);
      setTimeout(() => line.say('250 2.0.0 are you still there?'), 5);
    },
  },
  'close-after-mail': {
    dot(line) {
      line.keep();
      line.say(taken);
      line.drop();
    },
  },
  'hang-at-quit': { QUIT: hangs },
} as const satisfies Record<string, Trick>;

export type Misbehaviour = keyof typeof tricks;

/** Wraps a server's side of a connection in TLS, with the public test key of smtp-server. */
export function wrapInTls(socket: ConstructorParameters<typeof TLSSocket>[0]): TLSSocket {
  const { key, cert } = tlsOptions();
  return new TLSSocket(socket, {
    isServer: true,
    secureContext: createSecureContext({ key, cert }),
  });
}
