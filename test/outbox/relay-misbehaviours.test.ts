import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SendOutcome, SendReport } from '../../service/ports.ts';
import type { Misbehaviour } from './misbehaving-relay.ts';
import { tricks } from './misbehaviours.ts';
import { mail, openRelayHouse, patient, type RelayHouse, yes } from './relay-house.ts';

interface Expected {
  readonly outcome: SendOutcome;
  readonly words: string;
  /** How often the mail arrived, by what the relay kept. */
  readonly arrived: number;
  /** Whether the relay rests for it: one failure is enough here. */
  readonly rests: boolean;
}

const row = (outcome: SendOutcome, words: string, rests: boolean, arrived = 0): Expected => ({
  outcome,
  words,
  arrived,
  rests,
});
const fine = (words: string) => row('accepted', words, false, 1);
const away = (words: string) => row('temporary', words, true);
const refuses = (words: string) => row('configuration', words, true);
const inDoubt = (words: string, arrived = 1) => row('unknown', words, true, arrived);

const expected: Record<Misbehaviour, Expected> = {
  none: fine('250 2.0.0 queued'),

  'refuse-greeting': refuses('554 5.7.1 go away'),
  'greeting-421': away('421 4.3.2 too busy'),
  'no-greeting': away('Greeting never received'),
  'drip-greeting': away('Greeting never received'),
  'garbage-greeting': away('SSH-2.0'),
  'drop-at-connect': away('closed'),

  'garbage-to-ehlo': away('what?'),
  'refuse-ehlo': refuses('550 5.7.1 not you'),
  'drop-after-ehlo': away('closed'),
  'no-starttls': refuses('502 5.5.1 not here'),
  'starttls-454': away('454 4.7.0 not now'),
  'garbage-in-starttls': refuses('wrong version number'),
  'drop-in-starttls': away(''),
  'untrusted-certificate': refuses('certificate'),

  'refuse-login': refuses('535 5.7.8 no'),
  'login-454': away('454 4.7.0 not now'),
  'hang-at-login': away('Timeout'),

  'drop-at-mail': away('closed'),
  'refuse-sender': refuses('550 5.1.8 not from you'),
  'sender-451': away('451 4.7.1 not now'),
  'refuse-size': row('final', '552 5.3.4 too big', false),
  'rcpt-450': row('temporary', '450 4.2.0 greylisted', false),
  'rcpt-550': row('final', '550 5.1.1 no such user', false),
  'rcpt-421': away('421 4.3.2 closing down'),
  'hang-at-rcpt': away('Timeout'),
  'hang-at-reset': row('final', '550 5.1.1 no such user', false),

  'drop-before-data': away('closed'),
  'hang-before-data': away('Timeout'),
  'refuse-data': row('final', '554 5.6.0 no valid mail', false),
  'data-503': away('503 5.5.1 what now?'),
  '250-for-354': away('out of turn'),
  'drop-in-data': away(''),
  'refuse-in-data': row('final', '552 5.3.4 enough', false),
  'accept-in-data': away('out of turn'),
  'accept-before-data': away('out of turn'),
  'stop-reading': away('Timeout'),

  'dot-451': row('temporary', '451 4.3.0 later', false),
  'dot-421': away('421 4.3.2 closing down'),
  'dot-554': row('final', '554 5.7.1 spam', false),
  'drop-after-dot': inDoubt('closed'),
  'lose-after-dot': inDoubt('closed', 0),
  'hang-after-dot': inDoubt('Timeout'),
  'drip-after-dot': inDoubt('Timeout'),
  'reset-after-dot': inDoubt('ECONNRESET'),
  'garbage-after-dot': inDoubt('?!'),

  'answer-in-bytes': fine('250 2.0.0 queued'),
  'answer-in-many-lines': fine('250-überlänge'),
  'answer-without-end': fine('250 2.0.0 ok : queued as a.'),
  'answer-twice': fine('250 2.0.0 queued'),
  'speak-unasked': fine('250 2.0.0 queued'),
  'close-after-mail': fine('250 2.0.0 queued'),
  'hang-at-quit': fine('250 2.0.0 queued'),
};

/** A relay that does not read is noticed when the network buffers no more of a long mail. */
const longMail = { ...mail, raw: Buffer.alloc(8 * 1024 * 1024, 'a line of a long mail\r\n') };

/** The one deadline that each silence is to meet; all others are far away. */
const met: Partial<Record<Misbehaviour, Partial<typeof patient>>> = {
  'no-greeting': { greetingMs: 400 },
  'drip-greeting': { greetingMs: 400 },
  'hang-at-login': { answerMs: 400 },
  'hang-at-rcpt': { answerMs: 400 },
  'hang-before-data': { answerMs: 400 },
  'stop-reading': { toDotMs: 1_000 },
  'hang-after-dot': { afterDotMs: 400 },
  'drip-after-dot': { afterDotMs: 400 },
};

interface Played {
  readonly report: SendReport;
  readonly arrived: number;
  readonly rests: boolean;
  readonly asked: number;
  readonly after: SendReport;
  readonly arrivedAfter: number;
}

/** One mail while the relay misbehaves, and one when it is good again and had its rest. */
async function play(how: Misbehaviour, pipelining: boolean): Promise<Played> {
  const house = openRelayHouse();
  houses.push(house);
  const relay = await house.startRelay(how, { pipelining });
  const requireTls = /starttls|certificate/.test(how) ? '?requireTLS=true' : '';
  const transport = house.openTransport([`${relay.url}${requireTls}`], {
    rests: { failures: 1 },
    deadlines: { ...patient, ...met[how] },
  });
  let asked = 0;
  const mayFinish = async () => {
    asked += 1;
    // What happens in DATA happens while the gate is still shut.
    return how.endsWith('-in-data') ? new Promise<boolean>(() => {}) : true;
  };
  const first = how === 'stop-reading' ? longMail : mail;
  const report = await transport.send(first, { mayFinish });
  const arrived = relay.mails.length;
  const rests = transport.restsUntil() !== null;
  const played = { report, arrived, rests, asked };
  relay.behave('none');
  if (requireTls !== '') return { ...played, after: report, arrivedAfter: arrived };
  let after: SendReport;
  let tries = 0;
  // Under a short deadline a busy machine may need more than one try.
  do {
    house.clock.advance({ hours: 1 });
    after = await transport.send(mail, yes);
  } while (after.outcome !== 'accepted' && ++tries < 10);
  return { ...played, after, arrivedAfter: relay.mails.length };
}

const houses: RelayHouse[] = [];
const played = new Map<string, Played>();
const names = Object.keys(tricks) as Misbehaviour[];

beforeAll(async () => {
  const plays = names.flatMap((how) =>
    [false, true].map(async (pipelining) => {
      played.set(`${how} ${pipelining}`, await play(how, pipelining));
    }),
  );
  await Promise.all(plays);
}, 60_000);
afterAll(async () => {
  await Promise.all(houses.map((house) => house.close()));
});

describe.each([false, true])('a relay that offers PIPELINING: %s', (pipelining) => {
  test.each(names)('and does %s', (how) => {
    const { outcome, words, arrived, rests } = expected[how];
    const seen = played.get(`${how} ${pipelining}`);
    expect(seen).toMatchObject({ report: { outcome }, arrived, rests });
    expect(seen?.report.response).toContain(words);
    // The database and the logs hold it, whatever it is.
    expect(seen?.report.response).toMatch(/^\P{Cc}{0,500}$/u);
    expect(seen?.report.relay).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(seen?.asked).toBeLessThanOrEqual(1);
    // Without the gate's yes nothing arrives, and with it there is a reply or doubt.
    if (seen?.asked === 0) expect(arrived).toBe(0);
  });

  test('takes a good mail afterwards, whatever it did', () => {
    const failed = names.filter((how) => {
      const seen = played.get(`${how} ${pipelining}`);
      const isTls = /starttls|certificate/.test(how);
      return !isTls && (seen?.after.outcome !== 'accepted' || seen.arrivedAfter <= seen.arrived);
    });
    expect(failed).toEqual([]);
  });
});
