import type { DoubtReason, Question } from '../scheduling/command.ts';
import type { Trust } from './judge-trust.ts';
import type { WhoAnswers } from './who-answers.ts';

/** What becomes of an answer, given whose it is and what proves it. */
export type Judgement =
  | {
      readonly do: 'apply';
      /** The address this proves to be theirs, to be remembered. */
      readonly learn: string | null;
      readonly flag: 'not-authenticated' | null;
    }
  | {
      /** Kept; the bound person, and only they, may confirm it. */
      readonly do: 'ask';
      readonly reason: string;
      readonly because: DoubtReason;
      readonly alias: string | null;
    }
  /** Kept; there is nobody who could be asked. */
  | { readonly do: 'park'; readonly reason: string }
  /** DNS did not tell who sent it. */
  | { readonly do: 'later' };

type SomebodysWord = Exclude<WhoAnswers, { who: 'nobody' }>;

/** Whether it may end a session or move it, rather than say who comes. */
export function isDecisive(question: Question): boolean {
  return question.do === 'counter' || question.reply.answer === 'declined';
}

/** The decision table of imip.md §6 for a mail that came to the person's own reply address. */
export function judgeAnswer(who: SomebodysWord, trust: Trust, decisive: boolean): Judgement {
  switch (who.who) {
    case 'doubtful':
      return { do: 'ask', reason: who.because, because: 'other-address', alias: who.alias };
    case 'alias':
      return judgeAlias(who.alias, trust);
    case 'on-behalf':
      // Whoever holds a forwarded invitation can name themselves in SENT-BY, and prove to be it.
      if (decisive) {
        return { do: 'ask', reason: 'sent-by-another', because: 'other-address', alias: null };
      }
      return judgeOwn(trust, decisive);
    case 'bound':
      return judgeOwn(trust, decisive);
  }
}

function judgeAlias(alias: string | null, trust: Trust): Judgement {
  if (trust === 'proven') return { do: 'apply', learn: alias, flag: null };
  if (trust === 'undecided') return { do: 'later' };
  return { do: 'ask', reason: 'alias-unconfirmed', because: 'other-address', alias };
}

function judgeOwn(trust: Trust, decisive: boolean): Judgement {
  if (decisive && trust === 'undecided') return { do: 'later' };
  if (decisive && trust === 'failed') {
    const reason = 'not-authenticated';
    return { do: 'ask', reason, because: reason, alias: null };
  }
  return { do: 'apply', learn: null, flag: trust === 'failed' ? 'not-authenticated' : null };
}

/**
 * The same without a token (rules.md, Replies 1): only the person's own proven word counts, and
 * nobody is ever asked, since anybody can write to an address that everybody knows.
 */
export function judgeUnbound(who: SomebodysWord, trust: Trust, isSender: boolean): Judgement {
  if (who.who === 'alias') return { do: 'park', reason: 'alias-unconfirmed' };
  if (who.who === 'doubtful') return { do: 'park', reason: who.because };
  if (!isSender) return { do: 'park', reason: 'forwarded' };
  if (trust === 'undecided') return { do: 'later' };
  if (trust !== 'proven') return { do: 'park', reason: 'not-authenticated' };
  return { do: 'apply', learn: null, flag: null };
}

/** Reasons that say that a mail may not be from the person it speaks for. */
const doubts: ReadonlySet<string> = new Set([
  'not-authenticated',
  'unknown-sender',
  'alias-unconfirmed',
  'someone-else',
  'sent-by-another',
  'forwarded',
  'no-sender',
  'ambiguous-from',
]);

/** Whether a reason is such a doubt. */
export const isDoubt = (reason: string | null): reason is string =>
  reason !== null && doubts.has(reason);
