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
  calendarEvents: 50,
  /** What Parley writes into a calendar object at most. */
  icsSummaryLength: 256,
  icsDescriptionLength: 8_000,

  requestBodyBytes: 100 * 1024,
  requestTimeoutMs: 15_000,
  pageSizeDefault: 20,
  pageSizeMax: 100,
  idempotencyKeyLength: 255,
  idempotencyDays: 7,
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

  /** Outbound: batch claimed at once, lease on a claim, attempts before giving up. */
  sendBatch: 20,
  sendConcurrency: 5,
  sendLeaseMs: 60_000,
  /** Nothing of a batch is on the wire after this: well before the lease ends. */
  sendDeadlineMs: 45_000,
  sendAttempts: 20,
  sendBackoffBaseMs: 5_000,
  sendBackoffMaxMs: 6 * 60 * 60_000,
  /** In doubt: again well inside the hour in which receivers know a mail by its Message-ID. */
  sendUnknownMaxMs: 10 * 60_000,
  /** Our own fault (authentication, TLS): how long until the relay is tried again. */
  sendFaultWaitMs: 60_000,
  readBatch: 20,
  readLeaseMs: 60_000,
  /** Pages: visits and unknown links of one network address in a minute, size of a form. */
  pageVisitsPerMinute: 240,
  linkGuessesPerMinute: 20,
  pageFormBytes: 16 * 1024,
  sweepEveryMs: 1_000,
  drainTimeoutMs: 20_000,
} as const;
