import type { Metrics } from '../ops/metrics.ts';
import { applyDue, type DueDeps, dueBatch } from './apply-due.ts';
import { type Due, findExpiredProposals, findHeldDeclines } from './due-store.ts';

export interface SettleDueDeps extends DueDeps {
  readonly metrics: Pick<Metrics, 'proposalDecision'>;
}

export interface SettleDueJob {
  /**
   * Expires proposals and acts on held declines whose time has come. Rejects when the database
   * does not answer; what one room cannot settle is logged and tried again in the next run.
   */
  run(stop?: AbortSignal): Promise<void>;
}

/** The door through which time itself comes in. */
export function createSettleDueJob(deps: SettleDueDeps): SettleDueJob {
  return {
    async run(stop) {
      const { pool } = deps.database;
      for (const due of await findExpiredProposals(pool, deps.clock.now(), dueBatch)) {
        if (stop?.aborted) return;
        await expire(deps, due);
      }
      for (const due of await findHeldDeclines(pool, deps.clock.now(), dueBatch)) {
        if (stop?.aborted) return;
        const command = { do: 'act-on-held-decline' as const, attendeeId: due.subjectId };
        await applyDue(deps, 'settle-due', { ...due, command, cause: byTime });
      }
    },
  };
}

const byTime = { channel: 'job', outboxId: null } as const;

async function expire(deps: SettleDueDeps, due: Due): Promise<void> {
  const command = { do: 'expire-proposal' as const, proposalId: due.subjectId };
  const applied = await applyDue(deps, 'settle-due', { ...due, command, cause: byTime });
  if (applied?.outcome === 'changed') deps.metrics.proposalDecision('expired');
}
