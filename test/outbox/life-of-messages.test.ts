import fc from 'fast-check';
import type { OwedMessage } from '../../service/outbox/outbox-store.ts';
import type { MailTransport, SendReport, SendTerms } from '../../service/ports.ts';
import { waitFor } from '../house/wait-for.ts';
import { type OutboxHouse, openOutboxHouse } from './outbox-house.ts';
import { later, lost, messageIdOf, relay, taken, wire, withdrawn } from './wires.ts';

let house: OutboxHouse;
beforeAll(async () => {
  house = await openOutboxHouse();
});
afterEach(() => house.clear());
afterAll(() => house.close());

/** What becomes of one mail on the wire. */
const fates = [
  'taken',
  'refused-for-now',
  'lost-before-arrival',
  'lost-after-arrival',
  'died-before-dot',
  'died-after-arrival',
  'froze-before-dot',
  'froze-after-dot',
] as const;
type Fate = (typeof fates)[number];

type Step =
  | { readonly do: 'owe'; readonly cancels: boolean }
  | { readonly do: 'send'; readonly fates: readonly Fate[]; readonly workers: number }
  | { readonly do: 'thaw' }
  | { readonly do: 'wait'; readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('owe' as const), cancels: fc.boolean() }),
  fc.record({
    do: fc.constant('send' as const),
    fates: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 3 }),
    workers: fc.integer({ min: 1, max: 3 }),
  }),
  fc.constant({ do: 'thaw' as const }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 30 }) }),
);

let workers = 0;

/** One attendee, many workers, and a world that does everything wrong. */
function openLife() {
  const owed: OwedMessage[] = [];
  const arrived: string[] = [];
  const frozen: (() => void)[] = [];
  const doubts = new Map<string, number>();
  let drawn: readonly Fate[] = [];

  function transport(name: string, killed: () => void): MailTransport {
    return wire(async (mail, terms) => {
      const id = messageIdOf(mail);
      const [fate = 'taken', ...rest] = drawn;
      drawn = rest;
      const arrive = () => void arrived.push(id);
      const doubt = () => void doubts.set(id, (doubts.get(id) ?? 0) + 1);
      if (fate === 'died-before-dot') return die(name, killed);
      if (fate === 'froze-before-dot') await freeze(name, killed);
      return meet(fate, terms, { arrive, doubt, name, killed });
    });
  }

  async function meet(
    fate: Fate,
    { mayFinish }: SendTerms,
    of: { arrive(): void; doubt(): void; name: string; killed(): void },
  ): Promise<SendReport> {
    if (fate === 'refused-for-now') return later;
    if (!(await mayFinish(relay))) return withdrawn;
    if (fate !== 'taken') of.doubt();
    if (fate !== 'lost-before-arrival') of.arrive();
    if (fate === 'died-after-arrival') return die(of.name, of.killed);
    if (fate === 'froze-after-dot') await freeze(of.name, of.killed);
    return fate.startsWith('lost') ? lost : taken;
  }

  async function die(name: string, killed: () => void): Promise<never> {
    await house.bury(name);
    killed();
    return new Promise(() => {});
  }

  async function freeze(name: string, killed: () => void): Promise<void> {
    await house.bury(name);
    killed();
    await new Promise<void>((resolve) => frozen.push(resolve));
  }

  /** One run of a new worker, as far as it comes. */
  async function runOne(): Promise<void> {
    const name = `worker-${++workers}`;
    const death = Promise.withResolvers<void>();
    // What it was about to do it does not do; a frozen one goes on with what it was doing.
    const stop = new AbortController();
    const killed = () => {
      stop.abort();
      death.resolve();
    };
    const job = house.openWorker(name, { mail: transport(name, killed) });
    await Promise.race([job.run(stop.signal), death.promise]);
  }

  async function play(one: Step): Promise<void> {
    if (one.do === 'owe') {
      const sequence = owed.length;
      const [message] = await house.oweAll(
        house.draft('guest', {
          sequence,
          roomVersion: sequence + 1,
          ...(one.cancels ? { kind: 'cancellation' as const, method: 'CANCEL' as const } : {}),
        }),
      );
      owed.push(message);
    } else if (one.do === 'send') {
      drawn = one.fates;
      await Promise.all(Array.from({ length: one.workers }, runOne));
    } else if (one.do === 'thaw') {
      for (const goOn of frozen.splice(0)) goOn();
    } else {
      house.clock.advance({ minutes: one.minutes });
    }
  }

  return { owed, arrived, doubts, play };
}

test('whatever dies or freezes: nothing older after newer, doubles only from doubt, the last arrives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      await house.clear();
      const life = openLife();
      await life.play({ do: 'owe', cancels: false });
      for (const one of steps) await life.play(one);
      // The world comes to its senses.
      await life.play({ do: 'thaw' });
      await life.play({ do: 'wait', minutes: 180 });
      await life.play({ do: 'send', fates: [], workers: 2 });
      // A worker that was killed while it claimed holds that claim until it is given back or runs out.
      const isDone = async () => {
        await life.play({ do: 'wait', minutes: 180 });
        await life.play({ do: 'send', fates: [], workers: 1 });
        return (await house.rows()).every(({ settled_at }) => settled_at !== null);
      };
      await waitFor(isDone, { timeoutMs: 10_000, what: 'the end of every message' });

      const order = life.arrived.map((id) =>
        life.owed.findIndex(({ messageId }) => messageId === id),
      );
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order).toContain(life.owed.length - 1);
      for (const { messageId } of life.owed) {
        const copies = life.arrived.filter((id) => id === messageId).length;
        expect(copies).toBeLessThanOrEqual(1 + (life.doubts.get(messageId) ?? 0));
      }
      const rows = await house.rows();
      expect(rows.at(-1)).toMatchObject({ state: 'sent' });
      expect(rows.filter(({ settled_at }) => settled_at === null)).toEqual([]);
      const { rows: open } = await house.pool.query(
        'select 1 from message_attempts where outcome is null',
      );
      expect(open).toEqual([]);
    }),
    { numRuns: 10 },
  );
});
