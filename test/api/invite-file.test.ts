import { type ApiHouse, booking, gil, helen, offer, openApiHouse } from './api-house.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const create = async (body: object) =>
  (await house.call('POST', '/v1/rooms', { body })).json as { id: string; icsUid: string };
const fileOf = (id: string, role: string) =>
  house.call('GET', `/v1/rooms/${id}/invite.ics?role=${role}`);
const unfold = (text: string) => text.replaceAll('\r\n ', '');

describe('the calendar file of one of the two people', () => {
  test.each([
    ['host', helen.email, gil.email],
    ['guest', gil.email, helen.email],
  ])('of the %s names them alone, under the UID of the room', async (role, own, other) => {
    const { id, icsUid } = await create(booking);
    const answer = await fileOf(id, role);
    const text = unfold(answer.text);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=invite.ics');
    expect(text).toContain(`UID:${icsUid}\r\n`);
    expect(text.match(/^ATTENDEE/gm)).toHaveLength(1);
    expect(text).toContain(own);
    expect(text).not.toContain(other);
  });

  test('is the present one after a move', async () => {
    const { id } = await create(booking);
    const body = { startUtc: '2027-03-12T10:00:00Z' };
    await house.call('POST', `/v1/rooms/${id}/reschedule`, { body });
    const { text } = await fileOf(id, 'guest');
    expect(text).toContain('SEQUENCE:1\r\n');
    expect(text).toContain('DTSTART:20270312T100000Z\r\n');
  });

  test.each(['host', 'guest'])(
    'of an imported room is there before anything was sent, the same each time: %s',
    async (role) => {
      const icsUid = `old-${role}@app.example`;
      const rooms = [{ ...booking, icsUid, icsSequence: 2 }];
      const { json } = await house.call('POST', '/v1/rooms/import', { body: { rooms } });
      const [{ roomId }] = json.results;
      const { status, text } = await fileOf(roomId, role);
      expect(status).toBe(200);
      expect(unfold(text)).toContain(`UID:${icsUid}\r\n`);
      expect(text).toContain('SEQUENCE:2\r\n');
      expect(text).toContain('DTSTART:20270310T140000Z\r\n');
      expect(unfold(text)).toMatch(/ORGANIZER;CN="Practice":mailto:\S+@in\.parley\.example/);
      house.clock.advance({ minutes: 1 });
      expect((await fileOf(roomId, role)).text).toBe(text);
      const body = { startUtc: '2027-03-12T10:00:00Z' };
      await house.call('POST', `/v1/rooms/${roomId}/reschedule`, { body });
      const moved = unfold((await fileOf(roomId, role)).text);
      expect(moved).toContain('SEQUENCE:3\r\n');
      const organizerOf = (ics: string) => /^ORGANIZER.*$/m.exec(unfold(ics))?.[0];
      expect(organizerOf(moved)).toBe(organizerOf(text));
    },
  );

  test('is refused while the room has no guest, also after one has left', async () => {
    const open = await create(offer);
    const left = await create(booking);
    await house.call('POST', `/v1/rooms/${left.id}/unbook`);
    for (const { id } of [open, left]) {
      const answer = await fileOf(id, 'host');
      expect(answer).toMatchObject({ status: 409, json: { code: 'not-booked' } });
    }
  });

  test('is refused once the room is cancelled', async () => {
    const { id } = await create(booking);
    await house.call('DELETE', `/v1/rooms/${id}`);
    const answer = await fileOf(id, 'guest');
    expect(answer).toMatchObject({ status: 409, json: { code: 'room-cancelled' } });
  });
});
