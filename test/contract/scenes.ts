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
  listInboundMails: async (house) => {
    await mailIn(house);
    return { path: '/v1/inbound-mails?outcome=parked&limit=2' };
  },
  getInboundMail: async (house) => ({ path: await mailIn(house) }),
  getRawInboundMail: async (house) => ({ path: `${await mailIn(house)}/raw` }),
  replayInboundMail: async (house) => ({ path: `${await mailIn(house)}/replay` }),
};

async function roomIn(house: ApiHouse, body: object): Promise<string> {
  return `/v1/rooms/${(await house.call('POST', '/v1/rooms', { body })).json.id}`;
}

async function proposalIn(house: ApiHouse, room?: string): Promise<string> {
  const path = `${room ?? (await roomIn(house, booking))}/proposals`;
  const body = { proposedBy: 'host', startUtc: later };
  return `/v1/proposals/${(await house.call('POST', path, { body })).json.id}`;
}

async function mailIn(house: ApiHouse): Promise<string> {
  const { json } = await house.call('POST', '/v1/rooms', { body: booking });
  return `/v1/inbound-mails/${await storeMail(house, await personIn(house, json.id, 'guest'))}`;
}
