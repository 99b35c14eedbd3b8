import type { Answer } from '../../service/scheduling/room.ts';
import { type PageRequest, type Stage, scene } from './page-stage.ts';
import { parkAnswer, parkWish, sampleReply, storeApplied } from './parked-mail.ts';

type Options = Parameters<typeof parkAnswer>[3];

const comment = 'Ill today, sorry.\nUntil next week?';

/** An answer that waits for its person's word. */
async function answered(stage: Stage, answer: Answer, options: Options = {}) {
  const roomId = await stage.book();
  const reply = sampleReply(stage.house, answer, { comment });
  const parked = await parkAnswer(stage.house, roomId, reply, options);
  return { ...parked, t: await parked.token() };
}

const ask = (name: string, answer: Answer, options: Options = {}) =>
  scene(name, 200, async (stage) => open((await answered(stage, answer, options)).t));

const open = (t: string): PageRequest => ({ method: 'GET', path: `/confirm?t=${t}` });

/** The page after it was confirmed, under these settings of the application. */
const confirmed = (name: string, answer: Answer, settings: string | null, options: Options = {}) =>
  scene(name, 200, async (stage) => {
    if (settings !== null) await stage.settings(settings);
    return stage.form('/confirm', { t: (await answered(stage, answer, options)).t });
  });

async function wished(stage: Stage, start: string) {
  const roomId = await stage.book();
  const wish = { comment, proposedStartUtc: new Date(start), proposedEndUtc: null };
  return await (await parkWish(stage.house, roomId, wish)).token();
}

const thursday = '2027-03-11T16:30:00Z';

/** The page that asks whether a mail is theirs, and what it leads to. */
export const scenesOfConfirming = [
  ask('confirm an answer', 'declined'),
  ask('confirm an acceptance', 'accepted', { role: 'host' }),
  ask('confirm an answer from elsewhere', 'tentative', { because: 'other-address' }),
  ask('confirm an alias', 'accepted', { because: 'other-address', alias: 'gil@canary.example' }),
  scene('confirm a wish', 200, async (stage) => open(await wished(stage, thursday))),
  scene('confirm without a choice', 422, async (stage) =>
    stage.form('/confirm', { t: (await answered(stage, 'accepted')).t, choice: '' }),
  ),
  confirmed('confirmed acceptance', 'accepted', null),
  confirmed('confirmed maybe', 'tentative', null),
  confirmed('confirmed decline of the guest', 'declined', null),
  confirmed('confirmed decline of the host', 'declined', null, { role: 'host' }),
  confirmed('confirmed decline that is held', 'declined', 'decline_hold_seconds = 600'),
  confirmed('confirmed decline without effect', 'declined', `decline_rule = 'soft'`),
  scene('confirmed wish', 200, async (stage) =>
    stage.form('/confirm', { t: await wished(stage, thursday) }),
  ),
  scene('confirmed wish that cannot be used', 200, async (stage) =>
    stage.form('/confirm', { t: await wished(stage, '2027-02-01T10:00:00Z') }),
  ),
  scene('denied', 200, async (stage) =>
    stage.form('/confirm', { t: (await answered(stage, 'accepted')).t, choice: 'no' }),
  ),
  scene('confirmed before', 200, async (stage) => {
    const { t } = await answered(stage, 'accepted');
    await stage.post(stage.form('/confirm', { t }));
    return open(t);
  }),
  scene('nothing to confirm', 200, async (stage) => {
    const { t, mailId } = await answered(stage, 'accepted');
    await stage.house.db.pool.query(`update imip_messages set outcome = 'ignored' where id = $1`, [
      mailId,
    ]);
    return open(t);
  }),
  scene('answered again since', 200, async (stage) => {
    const { t, mailId } = await answered(stage, 'accepted');
    await storeApplied(stage.house, mailId);
    return stage.form('/confirm', { t });
  }),
  scene('confirmed after the session moved', 200, async (stage) => {
    const { t, mailId } = await answered(stage, 'accepted');
    await stage.house.db.pool.query(
      `update imip_messages set outcome = 'stale', reason = 'stale-answer',
         confirmed_at = received_at where id = $1`,
      [mailId],
    );
    return open(t);
  }),
] as const;
