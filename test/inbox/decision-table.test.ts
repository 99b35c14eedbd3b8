import type { ReadAttendee } from '../../service/calendar/calendar-object.ts';
import { interpretMail } from '../../service/inbox/interpret-mail.ts';
import type { Trust } from '../../service/inbox/judge-trust.ts';
import type { MailContext } from '../../service/inbox/mail-plan.ts';
import type { MailReading } from '../../service/mail/mail-reading.ts';
import { attendee, bound, calendarMail, context, mail } from './sample-readings.ts';

const trusts = ['proven', 'unproven', 'undecided', 'failed'] as const;
const answers = ['ACCEPTED', 'TENTATIVE', 'DECLINED', 'COUNTER'] as const;
type SaidAnswer = (typeof answers)[number];

/** How the mail of one row says `answer`, of whom, and from where. */
interface Row {
  readonly line?: Partial<ReadAttendee>;
  readonly more?: readonly ReadAttendee[];
  readonly heads?: Partial<MailReading>;
  readonly addressee?: Partial<typeof bound>;
}

const stranger = 'sam@elsewhere.example';
const alias = 'gil@work.example';
const company = { email: 'gil@guest.example' };

const ownWord: Record<string, Row> = {
  'the very address': {},
  'EMAIL= of the line': { line: { address: '/principals/1', email: 'gil.grant@gmail.com' } },
  'another spelling at their provider': { line: { address: 'gilgrant+x@googlemail.com' } },
  'an alias learned earlier': {
    line: { address: alias },
    heads: { from: [alias] },
    addressee: { aliases: [alias] },
  },
  'an alias learned earlier, sent from the first address': {
    line: { address: alias },
    addressee: { aliases: [alias] },
  },
  'a calendar service for them': { heads: { from: ['calendar-notification@google.com'] } },
  'a list of all people': { more: [attendee({ address: stranger, partstat: 'NEEDS-ACTION' })] },
  'SENT-BY of their own company': {
    line: { address: company.email, sentBy: 'aide@guest.example' },
    heads: { from: ['aide@guest.example'] },
    addressee: company,
  },
};

const othersWord: Record<string, readonly [Row, string, string | null]> = {
  'a party crasher': [
    { line: { address: stranger }, heads: { from: [stranger] } },
    'someone-else',
    stranger,
  ],
  'a member of a list': [
    { line: { address: stranger }, heads: { from: [stranger], automatic: true } },
    'someone-else',
    stranger,
  ],
  'a forwarded invitation': [{ heads: { from: [stranger] } }, 'forwarded', null],
  'EMAIL= written by somebody else': [
    { line: { address: stranger, email: bound.email }, heads: { from: [stranger] } },
    'forwarded',
    null,
  ],
  'Reply-To of the bound person, which proves nothing': [
    { line: { address: stranger }, heads: { from: [stranger], replyTo: [bound.email] } },
    'alias-unconfirmed',
    stranger,
  ],
  'an address of ours as ATTENDEE': [
    { line: { address: 'r-x@in.parley.example' }, heads: { from: [stranger] } },
    'someone-else',
    null,
  ],
};

const nobodysWord: Record<string, readonly [Row, string]> = {
  'the other person': [
    { line: { address: 'helen@host.example' }, heads: { from: ['helen@host.example'] } },
    'someone-else',
  ],
  'the other person, sent by the bound one': [
    { line: { address: 'helen@host.example' } },
    'someone-else',
  ],
  'the other person in the bound one’s name': [
    { heads: { from: ['helen@host.example'] } },
    'forwarded',
  ],
  'the other person, called an alias by mistake': [
    { line: { address: 'helen@host.example' }, addressee: { aliases: ['helen@host.example'] } },
    'someone-else',
  ],
  'two senders': [{ heads: { from: [bound.email, stranger] } }, 'ambiguous-from'],
  'no sender': [{ heads: { from: [] } }, 'no-sender'],
  'a delegation': [{ line: { delegatedTo: stranger } }, 'delegated'],
  'a delegate': [
    { line: { address: stranger, delegatedFrom: bound.email }, heads: { from: [stranger] } },
    'delegated',
  ],
  'two words at once': [{ more: [attendee({ partstat: 'NEEDS-ACTION' })] }, 'attendee-repeated'],
  'two strangers': [
    { line: { address: stranger }, more: [attendee({ address: alias })] },
    'someone-else',
  ],
};

function interpret(row: Row, answer: SaidAnswer, trust: Trust, changes: Partial<MailContext> = {}) {
  const isCounter = answer === 'COUNTER';
  const partstat = isCounter ? 'TENTATIVE' : answer;
  const attendees = [attendee({ partstat, ...row.line }), ...(row.more ?? [])];
  const method = isCounter ? 'COUNTER' : 'REPLY';
  const addressee = { ...bound, ...row.addressee };
  const from = row.addressee?.email ?? bound.email;
  const reading = calendarMail({ method, attendees }, { from: [from], ...row.heads });
  return interpretMail(reading, { ...context, addressee, trust, ...changes });
}

/** What was decided, in a few words. */
function told(row: Row, answer: SaidAnswer, trust: Trust, changes?: Partial<MailContext>): string {
  const plan = interpret(row, answer, trust, changes);
  const { command } = plan;
  if (plan.waits) return 'waits';
  if (command?.do === 'ask-confirmation') {
    expect([plan.outcome, plan.question]).toEqual(['parked', command.question]);
    return `asks ${command.because}: ${plan.reason} ${plan.alias ?? ''}`.trim();
  }
  expect([plan.question, plan.alias]).toEqual([null, null]);
  if (command === null) return `${plan.outcome} ${plan.reason}`;
  expect([command.do, plan.outcome]).toEqual([
    answer === 'COUNTER' ? 'counter' : 'record-reply',
    null,
  ]);
  const { alias: learned } =
    command.do === 'counter'
      ? command.counter
      : command.do === 'record-reply'
        ? command.reply
        : { alias: null };
  return ['applied', plan.reason, learned && `learns ${learned}`].filter(Boolean).join(' ');
}

const isDecisive = (answer: SaidAnswer) => answer === 'DECLINED' || answer === 'COUNTER';
const tries = answers.flatMap((answer) => trusts.map((trust) => [answer, trust] as const));

it.each(Object.entries(ownWord))('takes %s for the person’s own word', (_what, row) => {
  for (const [answer, trust] of tries) {
    const mild = trust === 'failed' ? 'applied not-authenticated' : 'applied';
    const decisive = {
      proven: 'applied',
      unproven: 'applied',
      undecided: 'waits',
      failed: 'asks not-authenticated: not-authenticated',
    };
    expect([answer, trust, told(row, answer, trust)]).toEqual([
      answer,
      trust,
      isDecisive(answer) ? decisive[trust] : mild,
    ]);
  }
});

it('learns another address of the person when its sender is proven, and asks when not', () => {
  const row = { line: { address: alias } };
  const asks = `asks other-address: alias-unconfirmed ${alias}`;
  for (const answer of answers) {
    expect(trusts.map((trust) => told(row, answer, trust))).toEqual([
      `applied learns ${alias}`,
      asks,
      'waits',
      asks,
    ]);
  }
  // A principal of a calendar server is no address, so there is nothing to learn.
  expect(told({ line: { address: '/principals/1' } }, 'DECLINED', 'proven')).toBe('applied');
  expect(told({ line: { address: 'r-x@in.parley.example' } }, 'ACCEPTED', 'proven')).toBe(
    'applied',
  );
});

it('lets a stranger named in SENT-BY say who comes, and decide nothing', () => {
  const asks = 'asks other-address: sent-by-another';
  const atGmail = {
    line: { sentBy: 'mallory@gmail.com' },
    heads: { from: ['mallory@gmail.com'] },
  };
  const elsewhere = { line: { sentBy: stranger }, heads: { from: [stranger] } };
  for (const row of [atGmail, elsewhere]) {
    expect(answers.map((answer) => told(row, answer, 'proven'))).toEqual([
      'applied',
      'applied',
      asks,
      asks,
    ]);
  }
});

it.each(Object.entries(othersWord))(
  'asks the person about %s, whatever proves it',
  (_what, row) => {
    const [how, reason, asked] = row;
    for (const [answer, trust] of tries) {
      expect(told(how, answer, trust)).toBe(`asks other-address: ${reason} ${asked ?? ''}`.trim());
    }
  },
);

it.each(Object.entries(nobodysWord))('parks %s and asks nobody', (_what, [row, reason]) => {
  for (const [answer, trust] of tries) expect(told(row, answer, trust)).toBe(`parked ${reason}`);
});

it('parks an answer of nobody', () => {
  for (const trust of trusts) {
    const plan = interpretMail(calendarMail({ attendees: [] }), { ...context, trust });
    expect(plan).toMatchObject({ command: null, outcome: 'parked', reason: 'no-attendee' });
  }
});

describe('without a token', () => {
  const central = { mailbox: 'central' } as const;
  const withoutService = Object.entries(ownWord).filter(([what]) => !/service|SENT-BY/.test(what));

  it.each(withoutService)('only what is proven counts, even of %s', (_what, row) => {
    for (const answer of answers) {
      expect(trusts.map((trust) => told(row, answer, trust, central))).toEqual([
        'applied',
        'parked not-authenticated',
        'waits',
        'parked not-authenticated',
      ]);
    }
  });

  it('nobody is asked about anything', () => {
    const rows = [
      ...Object.values(othersWord).map(([row]) => row),
      ...Object.values(nobodysWord).map(([row]) => row),
      { line: { address: alias } },
      ownWord['a calendar service for them'] ?? {},
      ownWord['SENT-BY of their own company'] ?? {},
    ];
    for (const row of rows) {
      for (const [answer, trust] of tries) {
        expect(told(row, answer, trust, central)).toMatch(/^parked /);
      }
    }
  });

  it('an answer that names nobody we know is parked, and so is human mail recorded', () => {
    const nobody = { ...context, ...central, addressee: null, trust: 'proven' } as const;
    const plans = [calendarMail(), mail()].map((reading) => interpretMail(reading, nobody));
    expect(plans).toMatchObject([
      { command: null, outcome: 'parked', reason: 'unknown-room' },
      { command: null, outcome: 'human', reason: 'unknown-sender' },
    ]);
  });

  it('human mail is answered only when its sender is proven', () => {
    const outcomes = trusts.map((trust) => {
      const plan = interpretMail(mail(), { ...context, ...central, trust });
      return plan.waits ? 'waits' : `${plan.command?.do ?? '-'} ${plan.outcome} ${plan.reason}`;
    });
    expect(outcomes).toEqual([
      'send-link human null',
      '- human not-authenticated',
      'waits',
      '- human not-authenticated',
    ]);
  });
});

describe('a forged answer that would end or move a session', () => {
  const mallory = 'mallory@evil.example';
  const names = [bound.email, 'helen@host.example', mallory, 'gil.grant@gmail.com.evil.example'];
  const doors = [
    { mailbox: 'reply' },
    { mailbox: 'central' },
    { mailbox: 'postmaster', addressee: null },
    { mailbox: 'reply', addressee: { ...bound, icsUid: 'another-room@in.parley.example' } },
    { mailbox: 'reply', addressee: { ...bound, email: 'pat@practice.example' } },
  ] as const;
  const heads = [
    { from: [mallory] },
    { from: [mallory], replyTo: [bound.email] },
    { from: [mallory, bound.email] },
    { from: ['helen@host.example'] },
    { from: [bound.email], sender: 'calendar-notification@google.com' },
    { from: [] },
  ];
  const lines = names.flatMap((address) => [
    { address },
    { address, sentBy: mallory },
    { address, email: bound.email },
    { address, delegatedFrom: bound.email },
  ]);

  it('is never applied, whichever door, sender and name it takes', () => {
    let forged = 0;
    for (const door of doors) {
      for (const head of heads) {
        for (const line of lines) {
          for (const answer of ['DECLINED', 'COUNTER'] as const) {
            // Mallory proves to be Mallory; in anybody else's name the check fails.
            const trust = head.from[0] === mallory ? 'proven' : 'failed';
            const plan = interpret({ line, heads: head }, answer, trust, door);
            expect([null, 'ask-confirmation']).toContain(plan.command?.do ?? null);
            expect(plan.waits).toBe(false);
            forged += 1;
          }
        }
      }
    }
    expect(forged).toBeGreaterThan(900);
  });
});
