import { interpretMail } from '../../service/inbox/interpret-mail.ts';
import {
  at,
  attendee,
  bound,
  calendarMail,
  context,
  mail,
  missing,
  receivedAt,
} from './sample-readings.ts';

const stampedAt = new Date('2027-03-01T09:00:00Z');
const now = {
  startUtc: new Date('2027-03-10T14:00:00Z'),
  endUtc: new Date('2027-03-10T15:00:00Z'),
};
const said = { sequence: 1, stampedAt, receivedAt, comment: null, alias: null };

describe('a reply', () => {
  it('of Google Calendar is the answer with the comment of its ATTENDEE line', () => {
    const reading = calendarMail(
      { attendees: [attendee({ partstat: 'TENTATIVE', comment: 'Running late' })], comment: 'no' },
      { automatic: true },
    );
    expect(interpretMail(reading, context).command).toEqual({
      do: 'record-reply',
      attendeeId: 'gil-id',
      reply: { ...said, ...now, answer: 'tentative', comment: 'Running late' },
    });
  });

  it('of Outlook counts although its comment is empty and its zone unknown', () => {
    const reading = calendarMail({
      attendees: [attendee({ partstat: 'DECLINED' })],
      comment: '\n',
      start: { utc: null, problem: 'unknown-zone' },
      end: { utc: null, problem: 'unknown-zone' },
    });
    expect(interpretMail(reading, context).command).toEqual({
      do: 'record-reply',
      attendeeId: 'gil-id',
      reply: { ...said, answer: 'declined', startUtc: null, endUtc: null },
    });
  });

  it('of Apple counts by the EMAIL= of its ATTENDEE line', () => {
    const line = attendee({ address: '/aliases/x/principal', email: 'gil.grant@gmail.com' });
    const reading = calendarMail({ attendees: [line], stampedAt: null, start: missing });
    expect(interpretMail(reading, context).command).toMatchObject({
      do: 'record-reply',
      reply: { answer: 'accepted', stampedAt: null, startUtc: null },
    });
  });

  it('of Thunderbird counts from another spelling of the same mailbox', () => {
    const line = attendee({ address: 'gilgrant@googlemail.com' });
    const reading = calendarMail({ attendees: [line] }, { from: ['gilgrant+cal@gmail.com'] });
    expect(interpretMail(reading, context).command).toMatchObject({ do: 'record-reply' });
  });

  it.each(['NEEDS-ACTION', 'DELEGATE', 'X-MAYBE', 'COMPLETED', null])(
    'that says %s is no answer',
    (partstat) => {
      const reading = calendarMail({ attendees: [attendee({ partstat })] });
      expect(interpretMail(reading, context).command).toMatchObject({ reply: { answer: null } });
    },
  );

  it('has its comment cleaned of what could harm, and cut', () => {
    const comment = `\u202eevil\u0007\u0000 ${'x'.repeat(2000)}`;
    const { command } = interpretMail(calendarMail({ comment }), context);
    const kept = command?.do === 'record-reply' ? (command.reply.comment ?? '') : '';
    expect(kept).toHaveLength(1000);
    expect(kept.startsWith('evil')).toBe(true);
    expect(kept).not.toMatch(/\p{Cc}|\u202e/u);
  });
});

describe('a counter', () => {
  const asked = { start: at('2027-03-11T10:00:00Z'), end: at('2027-03-11T11:00:00Z') };
  const proposed = {
    proposedStartUtc: new Date('2027-03-11T10:00:00Z'),
    proposedEndUtc: new Date('2027-03-11T11:00:00Z'),
  };

  it('of Google Calendar asks for its times and never declines, whatever its marks', () => {
    const reading = calendarMail(
      { method: 'COUNTER', ...asked, comment: 'This is better' },
      { automatic: true },
    );
    expect(interpretMail(reading, context).command).toEqual({
      do: 'counter',
      attendeeId: 'gil-id',
      proposalId: 'proposal-id',
      counter: {
        ...said,
        ...proposed,
        answer: 'accepted',
        comment: 'This is better',
        startUtc: null,
        endUtc: null,
      },
    });
  });

  it('of Outlook echoes the old time it answers', () => {
    const old = { originalStart: at('2027-03-10T14:00:00Z'), originalEnd: missing };
    const reading = calendarMail({ method: 'COUNTER', ...asked, ...old });
    expect(interpretMail(reading, context).command).toMatchObject({
      counter: { ...proposed, startUtc: now.startUtc, endUtc: null },
    });
  });

  it('of KOrganizer counts when the list of all people names the bound one', () => {
    const attendees = [attendee({ address: 'a@x.example' }), attendee()];
    const reading = calendarMail({ method: 'COUNTER', ...asked, attendees });
    expect(interpretMail(reading, context).command).toMatchObject({
      do: 'counter',
      counter: proposed,
    });
  });

  it('without a time that can be understood asks for none', () => {
    const reading = calendarMail({ method: 'COUNTER', start: { utc: null, problem: 'floating' } });
    const plan = interpretMail(reading, context);
    expect(plan.command).toMatchObject({ do: 'counter', counter: { proposedStartUtc: null } });
    expect(plan.detail).toMatchObject({ startProblem: 'floating' });
  });

  it.each(['floating', 'date-only', 'unknown-zone', 'impossible'] as const)(
    'whose end is %s asks for none: it is not the same as one without an end',
    (problem) => {
      const reading = calendarMail({ method: 'COUNTER', ...asked, end: { utc: null, problem } });
      expect(interpretMail(reading, context).command).toMatchObject({
        counter: { proposedStartUtc: null, proposedEndUtc: null },
      });
      const open = calendarMail({ method: 'COUNTER', ...asked, end: missing });
      expect(interpretMail(open, context).command).toMatchObject({
        counter: { proposedStartUtc: proposed.proposedStartUtc, proposedEndUtc: null },
      });
    },
  );
});

it('asks for the present invitation again on a refresh', () => {
  expect(interpretMail(calendarMail({ method: 'REFRESH' }), context).command).toEqual({
    do: 'refresh',
    attendeeId: 'gil-id',
  });
});

describe('a calendar mail changes nothing', () => {
  it.each([
    ['of another room', calendarMail({ uid: 'other@x' }), 'parked', 'uid-mismatch'],
    [
      'of a UID in other letters',
      calendarMail({ uid: 'ROOM@in.parley.example' }),
      'parked',
      'uid-mismatch',
    ],
    ['with a poisoned UID', calendarMail({ uid: '__proto__' }), 'parked', 'uid-mismatch'],
    ...['REQUEST', 'CANCEL', 'ADD', 'PUBLISH', 'DECLINECOUNTER'].map(
      (method) =>
        [
          `with ${method}`,
          calendarMail({ method }),
          'ignored',
          'method-not-for-organizers',
        ] as const,
    ),
    ['about one of a series', calendarMail({ hasRecurrenceId: true }), 'ignored', 'recurrence'],
    ['without ATTENDEE', calendarMail({ attendees: [] }), 'parked', 'no-attendee'],
    ['without sender', calendarMail({}, { from: [] }), 'parked', 'no-sender'],
    [
      'that their calendar could not take (REQUEST-STATUS 3.7)',
      calendarMail({ attendees: [attendee({ partstat: 'DECLINED' })], requestStatus: '3.7' }),
      'parked',
      'refused-by-calendar',
    ],
    ['sealed', mail({ kind: 'unreadable', kindDetail: 'sealed' }), 'parked', 'sealed'],
    ['whose parts differ', calendarMail({}, { problem: 'parts-differ' }), 'parked', 'parts-differ'],
    ['cut off', mail({ kind: 'calendar', problem: 'truncated' }), 'unreadable', 'truncated'],
    ['too large', mail({ kind: 'calendar', problem: 'too-large' }), 'unreadable', 'too-large'],
    ['with conflicts', mail({ kind: 'calendar', problem: 'conflict' }), 'parked', 'conflict'],
    [
      'of two methods',
      mail({ kind: 'calendar', problem: 'methods-differ' }),
      'parked',
      'methods-differ',
    ],
  ] as const)('%s', (_what, reading, outcome, reason) => {
    const plan = interpretMail(reading, context);
    expect(plan).toMatchObject({ command: null, outcome, reason });
  });
});

it.each(['2.0', '2.8', null])('takes a decline with REQUEST-STATUS %s for one', (requestStatus) => {
  const attendees = [attendee({ partstat: 'DECLINED' })];
  expect(interpretMail(calendarMail({ attendees, requestStatus }), context)).toMatchObject({
    command: { do: 'record-reply', reply: { answer: 'declined' } },
    outcome: null,
  });
});

describe('mail written by hand', () => {
  const answered = {
    command: { do: 'send-link', attendeeId: 'gil-id', because: 'human-mail' },
    outcome: 'human',
  };

  it('is answered with a link when it comes from the person themself', () => {
    expect(interpretMail(mail(), context)).toMatchObject(answered);
  });

  it('carries on the time it asks for', () => {
    const suggestedStartUtc = new Date('2027-03-11T20:00:00Z');
    expect(interpretMail(mail({ suggestedStartUtc }), context).command).toMatchObject({
      suggestedStartUtc,
    });
  });

  it('is answered when it comes from an address known to be theirs', () => {
    const addressee = { ...bound, aliases: ['gil@work.example'] };
    const reading = mail({ from: ['gil@work.example'] });
    expect(interpretMail(reading, { ...context, addressee })).toMatchObject(answered);
  });

  it.each([
    ['another person', mail({ from: ['sam@elsewhere.example'] }), {}, 'human unknown-sender'],
    ['nobody', mail({ from: [] }), {}, 'human unknown-sender'],
    [
      'two people',
      mail({ from: ['gil.grant@gmail.com', 'b@x.example'] }),
      {},
      'human unknown-sender',
    ],
    ['a forger', mail(), { trust: 'failed' }, 'human not-authenticated'],
    ['a list', mail({ automatic: true, kindDetail: 'list' }), {}, 'automatic list'],
    ['a machine', mail({ kind: 'automatic', automatic: true }), {}, 'automatic null'],
    ['an absence', mail({ kind: 'automatic', kindDetail: 'vacation' }), {}, 'automatic vacation'],
    ['the null sender', mail(), { envelope: { from: '', to: 'x' } }, 'automatic null'],
    ['ourselves', mail({ from: ['r-x@in.parley.example'] }), {}, 'automatic own-mail'],
    ['a mail server', mail(), { mailbox: 'bounce' }, 'automatic to-bounce-address'],
  ] as const)('is kept and not answered when it comes from %s', (_who, reading, changes, told) => {
    const { command, outcome, reason } = interpretMail(reading, { ...context, ...changes });
    expect([command, `${outcome} ${reason}`]).toEqual([null, told]);
  });

  it('waits while nobody knows who wrote it', () => {
    expect(interpretMail(mail(), { ...context, trust: 'undecided' })).toMatchObject({
      command: null,
      waits: true,
    });
  });
});

it('ignores what postmaster gets, unless it is a report', () => {
  const toPostmaster = { ...context, addressee: null, mailbox: 'postmaster' } as const;
  const told = [mail(), calendarMail(), mail({ kind: 'report' }), mail({ kind: 'complaint' })].map(
    (reading) => {
      const { command, outcome, reason } = interpretMail(reading, toPostmaster);
      return [command, `${outcome} ${reason}`];
    },
  );
  expect(told).toEqual([
    [null, 'ignored postmaster'],
    [null, 'ignored postmaster'],
    [null, 'bounce message-unknown'],
    [null, 'complaint message-unknown'],
  ]);
});

describe('a report', () => {
  const failed = (status: string | null, diagnostic: string | null = null) =>
    mail({
      kind: 'report',
      from: ['mailer-daemon@guest.example'],
      recipients: [{ address: 'gil.grant@gmail.com', action: 'failed', status, diagnostic }],
    });
  const ofOurs = { ...context, outboxId: 'message-id' };

  it.each([
    ['5.1.1', null, 'bounced (5.1.1)'],
    ['5.1.2', null, 'bounced (5.1.2)'],
    [null, 'smtp; 550 no such user <gil.grant@gmail.com>', 'bounced'],
  ])(
    'of failure %s %s makes the person unreachable, without their address',
    (status, words, reason) => {
      expect(interpretMail(failed(status, words), ofOurs)).toMatchObject({
        command: { do: 'record-undeliverable', attendeeId: 'gil-id', reason },
        outcome: 'bounce',
        reason: 'permanent',
      });
    },
  );

  it.each([
    ['4.4.7', null],
    ['5.2.2', null],
    ['5.7.1', 'smtp; 550 5.7.1 rejected as spam'],
    ['5.4.7', 'delivery time expired'],
    ['5.4.6', null],
    ['5.7.1', null],
    [null, 'smtp; 451 later'],
    [null, null],
  ])('of passing failure %s %s only counts', (status, words) => {
    expect(interpretMail(failed(status, words), ofOurs)).toMatchObject({
      command: null,
      outcome: 'bounce',
      reason: 'temporary',
    });
  });

  it('of a relay that gave up is no news of a delay, nor of another mailbox', () => {
    const whyOf = (change: object) => {
      const reading = failed('4.4.7', null);
      const recipients = reading.recipients.map((one) => ({ ...one, ...change }));
      return interpretMail({ ...reading, recipients }, ofOurs).givenUp;
    };
    expect(whyOf({})).toBe('given up (4.4.7)');
    expect(whyOf({ action: 'delayed' })).toBeNull();
    expect(whyOf({ address: 'elsewhere@forward.example' })).toBeNull();
    expect(whyOf({ status: '5.2.2' })).toBeNull();
  });

  it.each([
    [['delivered', 'relayed', 'expanded'], 'automatic', 'delivered'],
    [['unknown'], 'bounce', 'temporary'],
    [['delivered', 'unknown'], 'bounce', 'temporary'],
    [['delivered', 'delayed'], 'bounce', 'temporary'],
  ] as const)('of %s is %s %s', (actions, outcome, reason) => {
    const recipients = actions.map((action) => ({
      address: 'gil.grant@gmail.com',
      action,
      status: null,
      diagnostic: null,
    }));
    const reading = mail({ kind: 'report', from: ['mailer-daemon@guest.example'], recipients });
    expect(interpretMail(reading, ofOurs)).toMatchObject({ command: null, outcome, reason });
  });

  it('from where all mails are redirected to says nothing of their persons', () => {
    const redirectTo = 'staging@parley.example';
    const told = (about: object) => {
      const { command, reason } = interpretMail(
        { ...failed('5.1.1'), ...about },
        { ...ofOurs, redirectTo },
      );
      return [command?.do ?? null, reason];
    };
    const [own] = failed('5.1.1').recipients;
    const recipients = [{ ...own, address: redirectTo }];
    expect([told({ recipients }), told({ recipients, kind: 'complaint' })]).toEqual([
      [null, 'other-recipient'],
      [null, 'other-recipient'],
    ]);
    expect(told({ recipients: [{ ...own, address: null }] })).toEqual([null, 'other-recipient']);
  });

  it('about a message that is not ours changes nothing', () => {
    expect(interpretMail(failed('5.1.1'), context)).toMatchObject({
      command: null,
      outcome: 'bounce',
      reason: 'message-unknown',
    });
  });

  it('of success is no bounce, one of nothing we understand is, and neither changes anything', () => {
    const delivered = {
      address: null,
      action: 'delivered',
      status: '2.0.0',
      diagnostic: null,
    } as const;
    const told = [[], [delivered]].map((recipients) => {
      const plan = interpretMail({ ...failed(null), recipients }, ofOurs);
      return [plan.command, plan.outcome, plan.reason];
    });
    expect(told).toEqual([
      [null, 'bounce', 'none'],
      [null, 'automatic', 'delivered'],
    ]);
  });

  it('of abuse is a complaint: its person is no longer reminded', () => {
    const named = (address: string) => ({ address, action: 'unknown', status: null }) as const;
    const told = [[], ['sam@x.example'], [bound.email.toUpperCase(), 'sam@x.example']].map(
      (all) => {
        const recipients = all.map((address) => ({ ...named(address), diagnostic: 'abuse' }));
        const plan = interpretMail(mail({ kind: 'complaint', recipients }), ofOurs);
        return [plan.command?.do ?? null, plan.outcome, plan.reason];
      },
    );
    expect(told).toEqual([
      ['record-undeliverable', 'complaint', null],
      // Whoever it was forwarded to.
      [null, 'complaint', 'other-recipient'],
      ['record-undeliverable', 'complaint', null],
    ]);
  });
});

it('keeps no address in what it writes down, but the alias that is asked about', () => {
  const plan = interpretMail(
    calendarMail({ attendees: [attendee({ address: 'sam@x.example' })] }),
    context,
  );
  expect(plan.alias).toBe('sam@x.example');
  expect(JSON.stringify({ ...plan, alias: null })).not.toContain('@x.example');
});
