import type { Log } from '../../ops/log.ts';
import type { Metrics } from '../../ops/metrics.ts';
import type { MailTransport, OutgoingMail, SendReport, SendTerms } from '../../ports.ts';
import type { Verdict } from './hand-over.ts';
import { createRelayHealth, type RelayFault, type RelayHealthDeps } from './relay-health.ts';
import type { SmtpRelay } from './smtp-relay.ts';

export interface RelaysDeps extends Omit<RelayHealthDeps, 'onChange'> {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'relayResting'>;
  /** How long a mail that no relay takes waits for the end of another mail's probe. */
  readonly probePatienceMs: number;
}

/**
 * Several relays in order: a mail goes to the first that does not rest, and to the next when that
 * one is at fault. What a relay says about the mail itself holds for all of them.
 */
export function createRelays(relays: readonly SmtpRelay[], deps: RelaysDeps): MailTransport {
  const lines = relays.map((relay, index) => ({
    relay,
    number: index + 1,
    health: createRelayHealth({ ...deps, onChange: announce(index + 1, deps) }),
  }));

  async function tryInOrder(mail: OutgoingMail, terms: SendTerms): Promise<Tried[]> {
    const tried: Tried[] = [];
    for (const { relay, number, health } of lines) {
      const permit = health.permit();
      if (permit === null) continue;
      const verdict = await relay.send(mail, terms, permit.isValid);
      permit.end(verdict?.news ?? 'nothing');
      if (verdict === null) continue;
      tried.push({ ...verdict, number });
      if (verdict.isFinal) break;
    }
    return tried;
  }

  return {
    concurrency: Math.max(...relays.map(({ maxConnections }) => maxConnections)),
    restsUntil() {
      const ends = lines.map(({ health }) => health.restsUntil());
      if (ends.includes(null)) return null;
      return ends.reduce((a, b) => (a !== null && b !== null && b < a ? b : a), ends[0] ?? null);
    },
    relays: () =>
      lines.map(({ relay, number, health }) => ({
        relay: number,
        name: relay.name,
        state: health.fault() ?? 'good',
        restsUntil: health.restsUntil(),
      })),
    async send(mail, terms) {
      const tried = await tryInOrder(mail, terms);
      if (tried.length > 0) return combine(tried);
      // A probe tells within seconds whether the relay is back; giving the mail back costs more.
      const probes = lines.flatMap(({ health }) => health.probeEnded() ?? []);
      if (probes.length > 0) await firstOf(probes, deps.probePatienceMs, terms.signal);
      return combine(probes.length > 0 ? await tryInOrder(mail, terms) : []);
    },
    async close() {
      await Promise.all(relays.map((relay) => relay.close()));
    },
  };
}

type Tried = Verdict & { readonly number: number };

/** The last word counts, but while a relay is only away, not all is our configuration's fault. */
function combine(tried: readonly Tried[]): SendReport {
  const last = tried.at(-1)?.report;
  if (last === undefined) {
    return { outcome: 'configuration', response: 'every relay rests', relay: null };
  }
  if (tried.length === 1) return last;
  const isHopeful =
    last.outcome === 'configuration' && tried.some(({ report }) => report.outcome === 'temporary');
  return {
    ...last,
    outcome: isHopeful ? 'temporary' : last.outcome,
    response: tried.map(({ number, report }) => `relay ${number}: ${report.response}`).join('; '),
  };
}

/** Tells the operator, by log and gauge, once for each change. */
function announce(number: number, { log, metrics }: RelaysDeps) {
  metrics.relayResting(number, false);
  return (fault: RelayFault | null): void => {
    metrics.relayResting(number, fault !== null);
    if (fault === 'refuses') {
      log.error({ relay: number }, 'a relay refuses us and rests: check SMTP_URL');
    } else if (fault === 'away') {
      log.error({ relay: number }, 'a relay is away and rests');
    } else log.info({ relay: number }, 'a relay is back');
  };
}

async function firstOf(
  promises: readonly Promise<void>[],
  patienceMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const enough = Promise.withResolvers<void>();
  const stop = () => enough.resolve();
  const timer = setTimeout(stop, patienceMs);
  signal?.addEventListener('abort', stop, { once: true });
  await Promise.race([...promises, enough.promise]);
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
}
