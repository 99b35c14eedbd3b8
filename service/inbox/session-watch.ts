/** How a session ended, for the metrics. */
type SessionOutcome = 'stored' | 'rejected' | 'fault' | 'refused' | 'timeout' | 'empty';

interface Watched {
  readonly address: string;
  readonly timer: NodeJS.Timeout;
  outcome: SessionOutcome;
  /** A session that is storing is not cut at its deadline, its answer is nearly there. */
  phase: 'talking' | 'receiving' | 'storing';
  unknownRecipients: number;
}

export interface WatchLimits {
  readonly connectionsPerAddress: number;
  readonly sessionTimeoutMs: number;
  /** How long a session that is storing a mail is given beyond its deadline. */
  readonly handlerTimeoutMs: number;
}

export interface SessionWatch {
  /** Begins a session; false when its address has too many open (it is counted all the same). */
  open(id: string, address: string): boolean;
  /** Notes how it went; the most telling outcome of a session stays. */
  note(id: string, outcome: SessionOutcome): void;
  /** Counts a recipient that does not exist and returns how many this session named. */
  countUnknown(id: string): number;
  /** A mail is coming in, being committed, or neither. */
  enter(id: string, phase: 'talking' | 'receiving' | 'storing'): void;
  /** Whether a mail is on its way through this session. */
  isBusy(id: string): boolean;
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
 * Absolute deadlines and a cap per address. The idle timeout alone would let anyone hold all
 * connections by sending a byte now and then.
 */
export function createSessionWatch(
  limits: WatchLimits,
  cut: (sessionId: string) => void,
): SessionWatch {
  const sessions = new Map<string, Watched>();
  const perAddress = new Map<string, number>();

  function expire(id: string): void {
    const session = sessions.get(id);
    if (!session) return;
    if (session.phase === 'storing') {
      setTimeout(() => expire(id), limits.handlerTimeoutMs).unref();
      return;
    }
    session.outcome = 'timeout';
    cut(id);
  }

  return {
    open(id, address) {
      const count = (perAddress.get(address) ?? 0) + 1;
      perAddress.set(address, count);
      const timer = setTimeout(() => expire(id), limits.sessionTimeoutMs);
      timer.unref();
      const refused = count > limits.connectionsPerAddress;
      const outcome = refused ? 'refused' : 'empty';
      sessions.set(id, { address, timer, outcome, phase: 'talking', unknownRecipients: 0 });
      return !refused;
    },
    note(id, outcome) {
      const session = sessions.get(id);
      if (session && rank.indexOf(outcome) > rank.indexOf(session.outcome)) {
        session.outcome = outcome;
      }
    },
    countUnknown(id) {
      const session = sessions.get(id);
      if (!session) return 0;
      session.unknownRecipients += 1;
      return session.unknownRecipients;
    },
    enter(id, phase) {
      const session = sessions.get(id);
      if (session) session.phase = phase;
    },
    isBusy: (id) => (sessions.get(id)?.phase ?? 'talking') !== 'talking',
    close(id) {
      const session = sessions.get(id);
      if (!session) return null;
      sessions.delete(id);
      clearTimeout(session.timer);
      const left = (perAddress.get(session.address) ?? 1) - 1;
      if (left > 0) perAddress.set(session.address, left);
      else perAddress.delete(session.address);
      return session.outcome;
    },
  };
}
