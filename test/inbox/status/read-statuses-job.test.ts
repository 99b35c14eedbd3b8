import fc from 'fast-check';
import { createReadStatusesJob } from '../../../service/inbox/status/read-statuses-job.ts';
import { forgetStatuses, releaseStatuses } from '../../../service/inbox/status/status-store.ts';
import { gil } from '../../rooms/waist-house.ts';
import {
  mailgunEvent,
  postmarkRecord,
  resendEvent,
  sendgridEvent,
  sesBounce,
  sesEvent,
  snsMessage,
} from './provider-reports.ts';
import { mailgunBody, signSendgrid, signSns, signWebhook } from './sign-reports.ts';
import { openStatusHouse, type SentMessage, type StatusHouse } from './status-house.ts';
import { basic, bearer } from './status-stage.ts';

let house: StatusHouse;
beforeAll(async () => {
  house = await openStatusHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.forget();
  house.counts.length = 0;
  house.rings.length = 0;
});

const seconds = () => String(house.clock.now().getTime() / 1000);
const untouched = {
  state: 'sent',
  complained: false,
  reachable: true,
  status: 'booked',
  events: [],
  warnings: 0,
};
const bounced = {
  ...untouched,
  state: 'bounced',
  reachable: false,
  events: ['attendee.undeliverable', 'message.bounced'],
  warnings: 1,
};
const about = (message: SentMessage) => ({ messageId: message.messageId, recipient: gil.email });

describe('what a report leads to', () => {
  it('delivered: the message is', async () => {
    const message = await house.send();
    await house.report({ ...about(message), status: 'delivered' });
    expect(await house.truth(message)).toMatchObject({ ...untouched, state: 'delivered' });
    expect(house.counts).toEqual(['generic delivered applied']);
  });

  it('bounced for good: the other person is told, and why is history; nobody is unbooked', async () => {
    const message = await house.send();
    await house.report({ ...about(message), status: 'bounced', response: '550 5.1.1 gone' });
    expect(await house.truth(message)).toMatchObject({ ...bounced, response: 'bounced (5.1.1)' });
    const [entry] = await house.rows(
      `select deed, why, channel, actor, outbox_id from room_history
       where room_id = $1 and deed = 'undeliverable'`,
      message.roomId,
    );
    expect(entry).toMatchObject({ why: 'bounced (5.1.1)', channel: 'bounce', actor: null });
    expect(entry.outbox_id).toBe(message.id);
    const [event] = await house.rows(
      `select payload from events where room_id = $1 and type = 'message.bounced'`,
      message.roomId,
    );
    expect(event.payload.message).toMatchObject({ id: message.id, reason: 'bounced (5.1.1)' });
    expect(event.payload.cause).toEqual({ channel: 'bounce' });
    expect(house.counts).toEqual(['generic bounced applied', 'bounce permanent']);
    expect(house.rings).toEqual(['read-statuses', 'send-messages']);
  });

  it('a complaint: no more reminders, and the message stays what it was', async () => {
    const message = await house.send();
    await house.report({ ...about(message), status: 'complained' });
    expect(await house.truth(message)).toMatchObject({
      ...bounced,
      state: 'sent',
      complained: true,
      events: ['attendee.undeliverable', 'message.complained'],
    });
    expect(house.counts).toContain('bounce complaint');
  });

  it('not sent for its content: the message failed, and its person is as reachable as before', async () => {
    const message = await house.send();
    await house.report({ ...about(message), status: 'rejected', rejectReason: 'spam' });
    const events = ['message.failed'];
    expect(await house.truth(message)).toMatchObject({ ...untouched, state: 'failed', events });
    const told = await house.rows(
      `select why from room_history where room_id = $1 and deed = 'message-failed'`,
      message.roomId,
    );
    expect(told).toEqual([{ why: 'rejected (spam)' }]);
    const [row] = await house.rows(
      'select failure_told_at from messages where id = $1',
      message.id,
    );
    expect(row.failure_told_at).not.toBeNull();
  });

  it.each([
    ['bounced', { code: '5.2.2' }, 'bounce temporary'],
    ['bounced', { response: '550 5.7.1 blocked using a list' }, 'bounce temporary'],
    ['deferred', {}, 'bounce temporary'],
    ['queued', {}, null],
    ['sent', {}, null],
    ['autoresponded', {}, null],
    ['unsubscribed', {}, null],
    ['unknown', {}, null],
  ])('%s %j: it is only recorded', async (status, fields, counted) => {
    const message = await house.send();
    await house.report({ ...about(message), status, ...fields });
    expect(await house.truth(message)).toMatchObject(untouched);
    expect(await house.statuses()).toMatchObject([{ status, outcome: 'recorded' }]);
    expect(house.counts.slice(1)).toEqual(counted === null ? [] : [counted]);
  });

  it('a message in doubt that arrived is in doubt no more, and not sent again', async () => {
    const message = await house.send();
    await house.rows(
      `update messages set state = 'unknown', settled_at = null, in_doubt_since = now()
       where id = $1`,
      message.id,
    );
    await house.report({ ...about(message), status: 'delivered' });
    const [row] = await house.rows(
      'select state, in_doubt_since, settled_at from messages where id = $1',
      message.id,
    );
    expect(row).toMatchObject({ state: 'delivered', in_doubt_since: null });
    expect(row.settled_at).not.toBeNull();
  });
});

describe('nobody is touched by a report', () => {
  it('about a recipient it was forwarded to', async () => {
    const message = await house.send();
    const elsewhere = { ...about(message), recipient: 'sam@elsewhere.example' };
    await house.report(
      { ...elsewhere, status: 'bounced', code: '5.1.1' },
      { ...elsewhere, status: 'complained' },
      { ...elsewhere, status: 'delivered' },
    );
    expect(await house.truth(message)).toMatchObject(untouched);
    const outcomes = (await house.statuses()).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(Array(3).fill('other-recipient'));
  });

  it('that names nobody, while all mails are redirected', async () => {
    const message = await house.send();
    const job = createReadStatusesJob({ ...house.deps, redirectTo: 'staging@parley.example' });
    const report = { messageId: message.messageId, status: 'bounced', code: '5.1.1' };
    await house.stage.post('generic', report, bearer);
    await job.run();
    expect(await house.truth(message)).toMatchObject(untouched);
    expect(await house.statuses()).toMatchObject([{ outcome: 'other-recipient' }]);
  });

  it('about a message nobody knows', async () => {
    await house.report({ messageId: '<no@in.parley.example>', status: 'bounced', code: '5.1.1' });
    expect(await house.statuses()).toMatchObject([{ outcome: 'unknown-message', reason: null }]);
  });

  it.each([
    ['a cancelled room', { do: 'cancel', reason: null } as const, 'room-cancelled'],
    ['a guest who left', { do: 'unbook', reason: null } as const, 'no-longer-invited'],
  ])('about %s; the message itself bounced all the same', async (_what, command, reason) => {
    const message = await house.send();
    await house.apply(message.roomId, command as never);
    const before = await house.truth(message);
    await house.report({ ...about(message), status: 'bounced', code: '5.1.1' });
    expect(await house.statuses()).toMatchObject([{ outcome: 'applied', reason }]);
    const { state, events, version, warnings, reachable } = await house.truth(message);
    expect({ state, version, warnings, reachable }).toEqual({
      state: 'bounced',
      version: before.version,
      warnings: 0,
      reachable: true,
    });
    expect(events).not.toContain('attendee.undeliverable');
  });

  it('that says again what is known', async () => {
    const message = await house.send();
    const report = { ...about(message), status: 'bounced', code: '5.1.1' };
    await house.report({ ...report, eventId: 'a' });
    const once = await house.truth(message);
    await house.report({ ...report, eventId: 'a' }, { ...report, eventId: 'b' });
    expect(await house.truth(message)).toEqual(once);
    const told = (await house.statuses()).map(({ outcome, reason }) => [outcome, reason]);
    expect(told).toEqual([
      ['applied', 'bounced (5.1.1)'],
      ['ignored', 'already-known'],
    ]);
  });
});

describe('a message is found', () => {
  const permanent = sesBounce({ ...about({} as SentMessage) }, 'Permanent', 'NoEmail');
  it.each([
    [
      'SES',
      'its bounce address',
      (m: SentMessage) => {
        const known = { ...about(m), messageId: '<other@email.amazonses.com>' };
        const event = sesEvent({ ...known, envelopeFrom: m.bounceAddress }, 'Bounce', permanent);
        const Timestamp = house.clock.now().toISOString();
        return house.stage.post('ses', signSns(snsMessage(event, { Timestamp })));
      },
    ],
    [
      'SendGrid',
      'the Message-ID',
      (m: SentMessage) => {
        const event = sendgridEvent(about(m), { event: 'bounce', status: '5.1.1', type: 'bounce' });
        const body = JSON.stringify([event]);
        return house.stage.post('sendgrid', body, signSendgrid(body, seconds()));
      },
    ],
    [
      'Mailgun',
      'the Message-ID without brackets',
      (m: SentMessage) => {
        const told = { code: 550, message: '5.1.1 no such user' };
        const failed = { event: 'failed', severity: 'permanent', reason: 'bounce' };
        const event = mailgunEvent(about(m), { ...failed, 'delivery-status': told });
        return house.stage.post('mailgun', mailgunBody(event, seconds(), `t${m.id}`));
      },
    ],
    [
      'Resend',
      'its headers',
      (m: SentMessage) => {
        const bounce = { type: 'Permanent', subType: 'Suppressed', message: 'x' };
        const body = JSON.stringify(resendEvent(about(m), 'email.bounced', { bounce }));
        return house.stage.post('resend', body, signWebhook(body, seconds()));
      },
    ],
    [
      'Postmark',
      'the name it gave the mail',
      (m: SentMessage) => {
        const fields = { RecordType: 'Bounce', Type: 'BadEmailAddress', MessageID: `pm-${m.id}` };
        return house.stage.post('postmark', postmarkRecord(about(m), fields), basic);
      },
    ],
  ])('by %s through %s', async (provider, _how, post) => {
    const message = await house.send();
    await house.rows(
      `insert into message_attempts (application_id, outbox_id, fence, worker, started_at, ended_at,
         outcome, remote_id) values ($1, $2, 1, 'w', now(), now(), 'accepted', $3)`,
      house.applicationId,
      message.id,
      `pm-${message.id}`,
    );
    expect((await post(message)).status).toBe(200);
    await house.job.run();
    expect(await house.truth(message)).toMatchObject(bounced);
    const [status] = await house.statuses();
    expect(status).toMatchObject({ provider: provider.toLowerCase(), outcome: 'applied' });
    // What would let whoever reads it act for the guest is not kept.
    expect(JSON.stringify(status)).not.toContain(message.bounceAddress);
  });

  it('also when the report is faster than our own note of its name, or of its sending', async () => {
    await house.report({ remoteId: 'early-1', recipient: gil.email, status: 'delivered' });
    expect(await house.statuses()).toMatchObject([{ outcome: null, attempts: 0, claimedBy: null }]);
    const message = await house.send('early-1');
    await house.rows(
      `update messages set state = 'sending', claimed_until = $2 where id = $1`,
      message.id,
      house.clock.now(),
    );
    house.clock.advance({ seconds: 5 });
    await house.job.run();
    expect(await house.statuses()).toMatchObject([{ outcome: null }]);
    await house.rows(
      `update messages set state = 'sent', claimed_until = null where id = $1`,
      message.id,
    );
    house.clock.advance({ seconds: 5 });
    await house.job.run();
    expect(await house.truth(message)).toMatchObject({ ...untouched, state: 'delivered' });
  });

  it('not by a name that a relay gave to two, nor one that never comes', async () => {
    await house.send('twice-1');
    const second = await house.send('twice-1');
    const report = { recipient: gil.email, status: 'bounced', code: '5.1.1' };
    await house.report({ ...report, remoteId: 'twice-1' }, { ...report, remoteId: 'never' });
    house.clock.advance({ minutes: 2 });
    await house.job.run();
    expect(await house.truth(second)).toMatchObject(untouched);
    const outcomes = (await house.statuses()).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(Array(2).fill('unknown-message'));
  });
});

describe('94: what strangers and faulty senders do to the hooks', () => {
  it('94: a captured token of Mailgun brings no other event, and a replay changes nothing', async () => {
    const [message, other] = [await house.send(), await house.send()];
    const at = seconds();
    const post = (m: SentMessage, event: string) =>
      house.stage.post('mailgun', mailgunBody(mailgunEvent(about(m), { event }), at, 'captured'));
    const answers = [await post(message, 'delivered')];
    answers.push(await post(message, 'delivered'), await post(other, 'complained'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await house.job.run();
    expect(await house.truth(message)).toMatchObject({ ...untouched, state: 'delivered' });
    expect(await house.truth(other)).toMatchObject(untouched);
    expect(await house.statuses()).toHaveLength(1);
  });

  it('94: forged complaints and bounces leave no trace', async () => {
    const message = await house.send();
    const report = { ...about(message), status: 'complained' };
    const answers = [
      await house.stage.post('generic', report),
      await house.stage.post('generic', report, { Authorization: 'Bearer wrong' }),
      await house.stage.post('sendgrid', [sendgridEvent(about(message), { event: 'spamreport' })]),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    await house.job.run();
    expect(await house.statuses()).toEqual([]);
    expect(await house.truth(message)).toMatchObject(untouched);
  });

  it('94: a thousand reports at once are one transaction, and each counts once', async () => {
    const message = await house.send();
    const made = Array.from({ length: 1_000 }, (_, n) =>
      sendgridEvent(
        { ...about(message), messageId: n % 250 ? `<${n}@x.example>` : message.messageId },
        {
          event: n % 250 ? 'delivered' : 'spamreport',
          sg_event_id: `e${n % 900}`,
          sg_message_id: 7,
        },
      ),
    );
    // By Message-ID alone: names of relays are waited for.
    const body = JSON.stringify(made.map((one) => ({ ...one, sg_message_id: undefined })));
    const commits = house.db.commits.length;
    const answer = await house.stage.post('sendgrid', body, signSendgrid(body, seconds()));
    expect(answer.status).toBe(200);
    expect(house.db.commits.slice(commits)).toEqual(['store-statuses']);
    expect(house.rings).toEqual(['read-statuses']);
    await house.job.run();
    const outcomes = (await house.statuses()).map(({ outcome }) => outcome);
    expect(outcomes).toHaveLength(900);
    expect(outcomes.filter((one) => one === 'applied')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'ignored')).toHaveLength(3);
    expect((await house.truth(message)).events).toHaveLength(2);
  });
});

it('in whatever order and however often reports come, they come to the same', async () => {
  const kinds = [
    { status: 'deferred' },
    { status: 'delivered' },
    { status: 'bounced', code: '5.1.1' },
    { status: 'complained' },
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(kinds, { minLength: 1 }).chain((some) =>
        fc.record({
          some: fc.constant(some),
          order: fc.shuffledSubarray([...some, ...some], { minLength: some.length }),
          batch: fc.integer({ min: 1, max: 8 }),
        }),
      ),
      async ({ some, order, batch }) => {
        const message = await house.send();
        const all = [...order, ...some].map((one) => ({
          ...about(message),
          ...one,
          eventId: house.random.uuid(),
        }));
        for (let at = 0; at < all.length; at += batch) {
          await house.report(...all.slice(at, at + batch));
        }
        const has = (status: string) => some.some((one) => one.status === status);
        const isLost = has('bounced') || has('complained');
        expect(await house.truth(message)).toMatchObject({
          status: 'booked',
          state: has('bounced') ? 'bounced' : has('delivered') ? 'delivered' : 'sent',
          complained: has('complained'),
          reachable: !isLost,
          warnings: isLost ? 1 : 0,
          events: [
            ...(isLost ? ['attendee.undeliverable'] : []),
            ...(has('bounced') ? ['message.bounced'] : []),
            ...(has('complained') ? ['message.complained'] : []),
          ],
        });
      },
    ),
    { numRuns: 12 },
  );
});

describe('the job', () => {
  const report = (message: SentMessage) => ({ ...about(message), status: 'delivered' });

  it('puts a report aside that always goes wrong, and holds up no other for it', async () => {
    const [poisoned, fine] = [await house.send(), await house.send()];
    const waist = {
      ...house.waist,
      apply: () => Promise.reject(new Error('a fault of ours')),
    };
    const job = createReadStatusesJob({ ...house.deps, waist });
    await house.stage.post(
      'generic',
      [{ ...about(poisoned), status: 'complained' }, report(fine)],
      bearer,
    );
    for (const wait of [0, 5, 10]) {
      house.clock.advance({ seconds: wait });
      await job.run();
      expect(await house.truth(fine)).toMatchObject({ state: 'delivered' });
    }
    expect(await house.statuses()).toMatchObject([
      { outcome: 'put-aside', reason: 'internal-error', attempts: 2 },
      { outcome: 'applied' },
    ]);
    expect(await house.truth(poisoned)).toMatchObject(untouched);
  });

  it('gives back what it cannot read now, and what a dead worker held', async () => {
    const message = await house.send();
    const away = Object.assign(new Error('gone'), { code: '57P01' });
    const waist = { ...house.waist, apply: () => Promise.reject(away) };
    await house.stage.post('generic', { ...about(message), status: 'complained' }, bearer);
    await createReadStatusesJob({ ...house.deps, waist }).run();
    const back = { outcome: null, attempts: 0, claimedBy: null };
    expect(await house.statuses()).toMatchObject([back]);
    await house.rows(
      `update email_statuses set claimed_by = 'worker-2/run', claimed_until = $1`,
      new Date(house.clock.now().getTime() + 60_000),
    );
    await house.job.run();
    expect(await house.statuses()).toMatchObject([{ outcome: null }]);
    expect(await releaseStatuses(house.db.pool, ['worker-2'])).toBe(1);
    await house.job.run();
    expect(await house.statuses()).toMatchObject([{ outcome: 'applied' }]);
  });

  it('ends between two reports when it is told to stop', async () => {
    const message = await house.send();
    await house.stage.post('generic', report(message), bearer);
    await house.job.run(AbortSignal.abort());
    expect(await house.statuses()).toMatchObject([{ outcome: null, claimedBy: null }]);
  });

  it('keeps nothing of a report whose claim somebody else took over', async () => {
    const message = await house.send();
    const thief: typeof house.waist = {
      ...house.waist,
      async apply(tx, ...rest) {
        await tx.query(`update email_statuses set claimed_by = 'worker-2/run'`);
        return house.waist.apply(tx, ...rest);
      },
    };
    await house.stage.post('generic', { ...about(message), status: 'complained' }, bearer);
    await createReadStatusesJob({ ...house.deps, waist: thief }).run();
    expect(await house.truth(message)).toMatchObject(untouched);
  });

  it('forgets what was read long ago, and nothing that is still to be read', async () => {
    const message = await house.send();
    await house.report(report(message));
    await house.stage.post('generic', { ...report(message), status: 'sent' }, bearer);
    house.clock.advance({ hours: 1 });
    expect(await forgetStatuses(house.db.pool, house.clock.now(), 100)).toBe(1);
    expect(await house.statuses()).toMatchObject([{ status: 'sent', outcome: null }]);
  });
});
