import { judge } from './check-ledger.ts';
import type { AttemptFact, Facts, MessageFact } from './judge/facts.ts';
import { type AnsweredCall, createLedger, type Ledger } from './ledger.ts';
import type { Arrival } from './recording-relay.ts';

/** A room that was booked and moved once: four mails owed, the first of each superseded or sent. */
interface World {
  facts: { -readonly [K in keyof Facts]: Facts[K][number][] };
  ledger: Ledger;
  arrivals: Arrival[];
  refused: Set<string>;
}

const startUtc = '2027-03-10T14:00:00.000Z';
const roomAt = (version: number, icsSequence: number) => ({
  id: 'r1',
  icsUid: 'r1@in.example',
  version,
  icsSequence,
  host: { email: 'h@host.example', name: 'Helen' },
});

const message = (id: string, attendeeId: string, over: Partial<MessageFact>): MessageFact => ({
  id,
  roomId: 'r1',
  attendeeId,
  attendeeEmail: `${attendeeId}@x.example`,
  messageId: `<${id}@in.example>`,
  kind: 'invitation',
  method: 'REQUEST',
  sequence: 0,
  revision: 0,
  roomVersion: 2,
  proposalId: null,
  state: 'sent',
  isSettled: true,
  ...over,
});

const attempt = (outboxId: string, over: Partial<AttemptFact> = {}): AttemptFact => ({
  outboxId,
  fence: 1,
  outcome: 'accepted',
  isDotWritten: true,
  ...over,
});

const arrival = (id: string, atMs: number, over: Partial<Arrival> = {}): Arrival => ({
  atMs,
  connection: 1,
  from: 'b@in.example',
  to: 'x',
  messageId: `<${id}@in.example>`,
  raw: null,
  digest: `mail ${id}`,
  isAcknowledged: true,
  ...over,
});

const call = (key: string, version: number, sequence: number, beganMs: number): AnsweredCall => ({
  key,
  method: 'POST',
  path: '/v1/rooms',
  body: {},
  status: 200,
  text: JSON.stringify(roomAt(version, sequence)),
  beganMs,
  answeredMs: beganMs + 5,
});

function goodWorld(): World {
  const ledger = createLedger();
  ledger.answered(call('k0', 2, 0, 0));
  ledger.answered(call('k1', 3, 1, 10));
  ledger.taken({ messageId: '<a1@guest.example>', from: 'g', to: 'r', tries: 1 });
  ledger.settled({ proposalId: 'p1', tokenHash: null, deed: 'proposed' });
  ledger.settled({ proposalId: null, tokenHash: 'abc', deed: 'approved' });
  const row = { roomId: 'r1', startUtc };
  const told = { roomId: 'r1' };
  const moved = { sequence: 1, roomVersion: 3 };
  return {
    ledger,
    refused: new Set(),
    arrivals: [arrival('m1', 1), arrival('m3', 2), arrival('m4', 3)],
    facts: {
      rooms: [
        {
          id: 'r1',
          reference: 'k0',
          icsSequence: 1,
          status: 'booked',
          version: 3,
          startUtc: new Date(startUtc),
        },
      ],
      history: [
        { ...row, id: 1, deed: 'created', version: 1, icsSequence: 0 },
        { ...row, id: 2, deed: 'booked', version: 2, icsSequence: 0 },
        { ...row, id: 3, deed: 'rescheduled', version: 3, icsSequence: 1 },
        { ...row, id: 4, deed: 'ignored', version: 3, icsSequence: 1 },
      ],
      events: [
        { ...told, ordinal: 1, type: 'room.created', version: 1, room: roomAt(1, 0) },
        { ...told, ordinal: 2, type: 'room.booked', version: 2, room: roomAt(2, 0) },
        { ...told, ordinal: 3, type: 'room.rescheduled', version: 3, room: roomAt(3, 1) },
      ],
      messages: [
        message('m1', 'host', {}),
        message('m2', 'guest', { state: 'superseded' }),
        message('m3', 'host', moved),
        message('m4', 'guest', moved),
      ],
      attempts: [attempt('m1'), attempt('m3'), attempt('m4')],
      inbound: [{ id: 'i1', messageId: 'a1@guest.example', outcome: 'applied', reason: null }],
      proposals: [{ id: 'p1', status: 'approved' }],
      links: [{ tokenHash: 'abc', proposalId: 'p1' }],
      replays: [{ key: 'k1', status: 200, text: JSON.stringify(roomAt(3, 1)) }],
      roomsSeen: [{ id: 'r1', version: 3, text: JSON.stringify(roomAt(3, 1)) }],
    },
  };
}

const judged = ({ facts, ledger, arrivals, refused }: World, mostDoubles = 10) =>
  judge(facts, ledger, { arrivals, refused }, mostDoubles);

/** Changes one row of the good world. */
const change = <T extends object>(rows: T[], index: number, over: Partial<T>): void => {
  rows[index] = { ...(rows[index] as T), ...over };
};

const again = (world: World, over: Partial<Arrival> = {}) =>
  world.arrivals.push(arrival('m4', 4, over));
const doubt = (world: World) => {
  change(world.facts.attempts, 2, { outcome: 'unknown' });
  world.facts.attempts.push(attempt('m4', { fence: 2 }));
};

test('where everything is as promised, nothing is found', () => {
  expect(judged(goodWorld())).toEqual({ findings: [], doubled: 0, judged: 9 });
});

test('a mail that comes twice after a doubt on record, byte for byte, is counted and no fault', () => {
  const world = goodWorld();
  doubt(world);
  again(world);
  expect(judged(world)).toMatchObject({ findings: [], doubled: 1 });
});

type Breaking = (world: World) => void;
const broken: readonly [string, string, Breaking][] = [
  ['lost', 'a room that was answered is gone', ({ facts }) => void facts.rooms.splice(0)],
  ['lost', 'a version that was answered is gone', ({ facts }) => void facts.history.splice(2)],
  ['lost', 'a mail taken with 250 is gone', ({ facts }) => void facts.inbound.splice(0)],
  ['lost', 'a mail was never read', ({ facts }) => change(facts.inbound, 0, { outcome: null })],
  [
    'lost',
    'a good mail was put aside',
    ({ facts }) => change(facts.inbound, 0, { outcome: 'unreadable' }),
  ],
  [
    'lost',
    'an approval was undone',
    ({ facts }) => change(facts.proposals, 0, { status: 'pending' }),
  ],
  ['lost', 'a proposal is gone', ({ facts }) => void facts.proposals.splice(0)],
  ['lost', 'a sent message never arrived', ({ arrivals }) => void arrivals.splice(1, 1)],
  ['lost', 'a message still waits', ({ facts }) => change(facts.messages, 3, { state: 'waiting' })],
  [
    'lost',
    'a message is still sent',
    ({ facts }) => change(facts.messages, 3, { state: 'sending' }),
  ],
  [
    'lost',
    'a message stays in doubt',
    ({ facts }) => change(facts.messages, 3, { state: 'unknown', isSettled: false }),
  ],
  [
    'lost',
    'the newest message was given up in doubt',
    ({ facts }) => change(facts.messages, 3, { state: 'unknown' }),
  ],
  [
    'lost',
    'the newest message is superseded by nothing',
    ({ facts, arrivals }) => {
      change(facts.messages, 3, { state: 'superseded' });
      arrivals.pop();
    },
  ],
  [
    'lost',
    'a message failed that the relay never refused',
    ({ facts }) => change(facts.messages, 3, { state: 'failed' }),
  ],
  ['lost', 'a change owes too few mails', ({ facts }) => void facts.messages.splice(1, 1)],
  [
    'doubled',
    'one key made two rooms',
    ({ facts }) => void facts.rooms.push({ ...(facts.rooms[0] as Facts['rooms'][0]), id: 'r2' }),
  ],
  [
    'doubled',
    'an inbound mail acted twice',
    ({ facts }) => void facts.inbound.push({ ...(facts.inbound[0] as Facts['inbound'][0]) }),
  ],
  ['doubled', 'a mail came twice without a doubt', (world) => void again(world)],
  [
    'doubled',
    'a mail came that nobody owed',
    ({ arrivals }) => void arrivals.push(arrival('m9', 9)),
  ],
  [
    'bytes',
    'a mail came again with other bytes',
    (world) => {
      doubt(world);
      again(world, { digest: 'other' });
    },
  ],
  ['order', 'an older mail came later', ({ arrivals }) => change(arrivals, 0, { atMs: 9 })],
  [
    'order',
    'a superseded message arrived',
    ({ arrivals }) => void arrivals.unshift(arrival('m2', 0)),
  ],
  [
    'order',
    'a later answer told of an older version',
    ({ ledger }) => ledger.answered(call('k2', 2, 0, 90)),
  ],
  ['answer', 'a replay differs', ({ facts }) => change(facts.replays, 0, { text: '{}' })],
  [
    'answer',
    'an answer tells another sequence than the history',
    ({ ledger }) => ledger.answered(call('k2', 3, 0, 90)),
  ],
  [
    'answer',
    'an answer tells otherwise than the event',
    ({ facts }) => change(facts.events, 2, { room: roomAt(3, 7) }),
  ],
  ['room', 'a version is missing', ({ facts }) => void facts.history.shift()],
  ['room', 'a version is there twice', ({ facts }) => change(facts.history, 3, { deed: 'booked' })],
  ['room', 'the sequence leaps', ({ facts }) => change(facts.history, 2, { icsSequence: 2 })],
  ['room', 'the sequence falls', ({ facts }) => change(facts.history, 3, { icsSequence: 0 })],
  [
    'room',
    'the room starts at another time',
    ({ facts }) => change(facts.rooms, 0, { startUtc: new Date(0) }),
  ],
  ['room', 'the status differs', ({ facts }) => change(facts.rooms, 0, { status: 'open' })],
  ['room', 'a change was never told', ({ facts }) => void facts.events.splice(1, 1)],
  [
    'room',
    'a change was told twice',
    ({ facts }) => void facts.events.push({ ...(facts.events[2] as Facts['events'][0]) }),
  ],
  [
    'room',
    'changes were told out of order',
    ({ facts }) => change(facts.events, 0, { ordinal: 8 }),
  ],
  [
    'room',
    'the API shows something else',
    ({ facts }) => change(facts.roomsSeen, 0, { text: '{"id":2}' }),
  ],
  ['attempt', 'an attempt has no end', ({ facts }) => change(facts.attempts, 0, { outcome: null })],
  [
    'attempt',
    'a message was accepted twice',
    ({ facts }) => void facts.attempts.push(attempt('m4', { fence: 2 })),
  ],
  [
    'attempt',
    'a message was tried after its success',
    ({ facts }) => void facts.attempts.push(attempt('m4', { fence: 2, outcome: 'temporary' })),
  ],
  [
    'attempt',
    'a dot went out unrecorded',
    ({ facts }) => change(facts.attempts, 0, { isDotWritten: false }),
  ],
  ['attempt', 'a sent message has no attempt', ({ facts }) => void facts.attempts.splice(0, 1)],
];

test.each(broken)('found as %s: %s', (kind, _what, breakIt) => {
  const world = goodWorld();
  breakIt(world);
  expect(judged(world).findings.map((finding) => finding.kind)).toContain(kind);
});

test('found as doubled: more mails came twice than crashes can explain', () => {
  const world = goodWorld();
  doubt(world);
  again(world);
  expect(judged(world, 0).findings.map(({ what }) => what)).toEqual([
    '1 mails came again; at most 0 may',
  ]);
});
