import { type ApiHouse, booking, gil, offer } from '../api/api-house.ts';
import { personIn, storeMail } from '../api/mail-house.ts';

/** One request that succeeds, and what it needs to be there first. */
export interface Scene {
  readonly path: string;
  readonly body?: unknown;
}

const later = '2027-03-12T10:00:00Z';

/** How each operation succeeds; the contract test fails for an operation that has no scene. */
export const scenes: Record<string, (house: ApiHouse) => Promise<Scene>> = {
  createRoom: async () => ({ path: '/v1/rooms', body: booking }),
  listRooms: async (house) => {
    await roomIn(house, booking);
    return { path: '/v1/rooms?limit=2' };
  },
  getApplication: async () => ({ path: '/v1/application' }),
  changeApplication: async () => ({
    path: '/v1/application',
    body: { sessionName: 'Practice', brand: { color: '#0f766e' } },
  }),
  createApplication: async () => ({
    path: '/v1/applications',
    body: { name: 'Clinic', declineRule: 'soft', brand: { color: '#0f766e' } },
  }),
  listApplications: async () => ({ path: '/v1/applications?limit=1' }),
  getApplicationById: async (house) => ({ path: `/v1/applications/${house.applicationId}` }),
  changeApplicationById: async (house) => ({
    path: `/v1/applications/${house.applicationId}`,
    body: { name: 'Clinic', sessionName: 'Practice' },
  }),
  createApiKey: async (house) => ({
    path: `/v1/applications/${house.applicationId}/keys`,
    body: { name: 'Reports', scopes: ['read'] },
  }),
  listApiKeys: async (house) => ({ path: `/v1/applications/${house.applicationId}/keys?limit=1` }),
  revokeApiKey: async (house) => ({ path: await keyIn(house) }),
  rotateApiKey: async (house) => ({
    path: `${await keyIn(house)}/rotate`,
    body: { overlapSeconds: 60 },
  }),
  getOverview: async () => ({ path: '/v1/operator/overview' }),
  findRooms: async (house) => {
    await roomIn(house, booking);
    return { path: `/v1/operator/rooms?q=${encodeURIComponent(gil.email)}&limit=2` };
  },
  getAnyRoom: async (house) => ({ path: await anyOf(roomIn(house, booking)) }),
  readTimeline: async (house) => ({
    path: `${await anyOf(roomIn(house, booking))}/timeline?limit=3`,
  }),
  getAnyMessage: async (house) => ({ path: await anyOf(messageIn(house)) }),
  getAnyRawMessage: async (house) => ({ path: `${await anyOf(messageIn(house))}/raw` }),
  getAnyInboundMail: async (house) => ({ path: await anyOf(mailIn(house)) }),
  getAnyRawInboundMail: async (house) => ({ path: `${await anyOf(mailIn(house))}/raw` }),
  listWork: async (house) => {
    await mailIn(house);
    return { path: '/v1/operator/lists/parked-mails?limit=2' };
  },
  listWorkers: async (house) => {
    await house.db.pool.query('insert into workers (id, relays) values (gen_random_uuid(), $1)', [
      JSON.stringify([{ relay: 1, name: 'relay:25', state: 'good', restsUntil: null }]),
    ]);
    return { path: '/v1/operator/workers' };
  },
  listActions: async () => ({ path: '/v1/operator/actions?limit=2' }),
  takeAction: async (house) => {
    await mailIn(house);
    return {
      path: '/v1/operator/actions',
      body: { action: 'replay-mail', everyIn: 'parked-mails', by: 'Ada' },
    };
  },
  getRoom: async (house) => ({ path: await roomIn(house, booking) }),
  changeRoom: async (house) => ({
    path: await roomIn(house, booking),
    body: { location: 'Hall', metadata: { n: 1 } },
  }),
  cancelRoom: async (house) => ({ path: await roomIn(house, booking), body: { reason: 'Flood' } }),
  bookRoom: async (house) => ({ path: `${await roomIn(house, offer)}/book`, body: { guest: gil } }),
  rescheduleRoom: async (house) => ({
    path: `${await roomIn(house, booking)}/reschedule`,
    body: { startUtc: later, durationMinutes: 30 },
  }),
  unbookRoom: async (house) => ({ path: `${await roomIn(house, booking)}/unbook` }),
  readHistory: async (house) => ({ path: `${await roomIn(house, booking)}/history` }),
  listMessages: async (house) => ({ path: `${await roomIn(house, booking)}/messages` }),
  listProposals: async (house) => {
    const room = await roomIn(house, booking);
    await proposalIn(house, room);
    return { path: `${room}/proposals` };
  },
  createProposal: async (house) => ({
    path: `${await roomIn(house, booking)}/proposals`,
    body: { proposedBy: 'guest', startUtc: later, note: 'Train' },
  }),
  getProposal: async (house) => ({ path: await proposalIn(house) }),
  approveProposal: async (house) => ({ path: `${await proposalIn(house)}/approve` }),
  declineProposal: async (house) => ({ path: `${await proposalIn(house)}/decline` }),
  importRooms: async () => ({
    path: '/v1/rooms/import',
    body: { rooms: [{ ...booking, icsUid: 'old-1@app.example', icsSequence: 2 }, { icsUid: 7 }] },
  }),
  createLink: async (house) => ({
    path: `${await roomIn(house, booking)}/links`,
    body: { role: 'guest' },
  }),
  getInvite: async (house) => ({ path: `${await roomIn(house, booking)}/invite.ics?role=guest` }),
  listAllMessages: async (house) => {
    await roomIn(house, booking);
    return { path: '/v1/messages?method=REQUEST&limit=2' };
  },
  getMessage: async (house) => ({ path: await messageIn(house) }),
  getRawMessage: async (house) => ({ path: `${await messageIn(house)}/raw` }),
  resendMessage: async (house) => {
    const path = await messageIn(house);
    await house.db.pool.query("update messages set state = 'sent', settled_at = now()");
    return { path: `${path}/resend` };
  },
  erasePerson: async (house) => {
    await roomIn(house, booking);
    return { path: '/v1/erasures', body: { email: gil.email } };
  },
  listInboundMails: async (house) => {
    await mailIn(house);
    return { path: '/v1/inbound-mails?outcome=parked&limit=2' };
  },
  getInboundMail: async (house) => ({ path: await mailIn(house) }),
  getRawInboundMail: async (house) => ({ path: `${await mailIn(house)}/raw` }),
  replayInboundMail: async (house) => ({ path: `${await mailIn(house)}/replay` }),
  listEvents: async (house) => {
    await roomIn(house, booking);
    return { path: '/v1/events?type=room.booked&limit=2' };
  },
  getEvent: async (house) => {
    const room = await roomIn(house, booking);
    const { json } = await house.call('GET', `/v1/events?roomId=${room.split('/').at(-1)}`);
    return { path: `/v1/events/${json.data[0].id}` };
  },
  listWebhookEndpoints: async (house) => {
    await endpointIn(house);
    return { path: '/v1/webhook-endpoints?limit=2' };
  },
  createWebhookEndpoint: async (house) => {
    await makeRoomForEndpoint(house);
    return { path: '/v1/webhook-endpoints', body: newEndpoint };
  },
  getWebhookEndpoint: async (house) => ({ path: await endpointIn(house) }),
  changeWebhookEndpoint: async (house) => ({
    path: await endpointIn(house),
    body: { enabled: false, description: 'Away' },
  }),
  deleteWebhookEndpoint: async (house) => ({ path: await endpointIn(house) }),
  rotateWebhookSecret: async (house) => ({
    path: `${await endpointIn(house)}/rotate-secret`,
    body: { overlapSeconds: 60 },
  }),
  getWebhookSecret: async (house) => ({ path: `${await endpointIn(house)}/secret` }),
  testWebhookEndpoint: async (house) => ({ path: `${await endpointIn(house)}/test` }),
  listWebhookAttempts: async (house) => ({
    path: `${await endpointIn(house)}/attempts?outcome=failed`,
  }),
  replayWebhookEvents: async (house) => ({
    path: `${await endpointIn(house)}/replay`,
    body: { since: '2027-03-01T00:00:00Z', onlyFailed: true },
  }),
};

/** The same thing at the operator's door. */
const anyOf = async (path: Promise<string>): Promise<string> =>
  (await path).replace('/v1/', '/v1/operator/');

async function keyIn(house: ApiHouse): Promise<string> {
  const path = `/v1/applications/${house.applicationId}/keys`;
  const { json } = await house.call('POST', path, { key: house.adminKey });
  return `${path}/${json.id}`;
}

const newEndpoint = { url: 'https://hooks.example.com/parley', eventTypes: ['room.cancelled'] };

async function endpointIn(house: ApiHouse): Promise<string> {
  await makeRoomForEndpoint(house);
  const { json } = await house.call('POST', '/v1/webhook-endpoints', { body: newEndpoint });
  return `/v1/webhook-endpoints/${json.id}`;
}

/** An application may have only so many. */
async function makeRoomForEndpoint(house: ApiHouse): Promise<void> {
  const { json } = await house.call('GET', '/v1/webhook-endpoints?limit=100');
  if (json.data.length < 10) return;
  await house.call('DELETE', `/v1/webhook-endpoints/${json.data[0].id}`);
}

async function roomIn(house: ApiHouse, body: object): Promise<string> {
  return `/v1/rooms/${(await house.call('POST', '/v1/rooms', { body })).json.id}`;
}

async function proposalIn(house: ApiHouse, room?: string): Promise<string> {
  const path = `${room ?? (await roomIn(house, booking))}/proposals`;
  const body = { proposedBy: 'host', startUtc: later };
  return `/v1/proposals/${(await house.call('POST', path, { body })).json.id}`;
}

async function messageIn(house: ApiHouse): Promise<string> {
  const { json } = await house.call('GET', `${await roomIn(house, booking)}/messages`);
  return `/v1/messages/${json.data[0].id}`;
}

async function mailIn(house: ApiHouse): Promise<string> {
  const { json } = await house.call('POST', '/v1/rooms', { body: booking });
  return `/v1/inbound-mails/${await storeMail(house, await personIn(house, json.id, 'guest'))}`;
}
