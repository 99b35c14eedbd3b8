import { limits } from '../../service/limits.ts';
import { gil } from '../rooms/waist-house.ts';
import { type Stage, scene } from './page-stage.ts';

const path = '/api/reschedule/propose';
const wish = {
  pick: 'own',
  date: '2027-03-12',
  time: '12:00',
  zone: 'America/New_York',
  duration: '90',
  note: 'After lunch?',
};

/** A booked room and the guest's form for it, with these fields. */
async function wishing(stage: Stage, fields: Readonly<Record<string, string>> = {}) {
  const roomId = await stage.book();
  const token = await stage.house.token(roomId, 'guest', 'propose');
  return { roomId, fields: { ...wish, ...fields, token } };
}

function askAsGuest(stage: Stage, roomId: string, startUtc = new Date('2027-03-12T17:00:00Z')) {
  return stage.house.apply(roomId, {
    do: 'propose',
    by: 'guest',
    source: 'page',
    proposalId: stage.house.random.uuid(),
    startUtc,
    durationMinutes: 90,
    note: null,
  });
}

/** The form that asks for a new time, and what it leads to. */
export const scenesOfWishes = [
  scene('form of the guest', 200, async (stage) =>
    stage.link(await stage.book(), 'guest', 'propose'),
  ),
  scene('form of the host', 200, async (stage) =>
    stage.link(await stage.book(), 'host', 'propose'),
  ),
  scene('form for a zone nobody knows', 200, async (stage) => {
    const guest = { ...gil, timeZone: null, locale: stage.locale };
    return stage.link(await stage.book({ guest }), 'guest', 'propose');
  }),
  scene('form prefilled by a mail', 200, async (stage) => {
    const link = await stage.link(await stage.book(), 'guest', 'propose');
    return { ...link, path: `${link.path}&start=2027-03-11T17:30:00Z` };
  }),
  scene('form with a pending request', 200, async (stage) => {
    const roomId = await stage.book();
    await askAsGuest(stage, roomId);
    return stage.link(roomId, 'guest', 'propose');
  }),
  scene('form with a minimum notice', 200, async (stage) => {
    await stage.settings('minimum_notice_minutes = 2880');
    return stage.link(await stage.book(), 'guest', 'propose');
  }),
  scene('form with mistakes', 422, async (stage) => {
    const wrong = { date: '', time: '25:00', zone: 'Mars/Olympus', duration: '45' };
    const { fields } = await wishing(stage, { ...wrong, note: 'x'.repeat(1001) });
    return stage.form(path, fields);
  }),
  scene('form with a suggestion picked', 422, async (stage) => {
    const { fields } = await wishing(stage, { pick: '2027-03-11T14:00:00.000Z', duration: '' });
    return stage.form(path, fields);
  }),
  scene('form sent in haste', 422, async (stage) =>
    stage.formAfter(0, path, (await wishing(stage)).fields),
  ),
  scene('form sent too late', 422, async (stage) =>
    stage.formAfter(limits.formOpenMs + 1, path, (await wishing(stage)).fields),
  ),
  scene('form with too short a notice', 422, async (stage) => {
    await stage.settings('minimum_notice_minutes = 43200');
    return stage.form(path, (await wishing(stage)).fields);
  }),
  scene('proposed', 201, async (stage) => {
    const { fields } = await wishing(stage, { note: `A long word: ${'x'.repeat(120)}` });
    return stage.form(path, fields);
  }),
  scene('asked already', 200, async (stage) => {
    const { roomId, fields } = await wishing(stage);
    await askAsGuest(stage, roomId);
    return stage.form(path, fields);
  }),
  scene('too many wishes', 429, async (stage) => {
    const { roomId, fields } = await wishing(stage);
    for (let count = 1; count <= limits.proposalsPerDay; count += 1) {
      await askAsGuest(stage, roomId, new Date(Date.UTC(2027, 2, 12, 0, count)));
    }
    return stage.form(path, fields);
  }),
] as const;
