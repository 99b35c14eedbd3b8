import { createMailQuota } from '../../service/inbox/mail-quota.ts';
import { limits } from '../../service/limits.ts';
import { gil, helen } from '../rooms/waist-house.ts';
import { bounceMail, complaintMail, googleMail, humanMail, type Said } from './client-mails.ts';
import { centralAddress, type InboxHouse, inboundDomain, openInboxHouse } from './inbox-house.ts';
import { evidence } from './sample-readings.ts';

const postmaster = `postmaster@${inboundDomain}`;
let house: InboxHouse;
let roomId: string;
let guest: Awaited<ReturnType<InboxHouse['people']>>['guest'];

beforeAll(async () => {
  house = await openInboxHouse();
});
afterAll(() => house.close());

beforeEach(async () => {
  house.clock.set('2027-03-01T09:00:10Z');
  house.told.evidence = evidence('pass');
  await house.forgetMails();
  roomId = await house.create({ guest: gil });
  ({ guest } = await house.people(roomId));
});

const says = (changes: Partial<Said> = {}): Said => ({
  icsUid: guest.icsUid,
  email: gil.email,
  partstat: 'DECLINED',
  ...changes,
});

/** The mail as it was stored, with its outcome and reason in one text. */
async function read(raw: string, to = centralAddress, from = gil.email) {
  const id = await house.receive(raw, to, from);
  await house.job.run();
  return outcomeOf(id);
}

async function outcomeOf(id: string) {
  const mail = (await house.mails()).find((one) => one.id === id);
  if (!mail) throw new Error('no such mail');
  return { ...mail, told: `${mail.outcome} ${mail.reason ?? ''}`.trim() };
}

async function statusOf(id = roomId) {
  const { rows } = await house.db.pool.query<{ status: string }>(
    'select status from rooms where id = $1',
    [id],
  );
  return rows[0]?.status;
}

/** The guest's invitation, as if it had left. */
async function sentMessage() {
  const { rows } = await house.db.pool.query<{ id: string; message_id: string }>(
    `update messages set state = 'sent' where attendee_id = $1 returning id, message_id`,
    [guest.attendeeId],
  );
  return rows[0] ?? { id: '', message_id: '' };
}

async function kinds(): Promise<string[]> {
  const { rows } = await house.db.pool.query<{ kind: string }>(
    'select kind from messages where room_id = $1',
    [roomId],
  );
  return rows.map((row) => row.kind);
}

async function eventTypes(prefix: string): Promise<string[]> {
  const { rows } = await house.db.pool.query<{ type: string }>(
    `select type from events where room_id = $1 and type like $2 || '%' order by ordinal`,
    [roomId, prefix],
  );
  return rows.map((row) => row.type);
}

describe('an answer to the address our mails come from', () => {
  it('is applied when UID, ATTENDEE and the proven sender name one person', async () => {
    const mail = await read(googleMail(says()));
    expect(mail).toMatchObject({ told: 'applied', roomId, attendeeId: guest.attendeeId });
    expect(await statusOf()).toBe('open');
  });

  it.each([
    ['nothing proves its sender', evidence('none', null), {}, 'not-authenticated'],
    ['its sender is disowned', evidence('fail'), {}, 'not-authenticated'],
    ['another one sent it', evidence('pass'), { from: 'sam@elsewhere.example' }, 'forwarded'],
    ['the other person sent it', evidence('pass'), { from: helen.email }, 'forwarded'],
  ])('is parked when %s; its room’s application sees it, nobody is asked', async (...row) => {
    const [, told, changes, reason] = row;
    house.told.evidence = told;
    const mail = await read(googleMail(says(changes)));
    expect(mail).toMatchObject({
      told: `parked ${reason}`,
      applicationId: house.applicationId,
      roomId,
      attendeeId: null,
      question: null,
    });
    expect(await statusOf()).toBe('booked');
    expect(await eventTypes('mail.')).toEqual(['mail.parked']);
    expect(await kinds()).not.toContain('confirm-answer');
  });

  it.each([
    ['a room nobody has', { icsUid: 'unknown@in.parley.example' }],
    ['a UID that spells NUL', { icsUid: 'a\\0b' }],
    ['a person not in the room', { email: 'sam@elsewhere.example' }],
  ])('about %s is parked and belongs to nobody', async (_what, changes) => {
    expect(await read(googleMail(says(changes)))).toMatchObject({
      told: 'parked unknown-room',
      applicationId: null,
      roomId: null,
    });
  });

  it('that names two people of a room is nobody’s', async () => {
    const raw = googleMail(says()).replaceAll(
      'ORGANIZER;PARTSTAT=ACCEPTED:in.parley.example',
      `ATTENDEE;PARTSTAT=DECLINED:mailto:${helen.email}`,
    );
    expect((await read(raw)).told).toBe('parked unknown-room');
  });

  it('has no more power when it is read again', async () => {
    house.told.evidence = evidence('fail');
    const { id } = await read(googleMail(says()));
    await house.db.pool.query(
      `update imip_messages set read_at = null, outcome = null, replays = 1 where id = $1`,
      [id],
    );
    await house.job.run();
    expect((await outcomeOf(id)).told).toBe('parked not-authenticated');
    expect(await statusOf()).toBe('booked');
  });
});

describe('mail by hand to the address our mails come from', () => {
  const replyTo = (id: string, from = gil.email) =>
    humanMail(from, 'Can we move it?').replace('Subject:', `In-Reply-To: ${id}\r\nSubject:`);

  it('is answered when it answers a mail of ours to its proven sender', async () => {
    const { message_id } = await sentMessage();
    const mail = await read(replyTo(message_id));
    expect(mail).toMatchObject({ told: 'human', roomId, attendeeId: guest.attendeeId });
    expect(await kinds()).toContain('human-answer');
  });

  it('is known by how its thread begins', async () => {
    const mail = await read(replyTo(`<${guest.attendeeId}@${inboundDomain}>`));
    expect(mail).toMatchObject({ told: 'human', attendeeId: guest.attendeeId });
  });

  it('is kept and not answered when it is not, or its sender is not proven', async () => {
    const { message_id } = await sentMessage();
    const stranger = await read(replyTo(message_id, 'sam@elsewhere.example'));
    expect(stranger).toMatchObject({ told: 'human unknown-sender', applicationId: null });
    expect((await read(humanMail(gil.email, 'Hello'))).told).toBe('human unknown-sender');
    const elsewhere = replyTo(`<${guest.attendeeId}@elsewhere.example>`);
    expect((await read(elsewhere)).told).toBe('human unknown-sender');
    house.told.evidence = evidence('none', null);
    const unproven = await read(replyTo(message_id));
    expect(unproven).toMatchObject({ told: 'human not-authenticated', roomId, attendeeId: null });
    expect(await kinds()).not.toContain('human-answer');
  });
});

describe('a report to an address everybody knows', () => {
  const isReachable = async () => {
    const { rows } = await house.db.pool.query<{ reachable: boolean }>(
      'select reachable from attendees where id = $1',
      [guest.attendeeId],
    );
    return rows[0]?.reachable;
  };

  it.each([postmaster, centralAddress])(
    '(%s) is known by the Message-ID it returns',
    async (to) => {
      const { id, message_id } = await sentMessage();
      const mail = await read(bounceMail(gil.email, '5.1.1', message_id), to, '');
      expect(mail).toMatchObject({ told: 'bounce permanent', roomId, outboxId: id });
      expect(await eventTypes('message.')).toEqual(['message.bounced']);
      expect(await isReachable()).toBe(false);
      expect(await statusOf()).toBe('booked');
    },
  );

  it('that gives back an invitation only counts when it is about that very mailbox', async () => {
    await sentMessage();
    const bounceOf = (email: string) =>
      read(bounceMail(email, '5.1.1', '<unknown@x.example>', guest.address), postmaster, '');
    const theirs = { applicationId: house.applicationId, attendeeId: guest.attendeeId };
    // Whoever it was forwarded to.
    expect(await bounceOf('gone@elsewhere.example')).toMatchObject({
      ...theirs,
      told: 'bounce message-unknown',
      outboxId: null,
    });
    expect(await isReachable()).toBe(true);
    expect(await bounceOf(gil.email)).toMatchObject({ ...theirs, told: 'bounce permanent' });
    expect(await isReachable()).toBe(false);
  });

  it('of nothing we know is kept, and of abuse is told with the message it is about', async () => {
    const unknown = await read(
      bounceMail(gil.email, '5.1.1', '<unknown@x.example>'),
      postmaster,
      '',
    );
    expect(unknown).toMatchObject({ told: 'bounce message-unknown', applicationId: null });
    const { id, message_id } = await sentMessage();
    const complaint = await read(complaintMail(message_id), postmaster, 'fbl@mx.example');
    expect(complaint).toMatchObject({ told: 'complaint', roomId, outboxId: id });
    expect(await eventTypes('message.')).toEqual(['message.complained']);
    expect(await isReachable()).toBe(false);
  });
});

it('takes more mail at the addresses that everybody writes to, and not without end', () => {
  const quota = createMailQuota(house.clock);
  const nobody = { applicationId: null, roomId: null, attendeeId: null, outboxId: null };
  const central = { ...nobody, address: centralAddress };
  for (let mail = 0; mail < limits.sharedMailboxMailsPerHour; mail++) {
    expect(quota.hasRoom(central)).toBe(true);
    quota.count(central);
  }
  expect(quota.hasRoom({ ...nobody, address: centralAddress.toUpperCase() })).toBe(false);
  expect(quota.hasRoom({ ...nobody, address: postmaster })).toBe(true);
});
