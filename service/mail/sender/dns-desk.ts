import { limits } from '../../limits.ts';
import type { DnsType, ResolveDns } from '../../ports.ts';

/** The DNS questions of one mail, which whoever sent it chooses: each once, and only so many. */
export interface DnsDesk {
  /** Rejects as `ResolveDns` does, also when there were too many or it is closed. */
  ask(name: string, type: string): Promise<string[]>;
  /** Whether DNS failed to tell something of a name that ends so. */
  failedFor(ending: string): boolean;
  /** Whether DNS failed to tell something, or still owes an answer: later it may be different. */
  isAwaited(): boolean;
  /** More was asked than any honest mail needs: asking again later is of no use. */
  isExhausted(): boolean;
  close(): void;
}

export function createDnsDesk(resolve: ResolveDns): DnsDesk {
  const answers = new Map<string, Promise<unknown>>();
  const failed = new Set<string>();
  let pending = 0;
  let isExhausted = false;
  let isClosed = false;

  async function askOnce(name: string, type: DnsType): Promise<unknown> {
    isExhausted ||= answers.size >= limits.dnsQuestionsPerMail;
    try {
      if (isClosed || isExhausted) throw unanswered();
      pending += 1;
      return await resolve(name, type).finally(() => {
        pending -= 1;
      });
    } catch (error) {
      if (!isNoRecord(error)) failed.add(name);
      throw error;
    }
  }

  return {
    ask(written, type) {
      const name = written.toLowerCase();
      const key = `${type} ${name}`;
      const answer = answers.get(key) ?? askOnce(name, type as DnsType);
      answers.set(key, answer);
      // Lists of strings or records, as mailauth takes them from node:dns.
      return answer as Promise<string[]>;
    },
    failedFor: (ending) => [...failed].some((name) => name.endsWith(ending)),
    isAwaited: () => pending > 0 || failed.size > 0,
    isExhausted: () => isExhausted,
    close() {
      isClosed = true;
    },
  };
}

const unanswered = () =>
  Object.assign(new Error('DNS is not asked any more'), { code: 'ECANCELLED' });

const isNoRecord = (error: unknown) =>
  error instanceof Error && 'code' in error && /^E(NOTFOUND|NODATA)$/.test(String(error.code));
