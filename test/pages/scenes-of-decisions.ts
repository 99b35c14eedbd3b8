import { type PageRequest, type Stage, scene } from './page-stage.ts';
import { sampleReply } from './parked-mail.ts';

/** A booked room in which the guest asks the host for another time. */
async function asked(stage: Stage) {
  const roomId = await stage.book();
  const t = await stage.house.askAsGuest(roomId);
  return { roomId, t, form: (choice: string) => stage.form('/approve', { t, choice }) };
}

/** The decision page after this happened to the request. */
const settled = (name: string, settle: (stage: Stage, roomId: string) => Promise<unknown>) =>
  scene(name, 200, async (stage) => {
    const { roomId } = await asked(stage);
    const link = await stage.link(roomId, 'host', 'approve');
    await settle(stage, roomId);
    return link;
  });

async function decideByApi(stage: Stage, roomId: string, deed: 'approve' | 'decline-proposal') {
  const { rows } = await stage.house.db.pool.query<{ id: string }>(
    'select id from pending_proposals where room_id = $1',
    [roomId],
  );
  await stage.house.apply(roomId, { do: deed, proposalId: rows[0]?.id ?? '', by: 'application' });
}

/** A booked room whose guest's decline is held back for a day. */
async function declining(stage: Stage): Promise<{ roomId: string; t: string }> {
  await stage.settings('decline_hold_seconds = 86400');
  const roomId = await stage.book();
  const { rows } = await stage.house.db.pool.query<{ id: string }>(
    'select guest_id as id from rooms where id = $1',
    [roomId],
  );
  const attendeeId = rows[0]?.id ?? '';
  const reply = sampleReply(stage.house, 'declined');
  await stage.house.apply(roomId, { do: 'record-reply', attendeeId, reply });
  return { roomId, t: await stage.house.token(roomId, 'guest', 'keep') };
}

const keepForm = async (stage: Stage, choice: string): Promise<PageRequest> =>
  stage.form('/keep', { t: (await declining(stage)).t, choice });

/** The pages that decide about a new time, and the one that takes a decline back. */
export const scenesOfDecisions = [
  scene('approve', 200, async (stage) =>
    stage.link((await asked(stage)).roomId, 'host', 'approve'),
  ),
  scene('decline', 200, async (stage) =>
    stage.link((await asked(stage)).roomId, 'host', 'decline'),
  ),
  scene('decision without a choice', 422, async (stage) => (await asked(stage)).form('')),
  scene('decision in haste', 422, async (stage) => {
    const { t } = await asked(stage);
    return stage.formAfter(0, '/approve', { t });
  }),
  scene('approved', 200, async (stage) => (await asked(stage)).form('approve')),
  scene('declined', 200, async (stage) => (await asked(stage)).form('decline')),
  settled('approved by oneself before', async (stage, roomId) => {
    const t = await stage.house.token(roomId, 'host', 'approve');
    await stage.post(stage.form('/approve', { t }));
  }),
  settled('declined by oneself before', async (stage, roomId) => {
    const t = await stage.house.token(roomId, 'host', 'decline');
    await stage.post(stage.form('/decline', { t }));
  }),
  settled('approved by the application', (stage, roomId) => decideByApi(stage, roomId, 'approve')),
  settled('declined by the application', (stage, roomId) =>
    decideByApi(stage, roomId, 'decline-proposal'),
  ),
  settled('request out of date', (stage, roomId) =>
    stage.house.apply(roomId, {
      do: 'reschedule',
      startUtc: new Date('2027-03-20T14:00:00Z'),
      durationMinutes: null,
    }),
  ),
  settled('request expired', (stage, roomId) =>
    stage.change('update pending_proposals set expires_at = created_at where room_id = $1', roomId),
  ),
  settled('request for a time that has passed', (stage, roomId) =>
    stage.change('update pending_proposals set start_utc = created_at where room_id = $1', roomId),
  ),
  scene('keep', 200, async (stage) => stage.link((await declining(stage)).roomId, 'guest', 'keep')),
  scene('keep without a choice', 422, (stage) => keepForm(stage, '')),
  scene('kept', 200, (stage) => keepForm(stage, 'keep')),
  scene('left to the decline', 200, (stage) => keepForm(stage, 'leave')),
  scene('nothing held', 200, async (stage) => {
    const { roomId, t } = await declining(stage);
    await stage.post(stage.form('/keep', { t }));
    return stage.link(roomId, 'guest', 'keep');
  }),
] as const;
