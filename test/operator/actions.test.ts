import { booking } from '../api/api-house.ts';
import { personIn, storeMail } from '../api/mail-house.ts';
import { bookRoom, setTroubles, type Troubles } from './troubles.ts';
import { type Browser, openViewHouse, type ViewHouse } from './view-house.ts';

let house: ViewHouse;
let troubles: Troubles;
let browser: Browser;
beforeAll(async () => {
  house = await openViewHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.api.db.pool.query(
    'truncate rooms, events, webhook_endpoints, workers, operator_actions cascade',
  );
  await house.api.db.pool.query('delete from graphile_worker._private_jobs');
  house.api.clock.advance({ minutes: 1 });
  troubles = await setTroubles(house.api);
  browser = house.browse();
  await browser.signIn();
  await browser.get('/ops');
});

const read = async (sql: string, values: unknown[] = []) =>
  (await house.api.db.pool.query(sql, values)).rows;
const one = async (sql: string, values: unknown[] = []) => (await read(sql, values))[0];

/** Goes the whole way: the form, the question, the deed; answers the page of what was done. */
async function act(fields: Record<string, string | readonly string[]>) {
  const question = await browser.post('/ops/confirm', fields);
  expect(question.status).toBe(200);
  const order = /name="order"\s+value="([^"]+)"/.exec(question.html)?.[1] ?? '';
  const matched = /name="matched"\s+value="([^"]+)"/.exec(question.html)?.[1] ?? '';
  const { scope, ...named } = fields;
  const send = { ...named, ...(scope !== 'all' && { list: '' }), order, matched };
  const done = await browser.post('/ops/act', send);
  expect(done.location).toBe(`/ops/actions/${order}`);
  return { question, send, page: await browser.get(done.location ?? '') };
}

const lastAction = () =>
  one(`select actor, door, action, matched, done, refused, refusals, request_id
    from operator_actions order by at desc, id desc limit 1`);

describe('an action', () => {
  test('sends a failed mail again, in the room’s history and under the operator’s name', async () => {
    const { page } = await act({ action: 'resend-message', id: troubles.failedId });
    expect(page.html).toContain('1 done');
    const action = await lastAction();
    expect(action).toMatchObject({ actor: 'Ada', door: 'page', done: 1, refused: 0 });
    const again = await one(
      `select m.state, m.revision, h.deed, h.channel, h.actor, h.request_id
       from messages m join room_history h on h.outbox_id = m.id
       where m.room_id = $1 and m.revision = 1`,
      [troubles.roomId],
    );
    expect(again).toEqual({
      ...{ state: 'waiting', revision: 1, deed: 'sent-again', channel: 'api', actor: null },
      request_id: action.request_id,
    });
    expect(house.api.rings('send-messages')).toBeGreaterThan(0);
    expect((await browser.get('/ops/lists/failed-messages')).html).toContain('Nothing here');
    expect((await browser.get(`/ops/rooms/${troubles.roomId}`)).html).toMatch(/by operator.*Ada/s);
  });

  test('lets a waiting mail go now, and a mail in doubt', async () => {
    const ids = [troubles.retryingId, troubles.doubtfulId];
    await act({ action: 'send-message-now', id: ids });
    const rows = await read('select state, send_at from messages where id = any($1)', [ids]);
    expect(rows.map(({ state }) => state).sort()).toEqual(['unknown', 'waiting']);
    for (const { send_at } of rows) expect(send_at <= house.api.clock.now()).toBe(true);
    const deeds = await read(`select deed from room_history where deed = 'brought-forward'`);
    expect(deeds).toHaveLength(2);
  });

  test('gives a mail up: it has failed, its host application is told, nobody is unbooked', async () => {
    await act({ action: 'give-up-message', id: troubles.retryingId });
    const message = await one(
      `select m.state, m.settled_at is not null as ended, m.last_response, r.status,
         (select count(*)::int from events e where e.room_id = m.room_id
           and e.type = 'message.failed') as events,
         (select why from room_history h where h.outbox_id = m.id) as why
       from messages m join rooms r on r.id = m.room_id where m.id = $1`,
      [troubles.retryingId],
    );
    expect(message).toEqual({
      ...{ state: 'failed', ended: true, last_response: 'given up: by the operator' },
      ...{ status: 'booked', events: 1, why: 'given up' },
    });
  });

  test('leaves alone what is on the wire at this moment', async () => {
    await read(
      `update messages set state = 'sending', claimed_until = now(), claimed_by = 'w' where id = $1`,
      [troubles.retryingId],
    );
    await act({ action: 'give-up-message', id: troubles.retryingId });
    expect(await lastAction()).toMatchObject({ done: 0, refusals: { 'message-not-waiting': 1 } });
    expect(await one('select state from messages where id = $1', [troubles.retryingId])).toEqual({
      state: 'sending',
    });
  });

  test('reads a mail again, also one that is of no application', async () => {
    const ids = [troubles.parkedId, troubles.strayId];
    await act({ action: 'replay-mail', id: ids });
    const rows = await read('select outcome, replays from imip_messages where id = any($1)', [ids]);
    expect(rows).toEqual([
      { outcome: null, replays: 1 },
      { outcome: null, replays: 1 },
    ]);
    expect(house.api.rings('read-mails')).toBeGreaterThan(0);
    expect(await read(`select deed from room_history where deed = 'mail-read-again'`)).toHaveLength(
      1,
    );
  });

  test('tries an unreachable person again', async () => {
    await act({ action: 'lift-suppression', id: troubles.personId });
    expect(await one('select reachable from attendees where id = $1', [troubles.personId])).toEqual(
      {
        reachable: true,
      },
    );
    const story = await read(`select deed from room_history where deed = 'reachable-again'`);
    expect(story).toHaveLength(1);
    await act({ action: 'lift-suppression', id: troubles.personId });
    expect(await lastAction()).toMatchObject({ done: 0, refusals: { 'person-reachable': 1 } });
  });

  test('enables an endpoint, and posts again what it never took', async () => {
    const replay = {
      action: 'replay-endpoint',
      id: troubles.endpointId,
      since: '2027-02-28T00:00',
    };
    await act(replay);
    expect(await lastAction()).toMatchObject({ refusals: { 'webhook-endpoint-disabled': 1 } });
    await act({ action: 'enable-endpoint', id: troubles.endpointId });
    await read('update events set position = ordinal where position is null');
    await act(replay);
    const { count } = await one('select count(*)::int as count from webhook_deliveries');
    expect(count).toBeGreaterThan(3);
    expect(house.api.rings('deliver-webhooks')).toBeGreaterThan(0);
  });

  test('runs a failed job again', async () => {
    await act({ action: 'retry-job', id: troubles.jobId });
    expect(await one('select attempts::int from graphile_worker.jobs')).toEqual({ attempts: 0 });
    await act({ action: 'retry-job', id: troubles.jobId });
    expect(await lastAction()).toMatchObject({ done: 0, refusals: { 'job-not-failed': 1 } });
  });

  test('is done once, however often its form comes', async () => {
    const { send } = await act({ action: 'resend-message', id: troubles.failedId });
    const before = await read('select id from messages order by id');
    const again = await Promise.all([
      browser.post('/ops/act', send),
      browser.post('/ops/act', send),
    ]);
    expect(again.map(({ status }) => status)).toEqual([303, 303]);
    expect(await read('select id from messages order by id')).toEqual(before);
    expect(await lastAction()).toMatchObject({ matched: 1, done: 1 });
  });

  test.each([
    { action: 'resend-message' },
    { action: 'drop-tables', id: '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e' },
    { action: 'replay-mail', scope: 'all', list: 'failed-jobs' },
    { action: 'replay-mail', scope: 'all', list: 'nothing' },
    { action: 'resend-message', id: "x' or true --" },
  ])('that names nothing of ours does nothing: %j', async (fields) => {
    expect([400, 409]).toContain((await browser.post('/ops/confirm', fields)).status);
    const order = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
    expect((await browser.post('/ops/act', { ...fields, order, matched: '1' })).status).toBe(400);
    expect(await lastAction()).toMatchObject({ action: 'sign-in' });
  });
});

describe('an action on all of a list', () => {
  test('asks with the number, and works through more than one batch', async () => {
    const person = await personIn(house.api, troubles.roomId, 'guest');
    for (let count = 0; count < 120; count += 1) await storeMail(house.api, person);
    const { question, page } = await act({
      ...{ action: 'replay-mail', scope: 'all', list: 'parked-mails' },
    });
    expect(question.html).toContain('Read 121 mails again?');
    expect(page.html).toContain('121 done');
    expect(await lastAction()).toMatchObject({ matched: 121, done: 121 });
    const left = await one(`select count(*)::int as n from imip_messages where outcome = 'parked'`);
    expect(left).toEqual({ n: 0 });
  });

  test('counts what it leaves as it is, by why', async () => {
    const { failedId, roomId } = troubles;
    await read(
      `update attendees set erased_at = now(), erased_hash = sha256('x'), erased_key_id = 'k1'
       where id = $1`,
      [troubles.personId],
    );
    await bookRoom(house.api, booking);
    const { page } = await act({
      ...{ action: 'resend-message', scope: 'all', list: 'failed-messages' },
    });
    expect(await lastAction()).toMatchObject({ done: 0, refusals: { 'person-erased': 1 } });
    expect(page.html).toContain('the person was erased');
    expect(await read('select id from messages where room_id = $1', [roomId])).toHaveLength(2);
    expect(await one('select state from messages where id = $1', [failedId])).toEqual({
      state: 'failed',
    });
  });
});
