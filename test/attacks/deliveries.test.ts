import fc from 'fast-check';
import { calendarMail, declined, headOf, icsOf } from '../journeys/hostile-mails.ts';
import { gil, helen } from '../rooms/waist-house.ts';
import { type AttackHouse, openAttackHouse, openParser, type Target } from './attack-house.ts';

const child = new URL('./programs/mortal-child.ts', import.meta.url);
let house: AttackHouse;
beforeAll(async () => {
  house = await openAttackHouse(openParser(child));
});
afterAll(() => house.close());

type Person = 'host' | 'guest';

/** One thing a person says, as often as it comes in. */
interface Said {
  readonly target: Target;
  readonly person: Person;
  readonly answer: string;
  readonly ics: string;
}

const emails = { host: helen.email, guest: gil.email };
const orders = [
  ['ACCEPTED', 'TENTATIVE'],
  ['TENTATIVE', 'DECLINED'],
] as const;

/** What both people of a room say, each the second thing an hour after the first. */
function sayingsOf(target: Target, number: number): Said[] {
  return (['host', 'guest'] as const).flatMap((person) =>
    // The guests of the first rooms decline in the end; nobody else does.
    (orders[person === 'guest' && number < 4 ? 1 : 0] ?? []).map((answer, hour) => {
      const attendee = declined(emails[person]).replace('DECLINED', answer);
      const stamp = `20270301T0${6 + hour}0000Z`;
      return { target, person, answer, ics: icsOf({ uid: target.uid, attendee, stamp }) };
    }),
  );
}

/** Every saying comes in one to five times, under two Message-IDs, in an order of no meaning. */
function shuffle(sayings: readonly Said[]): { said: Said; raw: string }[] {
  const [drawn] = fc.sample(
    fc.record({
      times: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }),
      order: fc.shuffledSubarray([...Array(200).keys()], { minLength: 200 }),
    }),
    { seed: 7, numRuns: 1 },
  );
  const all = sayings.flatMap((said, index) => {
    const ids = [1, 2].map(() => calendarMail(emails[said.person], said.ics));
    return Array.from({ length: drawn?.times[index] ?? 1 }, (_, time) => ({
      said,
      raw: ids[time % 2] ?? '',
    }));
  });
  return (drawn?.order ?? []).flatMap((at) => all[at] ?? []);
}

it('forty mails, each delivered up to five times in any order, have one effect each', async () => {
  const targets: Target[] = [];
  for (let room = 0; room < 10; room += 1) targets.push(await house.book());
  const sayings = targets.flatMap(sayingsOf);
  expect(sayings).toHaveLength(40);
  const applied = new Map<Said, number>();
  const taken: { id: string; said: Said }[] = [];
  for (const [index, { said, raw }] of shuffle(sayings).entries()) {
    const id = await house.take({ raw, to: said.target[said.person], from: emails[said.person] });
    taken.push({ id, said });
    if (index % 20 === 19) await house.job.run();
  }
  await house.job.run();
  const outcomes = await house.outcomes();
  for (const { id, said } of taken) {
    expect(outcomes.get(id)).toMatch(/^(applied|duplicate|superseded|stale|ignored)/);
    if (outcomes.get(id) === 'applied') applied.set(said, (applied.get(said) ?? 0) + 1);
  }
  expect(taken.length).toBeGreaterThan(100);
  expect([...applied.values()].filter((count) => count !== 1)).toEqual([]);
  for (const [number, target] of targets.entries()) {
    const isLeft = number < 4;
    expect(await answersOf(target)).toEqual(
      isLeft ? { host: expect.anything() } : { host: 'tentative', guest: 'tentative' },
    );
    const owed = (await house.owed(target.roomId)).slice(2).sort();
    const farewells = [`${gil.email} cancellation`, `${helen.email} guest-left`];
    expect(owed).toEqual(isLeft ? farewells : []);
  }
});

/** Who is in the room now, and what their answer is. */
async function answersOf({ roomId }: Target): Promise<Partial<Record<Person, string>>> {
  const { rows } = await house.db.pool.query<{ role: Person; answer: string }>(
    `select a.role, a.answer from attendees a join rooms r on r.id = a.room_id
     where r.id = $1 and a.id in (r.host_id, r.guest_id)`,
    [roomId],
  );
  return Object.fromEntries(rows.map(({ role, answer }) => [role, answer]));
}

it('a mail its reader dies of is put aside after three strikes, while others flow', async () => {
  const target = await house.book();
  const take = (raw: string) => house.take({ raw, to: target.guest, from: gil.email });
  const poison = await take(`${headOf(gil.email, 'X-Poison: 1')}\r\nHello`);
  const seen: (string | undefined)[][] = [];
  for (const [index, answer] of ['TENTATIVE', 'ACCEPTED', 'DECLINED'].entries()) {
    const attendee = declined(gil.email).replace('DECLINED', answer);
    const stamp = `20270301T0${6 + index}0000Z`;
    const id = await take(calendarMail(gil.email, icsOf({ uid: target.uid, attendee, stamp })));
    await house.job.run();
    const outcomes = await house.outcomes();
    seen.push([outcomes.get(poison), outcomes.get(id)]);
    house.clock.advance({ seconds: 20 });
  }
  expect(seen).toEqual([
    ['waits', 'applied'],
    ['waits', 'applied'],
    ['unreadable parser-crash', 'applied'],
  ]);
  expect((await house.owed(target.roomId)).slice(2)).toHaveLength(2);
});
