import { createMetrics } from '../../service/ops/metrics.ts';

/** Prints the service's own series, each with a value, for `promtool check metrics`. */
const metrics = createMetrics();
metrics.messageSettled('REQUEST', 'sent');
metrics.messageSent(0.1);
metrics.inboundMail('calendar', 'applied');
metrics.reply('accepted', 'applied');
metrics.proposal('page');
metrics.proposalDecision('approved');
metrics.bounce('permanent');
metrics.link('propose', 'used');
metrics.smtpSession('stored');
metrics.rowsForgotten('events', 3);
metrics.relayResting(1, true);
metrics.emailStatus('postmark', 'bounced', 'applied');
metrics.httpRequest('/v1/rooms', 'POST', 201, 0.01);
const text = await metrics.render();
// The process defaults are prom-client's own, and some of their names are not to promtool's taste.
const ours = text.split('\n').filter((line) => /^(# (HELP|TYPE) )?parley_/.test(line));
process.stdout.write(`${ours.join('\n')}\n`);
