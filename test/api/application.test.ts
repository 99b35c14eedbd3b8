import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { type ApiHouse, booking, openApiHouse } from './api-house.ts';

let house: ApiHouse;
beforeEach(async () => {
  house = await openApiHouse();
});
afterEach(() => house.close());

const read = async (key = house.key) => (await house.call('GET', '/v1/application', { key })).json;
const change = (body: unknown) => house.call('PATCH', '/v1/application', { body });

const defaults = {
  sessionName: 'Session',
  declineRule: 'strict',
  declineHoldSeconds: 0,
  proposalTtlHours: 48,
  minimumNoticeMinutes: 0,
  linkTtlHours: null,
  reminderMinutes: [],
  unansweredReminderHours: null,
  allowCounter: true,
  sendDeclineCounter: false,
  answerHumanMail: true,
  calendarZones: 'utc',
  defaultTimeZone: 'UTC',
  defaultLocale: 'en',
  brand: { productName: null, color: null, logoUrl: null, supportEmail: null },
};

describe('the settings of an application', () => {
  it('begin as rules.md has them, under the application’s own name', async () => {
    const { id, name, organizerName, createdAt, ...settings } = await read();
    expect(settings).toEqual(defaults);
    expect([id, organizerName]).toEqual([house.applicationId, name]);
    expect(createdAt).toBe(house.clock.now().toISOString());
  });

  it('change where they are named, and nowhere else', async () => {
    const wishes = {
      organizerName: 'Eye Academy',
      sessionName: 'Ophthalmo Practice Session',
      declineRule: 'soft',
      declineHoldSeconds: 900,
      proposalTtlHours: 24,
      minimumNoticeMinutes: 120,
      linkTtlHours: 72,
      reminderMinutes: [1440, 60],
      unansweredReminderHours: 24,
      allowCounter: false,
      sendDeclineCounter: true,
      answerHumanMail: false,
      calendarZones: 'vtimezone',
      defaultTimeZone: 'Europe/Berlin',
      defaultLocale: 'de-CH',
    };
    for (const [name, value] of Object.entries(wishes)) {
      const before = await read();
      const answer = await change({ [name]: value });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({ ...before, [name]: value });
      expect(await read()).toEqual(answer.json);
    }
    expect(await read(house.otherKey)).toMatchObject(defaults);
  });

  it('keep the parts of a brand that are not named, and null takes one back', async () => {
    const brand = { color: '#0f766e', supportEmail: 'help@eye.example', productName: 'Eye' };
    await change({ brand });
    const logoUrl = 'https://eye.example/logo.png';
    const { json } = await change({ brand: { logoUrl, supportEmail: null } });
    expect(json.brand).toEqual({ ...brand, logoUrl, supportEmail: null });
    await change({ organizerName: 'Eye Academy' });
    const { name } = await read();
    expect((await change({ organizerName: null })).json.organizerName).toBe(name);
  });

  it('keep reminders longest first, and null ends what may be without an end', async () => {
    const longest = await change({ reminderMinutes: [60, 2880, 1440] });
    expect(longest.json.reminderMinutes).toEqual([2880, 1440, 60]);
    const ends = { linkTtlHours: null, unansweredReminderHours: null, reminderMinutes: [] };
    await change({ linkTtlHours: 5, unansweredReminderHours: 5 });
    expect((await change(ends)).json).toMatchObject(ends);
  });

  it.each([
    [{ sessionName: 'Two\nlines' }, 'invalid-text', 'sessionName'],
    [{ organizerName: 'a\u202eb' }, 'invalid-text', 'organizerName'],
    [{ defaultTimeZone: 'Mars/Olympus' }, 'unknown-time-zone', 'defaultTimeZone'],
    [{ defaultLocale: 'no such thing' }, 'invalid-locale', 'defaultLocale'],
    [{ brand: { supportEmail: 'nobody' } }, 'invalid-address', 'brand.supportEmail'],
    [{ brand: { logoUrl: 'https://' } }, 'invalid-url', 'brand.logoUrl'],
    [{ brand: { productName: 'a\nb' } }, 'invalid-text', 'brand.productName'],
  ])('are refused whole when one cannot be used: %j', async (wrong, code, field) => {
    const before = await read();
    const answer = await change({ declineRule: 'soft', ...wrong });
    expect([answer.status, answer.json.code]).toEqual([422, code]);
    expect(answer.json.errors).toMatchObject([{ field, code }]);
    expect(await read()).toEqual(before);
  });

  it.each([
    {},
    { brand: {} },
    { brand: { color: 'red' } },
    { brand: { logoUrl: 'http://eye.example/logo.png' } },
    { proposalTtlHours: 0 },
    { proposalTtlHours: 1.5 },
    { minimumNoticeMinutes: -1 },
    { linkTtlHours: 0 },
    { reminderMinutes: [4] },
    { reminderMinutes: [60, 60] },
    { reminderMinutes: [5, 6, 7, 8, 9, 10] },
    { reminderMinutes: null },
    { unansweredReminderHours: 0 },
    { sendDeclineCounter: null },
    { calendarZones: 'local' },
    { sessionName: null },
    { name: 'Other' },
  ])('are refused when the document does not know them: %j', async (wrong) => {
    expect((await change(wrong)).status).toBe(400);
    expect(await read()).toMatchObject(defaults);
  });

  it('are for keys that may write', async () => {
    const key = await house.addKey(['read']);
    const body = { declineRule: 'soft' };
    expect((await house.call('PATCH', '/v1/application', { key, body })).status).toBe(403);
    expect(await read(key)).toMatchObject(defaults);
  });

  it('hold for what is decided from then on, not for what was', async () => {
    await house.call('POST', '/v1/rooms', { body: booking });
    await change({ sessionName: 'Practice', calendarZones: 'vtimezone', defaultLocale: 'fr' });
    await house.call('POST', '/v1/rooms', { body: booking });
    const { rows } = await house.db.pool.query<{ facts: MailFacts }>(
      'select facts from messages order by created_at, id',
    );
    const told = rows.map(({ facts }) => [
      facts.sessionName,
      facts.calendarZones,
      facts.recipient.locale,
    ]);
    const before = ['Session', 'utc', 'en'];
    const after = ['Practice', 'vtimezone', 'fr'];
    expect(told.map((one) => one.join()).sort()).toEqual(
      [before, before, after, after].map((one) => one.join()).sort(),
    );
  });
});
