import { waitFor } from '../../house/wait-for.ts';
import { liveSession, type SessionDeps } from './session.ts';

export interface LoadOptions {
  /** Sessions that are booked, moved and called off at the same time. Default 5. */
  readonly sessions?: number;
  /** Between two steps of one session, at most. Default 250. */
  readonly pauseMs?: number;
  /** Which steps are drawn from; a step named twice is taken twice as often. Default `allSteps`. */
  readonly steps?: readonly StepName[];
}

export type StepName =
  | 'reschedule'
  | 'change-wording'
  | 'unbook'
  | 'book'
  | 'cancel'
  | 'propose'
  | 'decide'
  | 'answer-by-mail'
  | 'propose-by-page'
  | 'decide-by-link';

/** How often what happens: mostly life, seldom death. */
const allSteps: readonly StepName[] = [
  ...(['reschedule', 'reschedule', 'change-wording', 'unbook', 'book', 'cancel'] as const),
  ...(['propose', 'propose', 'decide', 'decide'] as const),
  ...(['answer-by-mail', 'answer-by-mail', 'answer-by-mail', 'answer-by-mail'] as const),
  ...(['propose-by-page', 'propose-by-page', 'decide-by-link', 'decide-by-link'] as const),
];

/** Host applications and people at work, each repeating until it is acknowledged. */
export interface Load {
  /** Resolves when at least so many more operations were acknowledged. */
  acknowledged(more: number, timeoutMs?: number): Promise<void>;
  /** Begins nothing new and waits until all that was begun is acknowledged. */
  stop(timeoutMs?: number): Promise<void>;
}

const stopTimeoutMs = 90_000;
let loads = 0;

/** Lets sessions live, several at a time, one after the other, until it is stopped. */
export function createLoad(
  deps: Omit<SessionDeps, 'steps' | 'pauseMs' | 'isStopping' | 'signal'>,
  { sessions = 5, pauseMs = 250, steps = allSteps }: LoadOptions = {},
): Load {
  loads += 1;
  const name = `load${loads}`;
  const tooLate = new AbortController();
  let isStopping = false;
  let isOver = false;
  let lived = 0;
  const mine = { ...deps, steps, pauseMs, isStopping: () => isStopping, signal: tooLate.signal };
  const goOn = async () => {
    while (!isStopping) {
      lived += 1;
      await liveSession(mine, `${name}-${lived}`);
    }
  };
  const living = Promise.all(Array.from({ length: sessions }, goOn))
    .catch((error: Error) => deps.complain(`a caller gave up: ${error.message}`))
    .finally(() => {
      isOver = true;
    });
  return {
    async acknowledged(more, timeoutMs = 60_000) {
      const before = deps.ledger.size();
      const what = () => `${more} acknowledgements (there were ${deps.ledger.size() - before})`;
      await waitFor(() => deps.ledger.size() >= before + more, { timeoutMs, what });
    },
    async stop(timeoutMs = stopTimeoutMs) {
      isStopping = true;
      if (isOver) return;
      const what = 'the last acknowledgements';
      await waitFor(() => isOver, { timeoutMs, what }).catch((error: Error) => {
        tooLate.abort(error);
      });
      await living;
    },
  };
}
