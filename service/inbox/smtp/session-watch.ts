import { createGuessTally, type GuessTally } from './guess-tally.ts';
import { isNearby, networkOf } from './network-address.ts';

/** How a session ended, for the metrics. */
type SessionOutcome = 'stored' | 'rejected' | 'fault' | 'refused' | 'timeout' | 'empty';

/** How a session comes nearer to a stored mail. */
type Step = 'sender' | 'recipient' | 'mail';

interface Watched {
  readonly address: string;
  readonly timers: NodeJS.Timeout[];
  outcome: SessionOutcome;
  /** A session that is storing is not cut at its deadline, its answer is nearly there. */
  phase: 'talking' | 'receiving' | 'storing';
  /** When it last came a step nearer to a stored mail, and how far it is. */
  steppedAt: number;
  progress: 'none' | 'sender' | 'recipient';
  hadSender: boolean;
  /** False once it was refused or cut: its place is free, though its socket may still close. */
  counts: boolean;
  unknownRecipients: number;
}

export interface WatchLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly connectionsPerRelay: number;
  /** Who came no step further for this long makes room when there is none. */
  readonly dawdleMs: number;
  readonly firstMailTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  /** How long a session that is storing a mail is given beyond its deadline. */
  readonly handlerTimeoutMs: number;
  readonly guessesPerSession: number;
  readonly guessesPerAddress: number;
}

export interface SessionWatch {
  /** Begins a session; false when there are too many, in all or from its network. */
  open(id: string, address: string): boolean;
  /** Notes how it went; the most telling outcome of a session stays. */
  note(id: string, outcome: SessionOutcome): void;
  /** Notes what was accepted; saying the same step again brings nobody further. */
  step(id: string, what: Step): void;
  /** Counts a recipient that does not exist; false when session or network named too many. */
  mayGuessOn(id: string): boolean;
  /** A mail is coming in, being committed, or neither. */
  enter(id: string, phase: 'talking' | 'receiving' | 'storing'): void;
  /** Whether a mail is on its way through this session. */
  isBusy(id: string): boolean;
  /** Ends a session at a deadline of its own, with 421. */
  expire(id: string): void;
  /** Ends a session and returns its outcome; null when it was never opened. */
  close(id: string): SessionOutcome | null;
}

/** What counts most when a session did several things. */
const rank: readonly SessionOutcome[] = [
  'empty',
  'rejected',
  'stored',
  'fault',
  'refused',
  'timeout',
];

/**
 * Absolute deadlines and caps. The idle timeout alone would let anyone hold all connections by
 * sending a byte now and then. `cut` hangs up on a session.
 */
export function createSessionWatch(
  limits: WatchLimits,
  cut: (sessionId: string) => void,
  nowMs: () => number = () => performance.now(),
): SessionWatch {
  const sessions = new Map<string, Watched>();
  const tally = createGuessTally(nowMs);

  function expire(id: string): void {
    const session = sessions.get(id);
    if (!session?.counts) return;
    if (session.phase === 'storing') {
      session.timers.push(setTimeout(() => expire(id), limits.handlerTimeoutMs).unref());
      return;
    }
    session.outcome = 'timeout';
    session.counts = false;
    cut(id);
  }

  return {
    open(id, address) {
      const place = findPlace(sessions, limits, address, nowMs());
      if (typeof place === 'string') expire(place);
      const session = createSession(address, nowMs(), place !== null);
      sessions.set(id, session);
      if (session.counts) startTimers(session, limits, () => expire(id));
      return session.counts;
    },
    note(id, outcome) {
      const session = sessions.get(id);
      if (session && rank.indexOf(outcome) > rank.indexOf(session.outcome)) {
        session.outcome = outcome;
      }
    },
    step(id, what) {
      const session = sessions.get(id);
      if (session) takeStep(session, what, nowMs());
    },
    mayGuessOn(id) {
      const session = sessions.get(id);
      return session !== undefined && mayGuessOn(session, limits, tally);
    },
    enter(id, phase) {
      const session = sessions.get(id);
      if (session) session.phase = phase;
    },
    isBusy: (id) => (sessions.get(id)?.phase ?? 'talking') !== 'talking',
    expire,
    close(id) {
      const session = sessions.get(id);
      sessions.delete(id);
      for (const timer of session?.timers ?? []) clearTimeout(timer);
      return session?.outcome ?? null;
    },
  };
}

const createSession = (address: string, steppedAt: number, counts: boolean): Watched => ({
  address,
  timers: [],
  outcome: counts ? 'empty' : 'refused',
  phase: 'talking',
  steppedAt,
  progress: 'none',
  hadSender: false,
  counts,
  unknownRecipients: 0,
});

function startTimers(session: Watched, limits: WatchLimits, expire: () => void): void {
  const expireWithoutSender = () => {
    if (!session.hadSender) expire();
  };
  session.timers.push(
    setTimeout(expireWithoutSender, limits.firstMailTimeoutMs).unref(),
    setTimeout(expire, limits.sessionTimeoutMs).unref(),
  );
}

/**
 * Where one more session of `address` may go: `true` when there is room, the id of the session that
 * makes way for it, or null. Behind a balancer or a container's gateway everybody has one address,
 * so at a cap it is not the newcomer who pays but the one who dawdles longest, if anybody does.
 */
function findPlace(
  sessions: ReadonlyMap<string, Watched>,
  limits: WatchLimits,
  address: string,
  nowMs: number,
): true | string | null {
  const present = [...sessions].filter(([, one]) => one.counts);
  const network = networkOf(address);
  const same = present.filter(([, one]) => networkOf(one.address) === network);
  const share = isNearby(address) ? limits.connectionsPerRelay : limits.connectionsPerAddress;
  if (same.length < share && present.length < limits.connections) return true;
  const rivals = same.length < share ? present : same;
  const dawdlers = rivals.filter(
    ([, one]) => one.phase === 'talking' && one.steppedAt <= nowMs - limits.dawdleMs,
  );
  return dawdlers.sort(([, a], [, b]) => a.steppedAt - b.steppedAt)[0]?.[0] ?? null;
}

function takeStep(session: Watched, what: Step, nowMs: number): void {
  const isFurther = what === 'mail' || session.progress === 'none';
  if (!isFurther && !(session.progress === 'sender' && what === 'recipient')) return;
  session.steppedAt = nowMs;
  session.hadSender = true;
  session.progress = what === 'mail' ? 'none' : what;
}

function mayGuessOn(session: Watched, limits: WatchLimits, tally: GuessTally): boolean {
  session.unknownRecipients += 1;
  if (session.unknownRecipients > limits.guessesPerSession) return false;
  // A front relay passes on everybody's guesses; it must not pay for them.
  if (isNearby(session.address)) return true;
  return tally.count(networkOf(session.address)) <= limits.guessesPerAddress;
}
