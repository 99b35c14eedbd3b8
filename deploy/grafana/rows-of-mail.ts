import { gauge, gaugeBy, type Row, rateBy, total } from './panel.ts';

const one = (expr: string, legend = '') => [{ expr, legend }];

export const goingOut: Row = {
  question: 'Are invitations going out?',
  panels: [
    {
      title: 'Oldest mail that is due',
      about: 'How long a mail has been waiting that should have left. Seconds are normal.',
      look: 'number',
      unit: 's',
      queries: one(gauge('outbox_oldest_seconds')),
      warnAt: 300,
      alarmAt: 1800,
    },
    {
      title: 'Due and not sent',
      about: 'Mails that are due now, on the wire, or in doubt and to be sent again.',
      look: 'number',
      unit: 'short',
      queries: one(gauge('outbox_waiting')),
      warnAt: 100,
      alarmAt: 1000,
    },
    {
      title: 'Sent',
      about: 'Mails that a relay took in the time shown.',
      look: 'number',
      unit: 'short',
      queries: one(total('messages_total', 'outcome="sent"')),
    },
    {
      title: 'Relays at rest',
      about: 'Relays of SMTP_URL that are away or refuse us. Empty with the development mailbox.',
      look: 'number',
      unit: 'short',
      queries: one(`sum(${gaugeBy('relay', 'relay_resting')})`),
      warnAt: 1,
      alarmAt: 2,
      mayBeEmpty: true,
    },
    {
      title: 'What became of mails',
      about: 'sent, superseded and dry-run are ends; temporary and configuration are tried again.',
      look: 'lines',
      unit: 'ops',
      queries: one(rateBy('outcome', 'messages_total'), '{{outcome}}'),
    },
    {
      title: 'Time to hand over a mail',
      about: 'From the start of an attempt to the relay’s word.',
      look: 'lines',
      unit: 's',
      queries: [0.5, 0.95, 0.99].map((share) => ({
        expr: `histogram_quantile(${share}, ${rateBy('le', 'message_send_seconds_bucket')})`,
        legend: `${share * 100} %`,
      })),
    },
    {
      title: 'All mails that are owed or were',
      about: 'The ledger by state; the states add up to what was ever owed.',
      look: 'bars',
      unit: 'short',
      queries: one(gaugeBy('state', 'ledger_messages'), '{{state}}'),
    },
    {
      title: 'What came back',
      about:
        'permanent and rejected: it never arrives; complaint: called spam; temporary: may pass.',
      look: 'lines',
      unit: 'ops',
      queries: one(rateBy('class', 'bounces_total'), '{{class}}'),
    },
  ],
};

export const comingIn: Row = {
  question: 'Are answers coming in?',
  panels: [
    {
      title: 'Oldest unread mail',
      about:
        'How long a mail has been kept without being read. Up to ten minutes when DNS is slow.',
      look: 'number',
      unit: 's',
      queries: one(gauge('inbound_oldest_seconds')),
      warnAt: 300,
      alarmAt: 900,
    },
    {
      title: 'Unread',
      about: 'Mails that came in and are not read yet.',
      look: 'number',
      unit: 'short',
      queries: one(gauge('inbound_waiting')),
      warnAt: 100,
      alarmAt: 500,
    },
    {
      title: 'Answers',
      about: 'Yes, no and maybe by mail in the time shown, whatever came of them.',
      look: 'number',
      unit: 'short',
      queries: one(total('replies_total')),
    },
    {
      title: 'Parked',
      about: 'Mails that were understood and not applied: somebody should look at them.',
      look: 'number',
      unit: 'short',
      queries: one(gauge('ledger_mails', 'state="parked"')),
      warnAt: 50,
      alarmAt: 500,
    },
    {
      title: 'What came of mails',
      about:
        'applied, parked, unreadable and the rest; see the API’s inbound mails for each reason.',
      look: 'lines',
      unit: 'ops',
      queries: one(rateBy('outcome', 'inbound_mails_total'), '{{outcome}}'),
    },
    {
      title: 'Answers by value',
      about: 'What people say from their calendars.',
      look: 'lines',
      unit: 'ops',
      queries: one(rateBy('answer', 'replies_total'), '{{answer}}'),
    },
    {
      title: 'SMTP sessions',
      about: 'fault is ours (451); refused and timeout are mostly scanners.',
      look: 'lines',
      unit: 'ops',
      queries: one(rateBy('outcome', 'smtp_sessions_total'), '{{outcome}}'),
    },
    {
      title: 'All mails that came in',
      about: 'The ledger by what came of them; the states add up to what was received.',
      look: 'bars',
      unit: 'short',
      queries: one(gaugeBy('state', 'ledger_mails'), '{{state}}'),
    },
  ],
};

const gap = (states: string, whole: string) =>
  `sum(max by (state) (parley_${states}{job=~"$job"})) - max(parley_${whole}{job=~"$job"})`;

export const stuck: Row = {
  question: 'What is stuck?',
  panels: [
    {
      title: 'Alerts',
      about: 'What fires now; each has a playbook.',
      look: 'lines',
      unit: 'short',
      queries: one(
        'sum by (alertname, severity) (ALERTS{alertname=~"Parley.*",alertstate="firing"})',
        '{{alertname}} {{severity}}',
      ),
      mayBeEmpty: true,
    },
    {
      title: 'Oldest work',
      about: 'The oldest mail to send, mail to read and webhook to post that are due.',
      look: 'lines',
      unit: 's',
      queries: [
        { expr: gauge('outbox_oldest_seconds'), legend: 'mail to send' },
        { expr: gauge('inbound_oldest_seconds'), legend: 'mail to read' },
        { expr: gauge('webhook_oldest_seconds'), legend: 'webhook' },
      ],
    },
    {
      title: 'Jobs',
      about: 'Jobs that could run now, and those that were given up.',
      look: 'lines',
      unit: 'short',
      queries: [
        { expr: gauge('jobs_waiting'), legend: 'waiting' },
        { expr: gauge('jobs_failed'), legend: 'failed' },
      ],
    },
    {
      title: 'In doubt',
      about: 'Mails that may have arrived and are sent again, and those taken a second time.',
      look: 'lines',
      unit: 'short',
      queries: [
        { expr: gauge('outbox_in_doubt'), legend: 'in doubt' },
        { expr: total('possible_duplicates_total'), legend: 'possibly twice' },
      ],
    },
    {
      title: 'Ledgers',
      about: 'States less total: anything but 0 means that a ledger does not add up.',
      look: 'lines',
      unit: 'short',
      queries: [
        { expr: gap('ledger_messages', 'ledger_messages_owed'), legend: 'mails owed' },
        { expr: gap('ledger_mails', 'ledger_mails_received'), legend: 'mails received' },
        { expr: gap('ledger_webhooks', 'ledger_webhooks_owed'), legend: 'webhooks owed' },
      ],
    },
  ],
};
