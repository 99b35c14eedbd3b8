import pino from 'pino';
import {
  createSmtpTransport,
  type SmtpTransportOptions,
} from '../../service/outbox/relay/smtp-transport.ts';
import type { SendTerms } from '../../service/ports.ts';
import { createFakeClock } from '../house/fake-clock.ts';
import { createTestRandom } from '../house/test-random.ts';
import {
  type Misbehaviour,
  type RelayOptions,
  startMisbehavingRelay,
} from './misbehaving-relay.ts';

export const raw = Buffer.from(
  'Message-ID: <1@parley.test>\r\nFrom: a@parley.test\r\nSubject: x\r\n\r\n.a line\r\nthe end\r\n',
);
export const mail = { envelopeFrom: 'b-1@in.parley.test', envelopeTo: 'guest@example.org', raw };
export const yes: SendTerms = { mayFinish: async () => true };

/** Nothing runs out, not even on a busy machine. */
export const patient = {
  connectMs: 20_000,
  greetingMs: 20_000,
  answerMs: 20_000,
  toDotMs: 20_000,
  afterDotMs: 20_000,
  farewellMs: 200,
  closeMs: 200,
};

/** Relays and transports that are closed together. */
export function openRelayHouse() {
  const closings: (() => Promise<unknown>)[] = [];
  const clock = createFakeClock('2027-03-01T09:00:00.000Z');
  const resting = new Map<number, boolean>();
  const logged: { level: number; relay?: number; msg: string }[] = [];
  const log = pino({}, { write: (line) => void logged.push(JSON.parse(line)) });

  return {
    clock,
    logged,
    /** By the relay's number, as the gauge shows it. */
    resting,
    async startRelay(how: Misbehaviour = 'none', options: RelayOptions = {}) {
      const relay = await startMisbehavingRelay(how, options);
      closings.push(() => relay.close());
      return relay;
    },
    openTransport(urls: string[], options: Partial<SmtpTransportOptions> = {}) {
      const transport = createSmtpTransport({
        urls,
        dkim: null,
        clock,
        random: createTestRandom('relays'),
        log,
        metrics: { relayResting: (relay, isResting) => void resting.set(relay, isResting) },
        deadlines: patient,
        ...options,
      });
      closings.unshift(() => transport.close());
      return transport;
    },
    async close() {
      for (const closing of closings.splice(0)) await closing();
    },
  };
}

export type RelayHouse = ReturnType<typeof openRelayHouse>;
