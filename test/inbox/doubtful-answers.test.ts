import { inTransaction } from '../../service/db/transaction.ts';
import { makeUnread } from '../../service/ops/unread-mail-store.ts';
import { thawQuestion } from '../../service/scheduling/parked-question.ts';
import { byApi, gil, roomFacts } from '../rooms/waist-house.ts';
import { googleMail, humanMail, outlookMail, type Said, thunderbirdMail } from './client-mails.ts';
import { type InboxHouse, openInboxHouse } from './inbox-house.ts';
import { evidence } from './sample-readings.ts';

const alias = 'gil@work.example';
let house: InboxHouse;
let roomId: string;
let guest: Awaited<ReturnType<InboxHouse['people']>>['guest'];

beforeAll(async () => {
  house = await openInboxHouse();
});
afterAll(() => house.close());

beforeEach(async () => {
  house.clock.set('2027-03-01T09:00:10Z');
  house.told.evidence = null;
  await house.forgetMails();
  await house.db.pool.query(`update attendees set aliases = '{}'`);
  roomId = await house.create({ guest: gil });
  ({ guest } = await house.people(roomId));
});

const says = (changes: Partial<Said> & { partstat: string }): Said => ({
  icsUid: guest.icsUid,
  email: gil.email,
  ...changes,
});
const decline = (changes: Partial<Said> = {}) =>
  outlookMail(says({ partstat: 'DECLINED', ...changes }));
const receive = (raw: string) => house.receive(raw, guest.address, gil.email);

/** Reads what is due; what became of the mail, or `waits`. */
async function become(id: string): Promise<string> {
  await house.job.run();
  const mail = (await house.mails()).find((one) => one.id === id);
  return mail?.outcome ? `${mail.outcome} ${mail.reason ?? ''}`.trim() : `waits ${mail?.attempts}`;
}
const read = async (raw: string) => become(await receive(raw));
const mailOf = async (id: string) => (await house.mails()).find((mail) => mail.id === id);

async function room() {
  const { rows } = await house.db.pool.query<{ status: string; answer: string; aliases: string[] }>(
    `select r.status, a.answer, a.aliases from rooms r
     join attendees a on a.room_id = r.id and a.role = 'guest' where r.id = $1`,
    [roomId],
  );
  return rows[0];
}

async function questionsMailed(): Promise<number> {
  const { rows } = await house.db.pool.query(
    `select id from messages where room_id = $1 and kind = 'confirm-answer'`,
    [roomId],
  );
  return rows.length;
}

describe('an answer that fails DMARC', () => {
  beforeEach(() => {
    house.told.evidence = evidence('fail');
  });

  it('and decides is kept as a question to its person, who is asked once a day', async () => {
    const id = await receive(decline({ comment: 'Sorry' }));
    expect(await become(id)).toBe('parked not-authenticated');
    expect(house.counts).toContainEqual(['doubtfulMail', 'not-authenticated']);
    expect(await room()).toMatchObject({ status: 'booked', answer: 'needs-action' });
    const mail = await mailOf(id);
    expect(thawQuestion(mail?.question)).toMatchObject({
      do: 'record-reply',
      attendeeId: guest.attendeeId,
      reply: { answer: 'declined', comment: 'Sorry', alias: null },
    });
    expect(mail).toMatchObject({ alias: null, authentication: { dmarc: { result: 'fail' } } });
    const again = await receive(decline({ stampedAt: '20270301T090005Z' }));
    expect(await become(again)).toBe('parked not-authenticated');
    expect((await mailOf(again))?.question).not.toBeNull();
    expect(await questionsMailed()).toBe(1);
    house.clock.advance({ hours: 25 });
    await read(decline({ stampedAt: '20270302T090005Z' }));
    expect(await questionsMailed()).toBe(2);
  });

  it('and decides nothing counts, and says so', async () => {
    expect(await read(googleMail(says({ partstat: 'ACCEPTED' })))).toBe(
      'applied not-authenticated',
    );
    expect(await room()).toMatchObject({ answer: 'accepted' });
  });

  it('and would change nothing anyway has the outcome it would have had', async () => {
    const startUtc = new Date('2027-03-11T14:00:00Z');
    await house.apply(roomId, { do: 'reschedule', startUtc, durationMinutes: null });
    const id = await receive(decline());
    expect(await become(id)).toBe('stale stale-answer');
    expect(await mailOf(id)).toMatchObject({ question: null, alias: null });
    expect(await questionsMailed()).toBe(0);
  });

  it('is not answered when a person wrote it', async () => {
    expect(await read(humanMail(gil.email, 'Hello'))).toBe('human not-authenticated');
    const { rows } = await house.db.pool.query(
      `select id from messages where room_id = $1 and kind = 'human-answer'`,
      [roomId],
    );
    expect(rows).toEqual([]);
  });

  it('that was confirmed counts as the last one, so the same again is a repetition', async () => {
    const id = await receive(decline());
    await become(id);
    house.told.evidence = evidence('pass');
    expect(await read(googleMail(says({ partstat: 'TENTATIVE' })))).toBe('applied');
    await house.db.pool.query(
      `update imip_messages set outcome = 'applied', reason = 'confirmed', confirmed_at = $2
       where id = $1`,
      [id, new Date('2027-03-01T10:00:00Z')],
    );
    expect(await read(decline())).toBe('duplicate seen-before');
  });
});

describe('an answer from another address of the person', () => {
  const fromAlias = (partstat: string, more: Partial<Said> = {}) =>
    googleMail(says({ partstat, email: alias, ...more }));

  it('is applied when its sender is proven, and the address is known from then on', async () => {
    house.told.evidence = evidence('pass');
    expect(await read(fromAlias('TENTATIVE', { from: gil.email }))).toBe('applied');
    expect(await room()).toMatchObject({ answer: 'tentative', aliases: [alias] });
    house.told.evidence = evidence('none', null);
    const stampedAt = '20270301T090007Z';
    expect(await read(fromAlias('ACCEPTED', { stampedAt }))).toBe('applied');
    expect(await room()).toMatchObject({ answer: 'accepted' });
  });

  it('is known in another room of the same application too', async () => {
    house.told.evidence = evidence('pass');
    await read(fromAlias('TENTATIVE', { from: gil.email }));
    roomId = await house.create({ guest: gil });
    ({ guest } = await house.people(roomId));
    house.told.evidence = null;
    expect(await read(fromAlias('DECLINED'))).toBe('applied');
    expect(await room()).toMatchObject({ status: 'open' });
  });

  it('is not known in a room of another application', async () => {
    const application = house.random.uuid();
    await house.db.pool.query(
      `insert into applications (id, name, created_at) values ($1, 'Other', $2)`,
      [application, house.clock.now()],
    );
    const other = await inTransaction(house.db.database, 'create', (tx) =>
      house.waist.create(tx, application, { ...roomFacts, guest: gil }, byApi),
    );
    const there = (await house.people(other.roomId)).guest;
    await house.db.pool.query('update attendees set aliases = $2 where id = $1', [
      guest.attendeeId,
      [alias],
    ]);
    const raw = (to: typeof guest) =>
      googleMail({ icsUid: to.icsUid, email: alias, partstat: 'ACCEPTED' });
    const here = await house.receive(raw(guest), guest.address, alias);
    const elsewhere = await house.receive(raw(there), there.address, alias);
    expect([await become(here), await become(elsewhere)]).toEqual([
      'applied',
      'parked someone-else',
    ]);
  });

  it('waits for the person’s word when nothing proves it', async () => {
    const id = await receive(fromAlias('ACCEPTED', { from: gil.email }));
    expect(await become(id)).toBe('parked alias-unconfirmed');
    expect(await mailOf(id)).toMatchObject({ alias, question: { do: 'record-reply' } });
    expect(await room()).toMatchObject({ answer: 'needs-action', aliases: [] });
    expect(await questionsMailed()).toBe(1);
  });

  it('of nobody known is asked about with the address it came in the name of', async () => {
    house.told.evidence = evidence('pass');
    const id = await receive(fromAlias('DECLINED'));
    expect(await become(id)).toBe('parked someone-else');
    expect(await mailOf(id)).toMatchObject({ alias, detail: { doubt: 'someone-else' } });
    expect(await questionsMailed()).toBe(1);
  });
});

it('with a year that no calendar reaches is asked about all the same, without that time', async () => {
  house.told.evidence = evidence('fail');
  const raw = thunderbirdMail(says({ partstat: 'DECLINED' })).replace(
    /DTEND:.*/,
    'DTEND;TZID=America/New_York:99991231T235959',
  );
  const id = await receive(raw);
  expect(await become(id)).toBe('parked not-authenticated');
  expect(thawQuestion((await mailOf(id))?.question)).toMatchObject({
    reply: { answer: 'declined', endUtc: null },
  });
  expect(await questionsMailed()).toBe(1);
});

it('from before all years counts as of its arrival, and what comes after it is in order', async () => {
  expect(
    await read(googleMail(says({ partstat: 'TENTATIVE', stampedAt: '00000101T000000Z' }))),
  ).toBe('applied');
  const counter = says({
    partstat: 'TENTATIVE',
    newStart: '99991231T233000Z',
    newEnd: '99991231T235900Z',
    stampedAt: '20270301T090030Z',
  });
  house.clock.advance({ minutes: 1 });
  expect(await read(outlookMail(counter))).toBe('parked counter-parked');
});

it('may be confirmed again when it is read again, though it was before', async () => {
  house.told.evidence = evidence('fail');
  const id = await receive(decline());
  await become(id);
  await house.db.pool.query(
    `update imip_messages set reason = 'counter-parked', confirmed_at = $2 where id = $1`,
    [id, house.clock.now()],
  );
  const count = await inTransaction(house.db.database, 'replay', (tx) =>
    makeUnread(tx, house.applicationId, [id]),
  );
  expect(count).toBe(1);
  expect(await become(id)).toBe('parked not-authenticated');
  const { rows } = await house.db.pool.query(
    `select confirmed_at, question is not null as "isAsked", replays from imip_messages
     where id = $1`,
    [id],
  );
  expect(rows).toEqual([{ confirmed_at: null, isAsked: true, replays: 1 }]);
});

describe('a decline whose sender nobody knows yet, because DNS is silent', () => {
  beforeEach(() => {
    house.told.evidence = evidence('temperror', null);
  });

  it('waits without a strike, and is applied when DNS answers', async () => {
    const id = await receive(decline());
    expect(await become(id)).toBe('waits 0');
    house.told.evidence = evidence('pass');
    expect(await become(id)).toBe('waits 0');
    house.clock.advance({ seconds: 61 });
    expect(await become(id)).toBe('applied');
    expect(await room()).toMatchObject({ status: 'open' });
  });

  it('is asked about when DNS stays silent for too long', async () => {
    const id = await receive(decline());
    for (let minute = 0; minute < 9; minute++) {
      expect(await become(id)).toBe('waits 0');
      house.clock.advance({ seconds: 61 });
    }
    house.clock.advance({ minutes: 1 });
    expect(await become(id)).toBe('parked not-authenticated');
    expect(await questionsMailed()).toBe(1);
  });

  it('holds up no other, and does not undo what came after it', async () => {
    const id = await receive(decline());
    await become(id);
    house.clock.advance({ seconds: 5 });
    // The same DTSTAMP: only the order of arrival tells which one is meant.
    expect(await read(googleMail(says({ partstat: 'ACCEPTED' })))).toBe('applied');
    house.told.evidence = evidence('pass');
    house.clock.advance({ seconds: 61 });
    expect(await become(id)).toBe('superseded superseded-answer');
    expect(await room()).toMatchObject({ status: 'booked', answer: 'accepted' });
  });

  it('does not end a session for which another time was wished since, even if none could be used', async () => {
    const id = await receive(decline());
    await become(id);
    house.clock.advance({ seconds: 5 });
    house.told.evidence = evidence('pass');
    const wish = { newStart: '20270311T100000Z', newEnd: '20270311T101100Z' };
    expect(await read(outlookMail(says({ partstat: 'TENTATIVE', ...wish })))).toBe(
      'parked counter-parked',
    );
    house.clock.advance({ seconds: 61 });
    expect(await become(id)).toBe('superseded superseded-answer');
    expect(await room()).toMatchObject({ status: 'booked' });
  });

  it('counts although an answer that is older by its DTSTAMP came after it', async () => {
    const id = await receive(decline({ stampedAt: '20270301T090008Z' }));
    await become(id);
    house.clock.advance({ seconds: 5 });
    const older = says({ partstat: 'ACCEPTED', stampedAt: '20270301T090001Z' });
    expect(await read(googleMail(older))).toBe('applied');
    house.told.evidence = evidence('pass');
    house.clock.advance({ seconds: 61 });
    expect(await become(id)).toBe('applied');
  });
});
