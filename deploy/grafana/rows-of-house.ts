import { gauge, gaugeBy, ofProcess, type Row, rateBy, total } from './panel.ts';

const one = (expr: string, legend = '') => [{ expr, legend }];

export const told: Row = {
  question: 'Are host applications told?',
  panels: [
    {
      title: 'Oldest webhook that is due',
      about: 'How long an event has been waiting that should have been posted.',
      look: 'number',
      unit: 's',
      queries: one(gauge('webhook_oldest_seconds')),
      warnAt: 300,
      alarmAt: 900,
    },
    {
      title: 'Endpoints that fail',
      about: 'Their deliveries are tried again for three days; after five they are given up.',
      look: 'number',
      unit: 'short',
      queries: one(gauge('webhook_endpoints', 'state="failing"')),
      warnAt: 1,
      alarmAt: 5,
    },
    {
      title: 'Posts',
      about: 'Attempts by how they ended: delivered, tried again later, or given up.',
      look: 'lines',
      unit: 'ops',
      queries: one(rateBy('outcome', 'webhook_deliveries_total'), '{{outcome}}'),
    },
    {
      title: 'Endpoints',
      about: 'By what keeps them from events: nothing, failures, their application, 410, or us.',
      look: 'bars',
      unit: 'short',
      queries: one(gaugeBy('state', 'webhook_endpoints'), '{{state}}'),
    },
    {
      title: 'All webhooks',
      about: 'The ledger by state; waiting ones are due or to be tried again later.',
      look: 'bars',
      unit: 'short',
      queries: one(gaugeBy('state', 'ledger_webhooks'), '{{state}}'),
    },
  ],
};

export const gettingThrough: Row = {
  question: 'Are people getting through (pages, links)?',
  panels: [
    {
      title: 'Visits by link',
      about: 'used is what people came for; unknown are guesses, or links of lost TOKEN_SECRETS.',
      look: 'lines',
      unit: 'ops',
      queries: one(rateBy('outcome', 'links_total'), '{{outcome}}'),
    },
    {
      title: 'Proposals',
      about: 'New times asked for, by where, and how they were decided.',
      look: 'lines',
      unit: 'ops',
      queries: [
        { expr: rateBy('source', 'proposals_total'), legend: 'by {{source}}' },
        { expr: rateBy('decision', 'proposal_decisions_total'), legend: '{{decision}}' },
      ],
      mayBeEmpty: true,
    },
    {
      title: 'Pages by status',
      about: 'Answers to people: 2xx and 3xx are well, 4xx are old or wrong links, 5xx are ours.',
      look: 'lines',
      unit: 'reqps',
      queries: one(
        rateBy('status', 'http_request_seconds_count', 'route!~"/v1.*|/api.*|shed"'),
        '{{status}}',
      ),
    },
    {
      title: 'Not proven to be theirs',
      about:
        'Mails that may not be from the person they speak for, and mailboxes that do not exist.',
      look: 'lines',
      unit: 'ops',
      queries: [
        { expr: rateBy('reason', 'doubtful_mails_total'), legend: 'mail: {{reason}}' },
        { expr: rateBy('reason', 'recipients_refused_total'), legend: 'recipient: {{reason}}' },
      ],
    },
    {
      title: 'What providers report',
      about: 'Delivery, bounce and complaint reports of the mail provider, where a hook is set up.',
      look: 'lines',
      unit: 'ops',
      queries: one(rateBy('provider, status', 'email_statuses_total'), '{{provider}} {{status}}'),
      mayBeEmpty: true,
    },
    {
      title: 'Mails called spam',
      about: 'Complaints in the time shown. More than one in a thousand mails is too many.',
      look: 'number',
      unit: 'short',
      queries: one(total('bounces_total', 'class="complaint"')),
      warnAt: 1,
      alarmAt: 10,
    },
  ],
};

export const house: Row = {
  question: 'Is the house well (process, database, HTTP)?',
  panels: [
    {
      title: 'Processes that answer',
      about: 'Processes of Parley that Prometheus can scrape.',
      look: 'number',
      unit: 'short',
      queries: one('sum(up{job=~"$job"})'),
      warnAt: 1,
      alarmAt: 0,
      isFloor: true,
    },
    {
      title: 'Workers',
      about: 'Processes that send and read mail and show that they live.',
      look: 'number',
      unit: 'short',
      queries: one(gauge('workers')),
      warnAt: 1,
      alarmAt: 0,
      isFloor: true,
    },
    {
      title: 'Database answers',
      about: '1 when every process reached the database at its last scrape.',
      look: 'number',
      unit: 'short',
      queries: one('min(parley_database_up{job=~"$job"})'),
      warnAt: 1,
      alarmAt: 0,
      isFloor: true,
    },
    {
      title: 'Certificate of the listener ends in',
      about: 'Empty where STARTTLS is not offered. A new file needs a restart.',
      look: 'number',
      unit: 's',
      queries: one('min(parley_certificate_expiry_timestamp_seconds{job=~"$job"}) - time()'),
      warnAt: 14 * 86_400,
      alarmAt: 2 * 86_400,
      isFloor: true,
      mayBeEmpty: true,
    },
    {
      title: 'Requests by status',
      about: 'All of HTTP, by status; 503 with the route “shed” is load that was turned away.',
      look: 'lines',
      unit: 'reqps',
      queries: one(rateBy('status', 'http_request_seconds_count'), '{{status}}'),
    },
    {
      title: 'Time to answer',
      about: 'Over all routes.',
      look: 'lines',
      unit: 's',
      queries: [0.5, 0.95, 0.99].map((share) => ({
        expr: `histogram_quantile(${share}, ${rateBy('le', 'http_request_seconds_bucket')})`,
        legend: `${share * 100} %`,
      })),
    },
    {
      title: 'Slowest routes',
      about: 'The mean time of the five slowest routes.',
      look: 'lines',
      unit: 's',
      queries: one(
        `topk(5, ${rateBy('route', 'http_request_seconds_sum')} / (${rateBy('route', 'http_request_seconds_count')} > 0))`,
        '{{route}}',
      ),
    },
    {
      title: 'Database and disk',
      about: 'Size of the database; what is free beside an embedded one.',
      look: 'lines',
      unit: 'bytes',
      queries: [
        { expr: gauge('database_size_bytes'), legend: 'database' },
        { expr: 'min(parley_disk_free_bytes{job=~"$job"})', legend: 'free' },
      ],
    },
    {
      title: 'Memory',
      about: 'Resident memory by process; a worker’s parser children are not in it.',
      look: 'lines',
      unit: 'bytes',
      queries: one(ofProcess('process_resident_memory_bytes'), '{{instance}}'),
    },
    {
      title: 'Processor',
      about: 'Share of one core by process.',
      look: 'lines',
      unit: 'percentunit',
      queries: one(
        'rate(process_cpu_seconds_total{job=~"$job"}[$__rate_interval])',
        '{{instance}}',
      ),
    },
    {
      title: 'Event loop',
      about: 'How late the process comes to what is due: above 0.1 s everybody waits.',
      look: 'lines',
      unit: 's',
      queries: one(ofProcess('nodejs_eventloop_lag_p99_seconds'), '{{instance}}'),
    },
  ],
};
