/** Every limit of the service by name. Sizes in bytes, times in the unit named last. */
export const limits = {
  /** Inbound mail larger than this is refused with 552 (RFC 1870). */
  inboundMailBytes: 10 * 1024 * 1024,
  inboundRecipients: 10,
  /** One mailbox takes no more in an hour; its mail is put off with 452, never lost. */
  mailboxMailsPerHour: 20,
  /** The same for the two mailboxes that everybody writes to. */
  sharedMailboxMailsPerHour: 600,
  smtpConnections: 200,
  /** Of one network address (IPv6: /64); of this network, where a front relay stands, more. */
  smtpConnectionsPerAddress: 5,
  smtpConnectionsPerRelay: 20,
  /** At a cap, the session that came no step further for longest makes room, after this. */
  smtpDawdleMs: 1_000,
  smtpIdleTimeoutMs: 30_000,
  /** Absolute, whatever arrives meanwhile: to the first accepted MAIL, one DATA, a session. */
  smtpFirstMailTimeoutMs: 30_000,
  smtpDataTimeoutMs: 60_000,
  smtpSessionTimeoutMs: 120_000,
  /** A mail comes in at least this fast on average, once the grace is over. */
  smtpDataGraceMs: 10_000,
  smtpDataBytesPerSecond: 512,
  smtpHandlerTimeoutMs: 20_000,
  /**
   * What comes in is bounded in bytes, for all sessions and requests of one process together: here
   * 64 MiB of mail by SMTP and 40 MiB by HTTP, 20 MiB of providers' reports, 500 other bodies of
   * 100 KiB, and the free first bytes of each mail. Each is copied two or three times on its way to
   * the database; four mails are held to be read, and eight that applications look at. With all
   * budgets full, a process of all roles with a heap of 192 MB stays below 600 MB (test/faults,
   * memory-ceiling).
   *
   * Unfinished mail of all SMTP sessions: over it a mail is put off with 452. The first bytes of
   * each are free, so that answers come in beside any number of large mails.
   */
  smtpBufferedBytes: 64 * 1024 * 1024,
  smtpFreeBytes: 64 * 1024,
  /** The same for mails handed over by HTTP: one form of the largest size, or many mails. */
  hookBufferedBytes: 40 * 1024 * 1024,
  hookFreeBytes: 64 * 1024,
  /** Recipients that do not exist: a session, and in ten minutes a public network address. */
  smtpGuessesPerSession: 10,
  smtpGuessesPerAddress: 50,
  /** A parse that takes longer is killed; after this many strikes the mail is put aside. */
  parseTimeoutMs: 5_000,
  parseStrikes: 3,
  mailLines: 300_000,
  parseHeapMegabytes: 96,
  /** Mails read at once, each in a process of its own: DNS may be slow to say who sent one. */
  parseProcesses: 4,
  /** Caps on one calendar part, checked before it is read. */
  calendarBytes: 64 * 1024,
  calendarLines: 5_000,
  calendarParts: 20,
  calendarAttendees: 50,
  calendarDepth: 8,
  zoneNameLength: 128,
  zoneRules: 32,
  zonesOfOneCalendar: 8,
  /** Zones whose rules stay in memory for writing. */
  zonesKept: 64,
  calendarEvents: 50,
  /** What Parley writes into a calendar object at most. */
  icsSummaryLength: 256,
  icsDescriptionLength: 8_000,
  requestBodyBytes: 100 * 1024,
  /** 500 rooms with long descriptions. */
  importBodyBytes: 4 * 1024 * 1024,
  /** Rows of an old table brought in by one transaction, unless told otherwise; at most. */
  legacyBatch: 500,
  legacyBatchMax: 5_000,
  requestTimeoutMs: 15_000,
  /** In one process at once; more are told to come again, with 503, before their body is read. */
  httpRequestsInFlight: 500,
  /** At that cap, the oldest that waits for its client (body, answer) makes way, after this. */
  httpDawdleMs: 1_000,
  /** Of one key, unless set; of unknown keys from one network address (IPv6: /64). */
  apiRequestsPerMinute: 6_000,
  keyGuessesPerMinute: 60,
  requestWindowMs: 60_000,
  /** How long a rotated key is still good for, unless its operator says otherwise. */
  keyOverlapSeconds: 24 * 60 * 60,
  /** Connections, idle ones too; more are closed unheard. */
  httpConnections: 2_000,
  /** Connections of one process to the database, beside the one of a worker's lease. */
  databaseConnections: 20,
  /** Waiting for a connection to the database; longer queues end in time-outs for all. */
  databaseWaiting: 100,
  /** Mails of which an application reads the bytes, in one process at once. */
  rawMailsAtOnce: 8,
  pageSizeDefault: 20,
  pageSizeMax: 100,
  idempotencyKeyLength: 255,
  idempotencyDays: 7,
  /** How long the answer of a change is looked for whose commit nobody heard the end of. */
  commitDoubtMs: 2_000,
  /** Host applications' own notes about a room, as JSON. */
  metadataBytes: 16 * 1024,
  metadataLevels: 8,
  /** What a caller is told to wait when the service cannot answer. */
  retryAfterSeconds: 2,
  nameLength: 64,
  emailLength: 254,
  sessionNameLength: 128,
  descriptionLength: 4_000,
  locationLength: 512,
  urlLength: 2_000,
  referenceLength: 255,
  reasonLength: 1_000,
  /** rules.md, Proposals. */
  noteLength: 1_000,
  commentLength: 1_000,
  /** rules.md, Replies 5: a present REQUEST is sent again at most once in this time. */
  resendEveryMinutes: 10,
  /** rules.md, Human mail: one answer a day. */
  humanAnswerEveryHours: 24,
  /** rules.md, Replies: whoever an answer is said to be from is asked about it once a day. */
  confirmAskEveryHours: 24,
  /** New times one person may ask for in a day, by page, calendar and API together. */
  proposalsPerDay: 20,
  /** Other addresses remembered for one person. */
  aliasesPerPerson: 5,
  /** Checking who sent a mail: DNS questions for one mail, time for one of them, and for all. */
  dnsQuestionsPerMail: 60,
  dnsQuestionTimeoutMs: 3_000,
  authenticationTimeoutMs: 10_000,
  /** How long a decisive mail waits for DNS to answer before its person is asked instead. */
  authenticationPatienceMs: 10 * 60_000,
  authenticationRetryMs: 60_000,
  /** Outbound: batch claimed at once, mails on the wire at once to one relay. */
  sendBatch: 20,
  sendConcurrency: 10,
  /** The last resort: a worker that dies is noticed by its own lease long before. */
  sendLeaseMs: 15 * 60_000,
  /** How long an unanswered claim may still happen (db/pool.ts); how often it is asked. */
  claimDoubtMs: 30_000,
  claimDoubtEveryMs: 2_000,
  /** One mail: from its turn to the final dot, and from there to the relay's word. */
  sendToDotMs: 60_000,
  sendAfterDotMs: 5 * 60_000,
  /** How long a run waits for mails on the wire before it leaves them to end by themselves. */
  sendPatienceMs: 10_000,
  /** Retries: the waits double from the first to the longest, until the schedule is over. */
  sendBackoffBaseMs: 5_000,
  sendBackoffMaxMs: 2 * 60 * 60_000,
  sendScheduleMs: 3 * 24 * 60 * 60_000,
  /** A mail over which this many senders died is given up. */
  sendAbandonments: 20,
  /** In doubt: again well inside the hour in which receivers know a mail by its Message-ID. */
  sendUnknownMaxMs: 10 * 60_000,
  /** A relay that is away or refuses us rests this long, doubling up to the longest. */
  relayRestMs: 2_000,
  relayRestMaxMs: 60_000,
  relayFaultRestMs: 60_000,
  relayFaultRestMaxMs: 10 * 60_000,
  /** Failures in a row that say that a relay is away. */
  relayFailures: 3,
  /** Deadlines of one mail's phases with a relay; all before the dot stay within sendToDotMs. */
  relayConnectMs: 10_000,
  relayGreetingMs: 30_000,
  relayAnswerMs: 30_000,
  relayFarewellMs: 2_000,
  /** A connection is closed after this many mails, or this long without one. */
  relayMailsPerConnection: 100,
  relayIdleMs: 60_000,
  /** A worker's lease: renewed this often; then dead (without its connection), or frozen. */
  workerBeatMs: 1_000,
  workerDeadMs: 3_000,
  workerFrozenMs: 20_000,
  readBatch: 20,
  readLeaseMs: 60_000,
  /** What providers report: size and reports of one request, reports read at once. */
  statusBodyBytes: 5 * 1024 * 1024,
  /** Of all requests at once, beside the first bytes of each. */
  statusBufferedBytes: 20 * 1024 * 1024,
  statusEvents: 5_000,
  statusBatch: 100,
  statusLanes: 4,
  /** A request signed earlier is refused; some providers send theirs again for a day as it was. */
  statusFreshMs: 5 * 60_000,
  statusRepeatedMs: 24 * 60 * 60_000,
  /** A report may come before we know what its mail is called: how often and long it waits. */
  statusRetryMs: 5_000,
  statusPatienceMs: 60_000,
  /** How long reports are kept; longer than a repeated one is believed. */
  statusDays: 90,
  /** Certificates remembered, and looked for in a minute; size of one, time to get it. */
  statusCertificates: 10,
  fetchedTextBytes: 64 * 1024,
  fetchTextTimeoutMs: 5_000,
  /** Pages: visits and unknown links of one network address in a minute, size of a form. */
  pageVisitsPerMinute: 240,
  linkGuessesPerMinute: 20,
  /** Visits by one link in a minute, from wherever. */
  linkVisitsPerMinute: 60,
  pageFormBytes: 16 * 1024,
  /** A form that comes back sooner was sent by a program; a page may stand open this long. */
  formHasteMs: 1_500,
  formOpenMs: 24 * 60 * 60_000,
  /** Nobody asks for a session further ahead than two years. */
  suggestedAheadMs: 2 * 366 * 24 * 60 * 60_000,
  /** Webhooks: endpoints of an application, attempts on the wire at once in one process. */
  webhookEndpoints: 20,
  webhooksAtOnce: 40,
  /** To one endpoint from all processes; to one that fails, and to all such of one process. */
  webhooksPerEndpoint: 5,
  webhooksPerFailingEndpoint: 1,
  webhooksToFailingEndpoints: 20,
  /** One attempt from the look-up of the name to the status; then the rest of the answer. */
  webhookTimeoutMs: 15_000,
  webhookAnswerMs: 2_000,
  webhookAnswerBytes: 64 * 1024,
  webhookSnippetBytes: 1024,
  /** The waits between attempts, together three days; each up to a tenth longer or shorter. */
  webhookWaitsSeconds: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 79_200],
  webhookRetryAfterMaxMs: 24 * 60 * 60_000,
  /** An endpoint that failed this long without one success is disabled. */
  webhookFailingMs: 5 * 24 * 60 * 60_000,
  webhookLeaseMs: 60_000,
  webhookAttemptDays: 30,
  webhookSecretOverlapSeconds: 24 * 60 * 60,
  /** Clean-up: rows that one round looks at, how long a round may take and wait for a lock. */
  cleanUpRows: 500,
  cleanUpStatementMs: 2_000,
  cleanUpLockMs: 100,
  cleanUpRunMs: 20 * 60_000,
  /** After a restore: rows of one transaction, and of each list of the report. */
  restoreRows: 1_000,
  restoreListed: 100_000,
  developmentMailDays: 14,
  failedJobDays: 14,
  /** Events that get their places in one transaction, and while one request reads the log. */
  eventsPlacedAtOnce: 1_000,
  eventsPlacedPerRead: 10_000,
  /** How long a process remembers whether anybody wants events. */
  webhookInterestMs: 5_000,
  /** The operator's view: sign-ins tried by one address, a session, things in one transaction. */
  operatorSignInsPerMinute: 10,
  operatorSessionMs: 8 * 60 * 60_000,
  operatorBatch: 50,
  sweepEveryMs: 1_000,
  drainTimeoutMs: 20_000,
  /** `DRAIN_NOTICE_SECONDS` at most: with the requests that then run, a drain stays in its time. */
  drainNoticeMaxSeconds: 10,
  /** How long a start waits for a database that is away, and between two tries. */
  startPatienceMs: 60_000,
  startRetryMs: 500,
  /** How long the end of a process waits for the database to say goodbye. */
  goodbyeMs: 3_000,
} as const;
