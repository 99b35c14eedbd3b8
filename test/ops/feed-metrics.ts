import type { Metrics } from '../../service/ops/metrics.ts';

/** Gives every series a value. */
export function feedAll(metrics: Metrics): void {
  metrics.messageSettled('REQUEST', 'sent');
  metrics.messageSent(0.2);
  metrics.possibleDuplicate();
  metrics.inboundMail('reply', 'applied');
  metrics.doubtfulMail('not-authenticated');
  metrics.recipientRefused('unknown');
  metrics.reply('accepted', 'applied');
  metrics.proposal('page');
  metrics.proposalDecision('approved');
  metrics.bounce('permanent');
  metrics.link('propose', 'shown');
  metrics.smtpSession('stored');
  metrics.webhookDelivery('delivered');
  metrics.rowsForgotten('events', 3);
  metrics.relayResting(1, true);
  metrics.emailStatus('postmark', 'bounced', 'applied');
  metrics.httpRequest('/v1/rooms/:id', 'GET', 200, 0.01);
  metrics.showHouse({
    disk: { sizeBytes: 10 ** 12, freeBytes: 10 ** 11 },
    certificateEnds: 1_800_000_000,
  });
  metrics.showLedger({
    outboxOldestSeconds: 1,
    outboxWaiting: 2,
    outboxDue: 1,
    outboxSending: 1,
    outboxInDoubt: 1,
    inboundOldestSeconds: 2,
    inboundWaiting: 1,
    webhookOldestSeconds: 5,
    webhookEndpoints: { working: 2 },
    jobsWaiting: 3,
    jobsFailed: 4,
    cleanUpSeconds: 60,
    oldestKept: [{ kind: 'events', seconds: 5 }],
    workers: 1,
    databaseBytes: 10 ** 9,
    messages: { owed: 8, waiting: 3, sending: 1, unknown: 2, sent: 2 },
    mails: { received: 2, unread: 1, applied: 1 },
    deliveries: { owed: 1, delivered: 1 },
  });
}
