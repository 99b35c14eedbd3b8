import { createParley, createParleyOperator, type PagedList } from '../../sdk/src/index.ts';
import { operations } from '../contract/document.ts';

/** The operations that calls came to, as the document names them. */
const called = new Set<string>();
const id = '0199a3c5-3a10-7c21-8d55-2f0b9c7e4a10';

function operationAt(method: string, path: string): string {
  const found = operations.filter(
    (one) =>
      one.method === method &&
      new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '([0-9a-f-]{36}|parked-mails)')}$`).test(path),
  );
  expect(found).toHaveLength(1);
  return found[0]?.operation.operationId ?? '';
}

/** Knows every operation of the document and nothing else. */
async function answer(request: Request): Promise<Response> {
  called.add(operationAt(request.method, new URL(request.url).pathname));
  const isChange = request.method !== 'GET';
  expect(request.headers.has('idempotency-key')).toBe(isChange);
  return Response.json({ data: [], nextCursor: null, results: [] });
}

const where = { baseUrl: 'http://parley.example', fetch: answer };
const parley = createParley({ ...where, apiKey: 'k' });
const { applications, work } = createParleyOperator({ ...where, adminKey: 'k' });
const first = (list: PagedList<unknown>) => list.toArray({ limit: 1 });
const host = { name: 'Helen Hart', email: 'helen@host.example' };
const startUtc = '2027-03-10T14:00:00Z';

test('every operation of the document has a call, and every call an operation', async () => {
  const { rooms, proposals, messages, events, webhookEndpoints, inboundMails } = parley;
  await rooms.create({ startUtc, durationMinutes: 60, host });
  await rooms.import([{ icsUid: 'a', startUtc, host }]);
  await first(rooms.list());
  await rooms.get(id);
  await rooms.book(id, { guest: host });
  await rooms.reschedule(id, { startUtc });
  await rooms.change(id, { location: 'Hall' });
  await rooms.unbook(id);
  await rooms.cancel(id);
  await first(rooms.history(id));
  await first(rooms.messages(id));
  await rooms.createLink(id, { role: 'guest' });
  await rooms.invite(id, 'host');
  await first(proposals.list(id));
  await proposals.create(id, { proposedBy: 'guest', startUtc });
  await proposals.get(id);
  await proposals.approve(id);
  await proposals.decline(id);
  await first(messages.list());
  await messages.get(id);
  await messages.raw(id);
  await messages.resend(id);
  await first(events.list());
  await events.get(id);
  await webhookEndpoints.create({ url: 'https://clinic.example/hooks' });
  await first(webhookEndpoints.list());
  await webhookEndpoints.get(id);
  await webhookEndpoints.change(id, { enabled: false });
  await webhookEndpoints.delete(id);
  await webhookEndpoints.rotateSecret(id);
  await webhookEndpoints.secret(id);
  await webhookEndpoints.test(id);
  await first(webhookEndpoints.attempts(id));
  await webhookEndpoints.replay(id, { since: startUtc });
  await first(inboundMails.list());
  await inboundMails.get(id);
  await inboundMails.raw(id);
  await inboundMails.replay(id);
  await parley.application.get();
  await parley.application.change({ sessionName: 'Lesson' });
  await parley.erasures.create({ email: host.email });
  await applications.create({ name: 'Clinic' });
  await first(applications.list());
  await applications.get(id);
  await applications.change(id, { name: 'Clinic' });
  await applications.keys.create(id);
  await first(applications.keys.list(id));
  await applications.keys.revoke(id, id);
  await applications.keys.rotate(id, id);
  await work.overview();
  await first(work.findRooms('gil@guest.example'));
  await work.getRoom(id);
  await first(work.timeline(id));
  await work.getMessage(id);
  await work.rawMessage(id);
  await work.getInboundMail(id);
  await work.rawInboundMail(id);
  await first(work.list('parked-mails'));
  await work.workers();
  await first(work.actions());
  await work.act({ action: 'replay-mail', ids: [id], by: 'Ada' });
  const documented = operations.map((one) => one.operation.operationId);
  expect([...called].sort()).toEqual(documented.sort());
});

test('a list goes on where its page ended, in events after the last one', async () => {
  const asked: string[] = [];
  const pages = ['a', 'b', null];
  const fetch = async (request: Request) => {
    asked.push(new URL(request.url).search);
    return Response.json({ data: [asked.length], nextCursor: pages[asked.length - 1] ?? null });
  };
  const paged = createParley({ ...where, apiKey: 'k', fetch });
  expect(await paged.events.list({ after: 'z' }).toArray({ limit: 9 })).toEqual([1, 2, 3]);
  expect(asked).toEqual(['?after=z', '?after=a', '?after=b']);
  asked.length = 0;
  expect(await paged.rooms.list({ limit: 1 }).toArray({ limit: 2 })).toEqual([1, 2]);
  expect(asked).toEqual(['?limit=1', '?limit=1&cursor=a']);
  expect(await paged.rooms.list().toArray({ limit: 0 })).toEqual([]);
});
