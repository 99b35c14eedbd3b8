import { waitFor } from '../house/wait-for.ts';
import { callSmtp } from '../inbox/smtp-client.ts';
import { calendarMail, declined, icsOf } from '../journeys/hostile-mails.ts';
import { gil, helen } from '../rooms/waist-house.ts';
import { answerAttacks, type Before, writeAnswer } from './answer-attacks.ts';
import { type AttackHouse, openAttackHouse, type Target } from './attack-house.ts';
import { places, shapes } from './mime-attacks.ts';

let house: AttackHouse;
let elsewhere: Target;
const prototypeKeys = Object.getOwnPropertyNames(Object.prototype).sort();

beforeAll(async () => {
  house = await openAttackHouse();
  elsewhere = await house.bookElsewhere();
});
afterAll(() => house.close());
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeKeys);
});

/** The mails an outcome brings about; one that is not listed brings none. */
const brings: Readonly<Record<string, readonly string[]>> = {
  applied: [`${gil.email} cancellation`, `${helen.email} guest-left`],
  human: [`${gil.email} human-answer`],
  'stale stale-answer': [`${gil.email} update`],
  'parked counter-parked': [`${gil.email} counter-not-understood`],
  ...Object.fromEntries(
    ['alias-unconfirmed', 'someone-else', 'forwarded'].map((reason) => [
      `parked ${reason}`,
      [`${gil.email} confirm-answer`],
    ]),
  ),
};

interface Played {
  readonly target: Target;
  readonly outcome: string | undefined;
  readonly owed: readonly string[];
  readonly before: Record<string, unknown[]>;
  readonly after: Record<string, unknown[]>;
}

/** Lets the guest's mail come in, at their own address unless said otherwise. */
async function play(target: Target, raw: string, to = target.guest): Promise<Played> {
  const { length } = await house.owed(target.roomId);
  const before = await house.dump(target.roomId);
  const id = await house.take({ raw: Buffer.from(raw, 'latin1'), to, from: gil.email });
  await house.job.run();
  const outcome = (await house.outcomes()).get(id);
  const owed = (await house.owed(target.roomId)).slice(length);
  return { target, outcome, owed, before, after: await house.dump(target.roomId) };
}

/** Nothing but what the outcome says, and no mail but what it brings. */
function expectOutcome(played: Played, outcome: string, owed = brings[outcome] ?? []): void {
  const { before, after } = played;
  expect([played.outcome, [...played.owed].sort()]).toEqual([outcome, [...owed].sort()]);
  if (outcome === 'applied') {
    expect(after.rooms).toMatchObject([{ status: 'open', guest_id: null }]);
    return;
  }
  expect(after.proposals).toEqual(before.proposals);
  if (owed.every((one) => one.endsWith(' confirm-answer'))) {
    expect(after).toEqual(before);
    return;
  }
  // What is mailed again has a stamp and a revision of its own.
  const [room] = before.rooms ?? [];
  const kept = { revision: expect.anything(), stamped_at: expect.anything() };
  expect(after.rooms).toEqual([{ ...(room as object), ...kept }]);
}

it.each([...shapes, ...places])('%i: a decline, %s: %s', async (_no, _name, outcome, write) => {
  const target = await house.book();
  expectOutcome(await play(target, write(target)), outcome);
});

it('46: of a report on very many only the first fifty are looked at', async () => {
  const { rows } = await house.db.pool.query(
    `select jsonb_array_length(detail -> 'statuses') as statuses from imip_messages
     where outcome = 'bounce'`,
  );
  expect(rows).toEqual([{ statuses: 50 }]);
});

async function prepare(target: Target, before: Before | undefined): Promise<void> {
  const { roomId, uid } = target;
  const startUtc = new Date('2027-03-11T14:00:00Z');
  if (before === 'moved') {
    await house.apply(roomId, { do: 'reschedule', startUtc, durationMinutes: null });
  }
  if (before === 'cancelled') await house.apply(roomId, { do: 'cancel', reason: null });
  if (before === 'accepted') {
    const attendee = declined(gil.email).replace('DECLINED', 'ACCEPTED');
    const stamp = '20270301T085000Z';
    await play(target, calendarMail(gil.email, icsOf({ uid, attendee, stamp })));
  }
}

const titled = answerAttacks.map((attack) => [attack[0], attack[1], attack[2], attack] as const);
it.each(titled)('%i: an answer, %s: %s', async (_no, _name, outcome, attack) => {
  const { before, to, asks } = attack[4] ?? {};
  const target = await house.book();
  await prepare(target, before);
  const played = await play(target, writeAnswer(attack, target), to && elsewhere.guest);
  expectOutcome(played, outcome, asks === 'nobody' ? [] : undefined);
});

it('24: a mail that is sent again because nobody heard 250 has one effect', async () => {
  const target = await house.book();
  const committed = Promise.withResolvers<void>();
  const listener = house.listener(
    {},
    {
      intake: {
        ...house.intake,
        async receive(mail) {
          const ids = await house.intake.receive(mail);
          committed.resolve();
          return new Promise((resolve) => setImmediate(() => resolve(ids)));
        },
      },
    },
  );
  const { port } = await listener.start();
  const ics = icsOf({ uid: target.uid, attendee: declined(gil.email) });
  const raw = calendarMail(gil.email, ics);
  const deaf = callSmtp(port);
  await deaf.begin(gil.email, target.guest);
  deaf.say(`${raw}.\r\n`);
  await committed.promise;
  deaf.close();
  const again = callSmtp(port);
  await again.begin(gil.email, target.guest);
  expect(await again.ask(`${raw}.`)).toMatch(/^250/);
  again.close();
  await waitFor(() => again.isClosed());
  await listener.stop();
  const before = (await house.owed(target.roomId)).length;
  await house.job.run();
  const outcomes = [...(await house.outcomes()).values()];
  expect(outcomes.slice(-2).sort()).toEqual(['applied', 'duplicate seen-before']);
  expect((await house.owed(target.roomId)).slice(before)).toHaveLength(2);
});

it('whatever comes in, nobody is written to who is not in the room', async () => {
  expect(await house.readers()).toEqual([gil.email, helen.email]);
});
