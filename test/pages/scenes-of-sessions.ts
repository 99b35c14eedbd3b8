import { type PageRequest, type Stage, scene } from './page-stage.ts';
import { findAttendee, sampleReply } from './parked-mail.ts';

type Role = 'host' | 'guest';

async function sessionOf(stage: Stage, roomId: string, role: Role): Promise<PageRequest> {
  const token = await stage.house.token(roomId, role, 'propose');
  return { method: 'GET', path: `/session?r=${token}` };
}

async function answer(stage: Stage, roomId: string, role: Role, said: 'accepted' | 'declined') {
  const attendeeId = await findAttendee(stage.house, roomId, role);
  const reply = sampleReply(stage.house, said);
  await stage.house.apply(roomId, { do: 'record-reply', attendeeId, reply });
}

const wording = {
  sessionName: 'Ophthalmo "Practice" <Session>',
  description: 'Please bring your glasses.\nRing at the door & wait <inside>.',
  location: 'Eye Clinic, Room 4, 12 Long Street',
  joinUrl: 'https://meet.example/eye?room=4&pass=long-pass',
};

/** The form's own page, after something happened to the room. */
const after = (name: string, role: Role, happen: (stage: Stage, id: string) => Promise<unknown>) =>
  scene(name, 200, async (stage) => {
    const roomId = await stage.book();
    const link = await stage.link(roomId, role, 'propose');
    await happen(stage, roomId);
    return link;
  });

/** The page that tells how a session stands, and the truths that stand before every page. */
export const scenesOfSessions = [
  scene('session of the guest', 200, async (stage) =>
    sessionOf(stage, await stage.book(), 'guest'),
  ),
  scene('session of the host', 200, async (stage) => sessionOf(stage, await stage.book(), 'host')),
  scene('session with all details', 200, async (stage) => {
    const roomId = await stage.book(wording);
    await answer(stage, roomId, 'guest', 'accepted');
    return sessionOf(stage, roomId, 'guest');
  }),
  scene('session with one’s own request', 200, async (stage) => {
    const roomId = await stage.book();
    await stage.house.askAsGuest(roomId);
    return sessionOf(stage, roomId, 'guest');
  }),
  scene('session with the other’s request', 200, async (stage) => {
    const roomId = await stage.book();
    await stage.house.askAsGuest(roomId);
    return sessionOf(stage, roomId, 'host');
  }),
  scene('session with a decline held', 200, async (stage) => {
    await stage.settings('decline_hold_seconds = 600');
    const roomId = await stage.book();
    await answer(stage, roomId, 'guest', 'declined');
    return sessionOf(stage, roomId, 'guest');
  }),
  after('cancelled', 'guest', (stage, roomId) =>
    stage.house.apply(roomId, { do: 'cancel', reason: null }),
  ),
  after('over', 'guest', (stage, roomId) =>
    stage.change(`update rooms set start_utc = '2027-02-24T14:00Z' where id = $1`, roomId),
  ),
  after('open', 'host', (stage, roomId) =>
    stage.house.apply(roomId, { do: 'unbook', reason: null }),
  ),
  after('left', 'guest', (stage, roomId) =>
    stage.house.apply(roomId, { do: 'unbook', reason: null }),
  ),
  scene('expired', 410, async (stage) => {
    const roomId = await stage.book();
    const link = await stage.link(roomId, 'guest', 'propose');
    await stage.change('update magic_links set expires_at = issued_at where room_id = $1', roomId);
    return link;
  }),
] as const;
