import { limits } from '../../limits.ts';
import type { Clock, Random } from '../../ports.ts';

/**
 * Why a relay rests. `away`: it cannot be reached or does not keep to SMTP; that passes by itself.
 * `refuses`: it does not want us (login, TLS, sender); somebody has to mend the configuration.
 */
export type RelayFault = 'away' | 'refuses';

/** What one mail says about its relay; `nothing` when the mail was ended by ourselves. */
export type RelayNews = RelayFault | 'good' | 'nothing';

/** Lets one mail go to the relay. */
interface Permit {
  /** False as soon as the relay began to rest after the permit was given. */
  isValid(): boolean;
  /** Must be called once, whatever happened. */
  end(news: RelayNews): void;
}

export interface RelayHealth {
  /** Null: the relay rests, or the one mail that probes it is under way. */
  permit(): Permit | null;
  /** Null when a mail may be sent now; else when asking again is worth it. */
  restsUntil(): Date | null;
  /** Why it rests or is probed; null when it is healthy. */
  fault(): RelayFault | null;
  /** Resolves when the probe under way has ended; null when none is. */
  probeEnded(): Promise<void> | null;
}

const standard = {
  /** Failures in a row that say that a relay is away. */
  failures: limits.relayFailures as number,
  restMs: limits.relayRestMs as number,
  restMaxMs: limits.relayRestMaxMs as number,
  faultRestMs: limits.relayFaultRestMs as number,
  faultRestMaxMs: limits.relayFaultRestMaxMs as number,
};

/** Limits of resting; times in milliseconds. */
export type RestLimits = Readonly<typeof standard>;

export interface RelayHealthDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Called when the relay begins to rest, when the reason changes, and (null) when it is back. */
  onChange(fault: RelayFault | null): void;
  readonly rests?: Partial<RestLimits>;
}

interface State {
  /** Null: healthy. */
  readonly fault: RelayFault | null;
  readonly restsInRow: number;
  readonly failuresInRow: number;
  readonly untilMs: number;
}

const healthy: State = { fault: null, restsInRow: 0, failuresInRow: 0, untilMs: 0 };

/**
 * The health of one relay: healthy, resting, or probed by one mail after a rest. Only the probe
 * can lengthen a rest or end it; mails that were under way when the rest began say nothing new.
 */
export function createRelayHealth(deps: RelayHealthDeps): RelayHealth {
  const rests: RestLimits = { ...standard, ...deps.rests };
  let state = healthy;
  /** Rises whenever the relay begins to rest or comes back. */
  let era = 0;
  let probe: PromiseWithResolvers<void> | null = null;
  const nowMs = () => deps.clock.now().getTime();

  function learn(news: RelayNews): void {
    const next = judge(state, news, rests, (ms) => nowMs() + withJitter(ms, deps.random));
    const before = state;
    state = next;
    if (next.untilMs !== before.untilMs) era += 1;
    if (next.fault !== before.fault) deps.onChange(next.fault);
    probe?.resolve();
    probe = null;
  }

  return {
    permit() {
      if (state.fault !== null) {
        if (probe !== null || nowMs() < state.untilMs) return null;
        probe = Promise.withResolvers();
      }
      const givenIn = era;
      return {
        isValid: () => givenIn === era,
        end(news) {
          if (givenIn === era) learn(news);
        },
      };
    },
    restsUntil() {
      if (state.fault === null) return null;
      if (probe !== null) return new Date(nowMs() + rests.restMs);
      return nowMs() < state.untilMs ? new Date(state.untilMs) : null;
    },
    fault: () => state.fault,
    probeEnded: () => probe?.promise ?? null,
  };
}

/** What a mail's news make of the state; a resting relay hears only of its probe. */
function judge(
  state: State,
  news: RelayNews,
  rests: RestLimits,
  timeAfter: (ms: number) => number,
): State {
  if (news === 'nothing') return state;
  if (news === 'good') return healthy;
  const failuresInRow = news === 'away' ? state.failuresInRow + 1 : state.failuresInRow;
  const isEnough = news === 'refuses' || state.fault !== null || failuresInRow >= rests.failures;
  if (!isEnough) return { ...state, failuresInRow };
  const restsInRow = state.fault === news ? state.restsInRow + 1 : 1;
  const untilMs = timeAfter(restMs(rests, news, restsInRow));
  return { fault: news, restsInRow, failuresInRow, untilMs };
}

function restMs(rests: RestLimits, fault: RelayFault, inRow: number): number {
  const first = fault === 'away' ? rests.restMs : rests.faultRestMs;
  const longest = fault === 'away' ? rests.restMaxMs : rests.faultRestMaxMs;
  return Math.min(first * 2 ** Math.min(inRow - 1, 30), longest);
}

/** Shortens by up to a quarter, so that processes do not probe in step. */
function withJitter(ms: number, random: Random): number {
  const fraction = random.bytes(2).readUInt16BE() / 0xffff;
  return Math.round(ms * (1 - fraction / 4));
}
