import { writeReplyMail } from '../../service/dev/reply-simulator.ts';
import { parseSunk } from '../house/mail-sink.ts';
import { sendMail } from '../house/send-mail.ts';
import { waitFor } from '../house/wait-for.ts';
import { dumpDatabase } from './database-dump.ts';
import { apiKey, openWatchedStage, type WatchedStage, waitUntilQuiet } from './watched-stage.ts';

const ada = {
  name: 'Ada Canarylast',
  email: 'ada.canarybox@canary.example',
  timeZone: 'Asia/Tokyo',
};
const words = 'Canarywords about my bad knee, please';
const helen = { name: 'Helen Hart', email: 'helen@host.example', timeZone: 'Europe/London' };
const gil = { name: 'Gil Grant', email: 'gil@guest.example' };
const startUtc = '2027-04-01T10:00:00Z';

let stage: WatchedStage;
beforeAll(async () => {
  stage = await openWatchedStage({ startsAt: new Date('2027-03-01T09:00:00Z'), settings: {} });
});
afterAll(() => stage.close());

let calls = 0;
async function call(method: string, path: string, body?: unknown, key = apiKey) {
  const answer = await fetch(stage.local(`${stage.service().publicUrl}${path}`), {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(method !== 'GET' && { 'idempotency-key': `erasure-${calls++}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: the test looks into answers of every shape.
  return { status: answer.status, json: (await answer.json()) as any };
}

/** Every spelling in which a mail, a page or JSON may hold the person. */
const needles = ['canarylast', 'canarybox', 'canarywords', 'canary.example'].flatMap((word) => [
  word,
  ...[0, 1, 2].flatMap((shift) => {
    const whole = Buffer.from(`${'x'.repeat(shift)}${word}`).toString('base64');
    return [whole.slice(shift === 0 ? 0 : 4, -4).toLowerCase()];
  }),
]);
const tellsOf = (text: string) => {
  const plain = text.replaceAll('=\r\n', '').toLowerCase();
  return needles.some((needle) => needle.length > 5 && plain.includes(needle));
};

async function findStored(): Promise<string[]> {
  const cells = await dumpDatabase(stage.database.pool, []);
  return [...new Set(cells.filter(({ text }) => tellsOf(text)).map(({ place }) => place))];
}

async function playJourney(): Promise<{ replyTo: string; ics: string; rooms: string[] }> {
  const asGuest = await call('POST', '/v1/rooms', {
    ...{ startUtc, durationMinutes: 60, host: helen, guest: ada },
    description: `With ${ada.name}, who asks for ${ada.email}`,
    metadata: { contact: ada.email },
  });
  const asHost = await call('POST', '/v1/rooms', {
    ...{ startUtc, durationMinutes: 30, host: ada, guest: gil },
  });
  expect([asGuest.status, asHost.status]).toEqual([201, 201]);
  await waitFor(() => stage.sink.mails.length === 4);
  const mails = await Promise.all(stage.sink.mails.map(parseSunk));
  const [sunk] = mails.filter((mail) => JSON.stringify(mail.to).includes(ada.email));
  const replyTo = sunk?.replyTo?.value[0]?.address ?? '';
  const part = sunk?.attachments.find((one) => one.contentType === 'text/calendar');
  const ics = part?.content.toString() ?? '';
  await answer(replyTo, ics, 'tentative');
  const letter = `From: ${ada.name} <${ada.email}>\r\nTo: <${replyTo}>\r\nSubject: ${words}\r\n\r\n${words}\r\n`;
  await sendMail(stage.service().smtpPort ?? 0, { raw: letter, from: ada.email, to: replyTo });
  const proposal = { proposedBy: 'guest', startUtc: '2027-04-02T10:00:00Z', note: words };
  await call('POST', `/v1/rooms/${asGuest.json.id}/proposals`, proposal);
  await waitUntilQuiet(stage);
  return { replyTo, ics, rooms: [asGuest.json.id, asHost.json.id] };
}

async function answer(to: string, invitation: string, reply: 'tentative' | 'accepted') {
  const raw = writeReplyMail({
    ...{ client: 'gmail', method: 'REPLY', answer: reply.toUpperCase(), invitation, to },
    from: { name: ada.name, address: ada.email },
    stampedAt: stage.clock.now(),
    messageId: `<${reply}@canary.example>`,
  } as Parameters<typeof writeReplyMail>[0]);
  await sendMail(stage.service().smtpPort ?? 0, { raw, from: ada.email, to });
}

test('a person who was erased is nowhere any more, and stays unknown when they write again', async () => {
  const { replyTo, ics, rooms } = await playJourney();
  // What is to be erased must be there first, or its absence proves nothing.
  const before = await findStored();
  expect(before).toEqual(
    expect.arrayContaining([
      'attendees.email',
      'events.payload',
      'idempotency_keys.body',
      'imip_messages.raw',
      'messages.facts',
      'pending_proposals.note',
      'rooms.metadata',
    ]),
  );
  const { status, json } = await call('POST', '/v1/erasures', {
    email: ` ${ada.email.toUpperCase()}`.trim(),
  });
  expect(status).toBe(200);
  expect(json.erased).toMatchObject({ rooms: 2, proposals: 1 });
  await waitUntilQuiet(stage);
  expect(await findStored()).toEqual([]);
  const [left, gone] = await Promise.all(rooms.map((id) => call('GET', `/v1/rooms/${id}`)));
  expect([left?.json.status, left?.json.guest, gone?.json.status]).toEqual([
    'open',
    null,
    'cancelled',
  ]);
  expect(gone?.json.guest).toMatchObject(gil);

  const mailed = stage.sink.mails.filter((mail) => mail.envelopeTo.includes(ada.email)).length;
  await answer(replyTo, ics, 'accepted');
  const stray = `From: ${ada.email}\r\nTo: scheduling@parley.example\r\nSubject: ${words}\r\n\r\n${words}\r\n`;
  await sendMail(stage.service().smtpPort ?? 0, { raw: stray, from: ada.email, to: replyTo });
  await waitFor(async () => (await outcomes()).length === 2);
  expect(await findStored()).toEqual([]);
  expect(stage.sink.mails.filter((mail) => mail.envelopeTo.includes(ada.email))).toHaveLength(
    mailed,
  );
  const told = stage.lines.filter(({ level }) => level !== 'debug' && level !== 'trace');
  expect(told.filter(({ text }) => tellsOf(text))).toEqual([]);
  const again = await call('POST', '/v1/erasures', { email: ada.email });
  expect([again.status, again.json.erased.rooms]).toEqual([200, 0]);
}, 60_000);

async function outcomes() {
  const { rows } = await stage.database.pool.query(
    `select id from imip_messages where outcome = 'ignored' and reason = 'person-erased' and raw = ''`,
  );
  return rows;
}
