import fc from 'fast-check';
import { viewProposals, viewRoom } from '../../service/rooms/room-views.ts';
import { anyCharacter } from '../house/any-character.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

let house: PageHouse;
let roomId: string;
let token: string;
beforeAll(async () => {
  house = await openPageHouse();
  roomId = await house.book();
  token = await house.token(roomId, 'guest', 'propose');
});
afterAll(() => house.close());

const open = (start: string) => house.http.get('/reschedule').query({ r: token, start });
const note = 'a suggestion, taken from your mail';
const field = (text: string, name: string) =>
  new RegExp(`name="${name}"[^>]*\\svalue="([^"]*)"`).exec(text)?.[1];
const zoneIn = (text: string) => /<option selected>([^<]*)/.exec(text)?.[1];

describe('a time that a mail suggests', () => {
  it('is filled in, in the person’s zone and for the present length; one click asks', async () => {
    const page = await open('2027-03-11T17:30:00Z').expect(200);
    expect(page.text).toContain(note);
    expect([field(page.text, 'date'), field(page.text, 'time'), zoneIn(page.text)]).toEqual([
      '2027-03-11',
      '12:30',
      'America/New_York',
    ]);
    expect(page.text).toMatch(/value="60" checked/);
    expect(page.text).toContain('Wednesday, March 10, 2027');
    expect(await viewProposals(house.db.pool, house.applicationId, roomId)).toEqual([]);

    const own = await house.book();
    const fields = {
      token: await house.token(own, 'guest', 'propose'),
      date: field(page.text, 'date') ?? '',
      time: field(page.text, 'time') ?? '',
      zone: zoneIn(page.text) ?? '',
      duration: '60',
      note: '',
    };
    await house.http
      .post('/api/reschedule/propose')
      .type('form')
      .send(house.fill('/api/reschedule/propose', fields))
      .expect(201);
    expect(await viewProposals(house.db.pool, house.applicationId, own)).toMatchObject([
      { startUtc: '2027-03-11T17:30:00.000Z', durationMinutes: 60, status: 'pending' },
    ]);
  });

  it('in the hour that the clocks show twice is told in UTC, so that it stays the same', async () => {
    const first = await open('2027-11-07T05:30:00Z');
    expect([field(first.text, 'time'), zoneIn(first.text)]).toEqual(['01:30', 'America/New_York']);
    const second = await open('2027-11-07T06:30:00Z');
    expect([field(second.text, 'time'), zoneIn(second.text)]).toEqual(['06:30', 'UTC']);
  });

  it.each([
    ['in the past', '2027-02-28T10:00:00Z'],
    ['this very moment', '2027-03-01T09:00:00Z'],
    ['the present time', '2027-03-10T14:00:00Z'],
    ['absurdly far', '9999-12-31T23:00:00Z'],
    ['no day', '2027-02-30T10:00:00Z'],
    ['no full minute', '2027-03-11T10:00:30Z'],
    ['local time', '2027-03-11T10:00:00'],
    ['an offset', '2027-03-11T10:00:00+01:00'],
    ['a wide year', '+012027-03-11T10:00:00Z'],
    ['markup', '"><script>alert(1)</script>'],
    ['markup behind a time', '2027-03-11T10:00:00Z"><b>'],
    ['a template', '<%= it.token %>'],
    ['a line', '2027-03-11T10:00:00Z\r\nSet-Cookie: a=b'],
  ])('is ignored when it is %s', async (_what, start) => {
    const page = await open(start).expect(200);
    expect(page.text).not.toContain(note);
    expect([field(page.text, 'date'), field(page.text, 'time')]).toEqual(['2027-03-10', '09:00']);
    expect(page.text).not.toMatch(/<script|alert|"><b>|<%=/);
    expect(page.headers['set-cookie']).toBeUndefined();
  });

  it('is ignored when given twice or as a list, and nothing else in the address is read', async () => {
    const wish = 'start=2027-03-11T17:30:00Z';
    const queries = [`${wish}&${wish}`, `start[]=2027-03-11T17:30:00Z`, 'start[a]=b'];
    for (const query of [...queries, 'date=2027-04-01&time=01:00&note=hi&duration=30&zone=UTC']) {
      const page = await house.http.get(`/reschedule?r=${token}&${query}`).expect(200);
      expect([field(page.text, 'date'), field(page.text, 'time')]).toEqual(['2027-03-10', '09:00']);
      expect(page.text).toMatch(/value="60" checked/);
      expect(page.text).not.toContain('>hi<');
    }
  });

  it('never makes another page of it than a form, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter, maxLength: 60 }), async (start) => {
        const page = await house.http.get(
          `/reschedule?r=${token}&start=${encodeURIComponent(start.toWellFormed())}`,
        );
        expect(page.status).toBe(200);
        expect(field(page.text, 'date')).toBe('2027-03-10');
      }),
      { numRuns: 25 },
    );
  });

  it('tells nothing new when the session is off, and changes nothing', async () => {
    const off = await house.book();
    const own = await house.token(off, 'guest', 'propose');
    await house.apply(off, { do: 'cancel', reason: null });
    const query = { r: own, start: '2027-03-11T17:30:00Z' };
    const page = await house.http.get('/reschedule').query(query).expect(200);
    expect(page.text).toContain('This session was cancelled');
    expect(await viewRoom(house.db.pool, house.applicationId, roomId)).toMatchObject({
      status: 'booked',
      icsSequence: 0,
    });
  });
});
