/** Longer is no name of a mail. */
const remoteIdLength = 200;

/**
 * The ways in which relays name a mail when they take it, in the order in which they are tried.
 * `queued as …`: Postfix, SendGrid, Postmark. `id=…`: Exim and many others. `Message Queued (…)`:
 * Haraka. `<…> [InternalId=…`: Exchange, by its Message-ID. Sendmail and Google say it before or
 * after their `OK`.
 */
const forms: readonly RegExp[] = [
  /\bqueued(?: mail)? as:? <?([^\s<>()]+?)>?[.,;)]*(?:\s|$)/i,
  /\b(?:message-?|queue-?)?id ?[=:] ?<?([^\s<>()]+?)>?[.,;)]*(?:\s|$)/i,
  /\bqueued \(([^\s()]+)\)/i,
  /<([^\s<>]+@[^\s<>]+)>/,
  /^250 (?:2\.\d\.\d )?(\w{10,}) Message accepted/i,
  /\bok:? +\d{10} ([\w.-]+) - gsmtp/i,
];

/** Amazon SES says `250 Ok` and the id; others do so too, so what follows must look like one. */
const bareForm = /^250 (?:2\.\d\.\d )?ok:? +<?([\w./@+-]{12,})>?$/i;

/**
 * What the relay called the mail, by its words after the final dot, as its later reports repeat
 * it; null when it named none (Mailgun says `250 Great success` and reports by Message-ID).
 */
export function readRemoteId(response: string): string | null {
  const words = response.replace(/\s+/g, ' ').trim();
  for (const form of [...forms, bareForm]) {
    const id = form.exec(words)?.[1];
    if (id && /\d/.test(id) && id.length <= remoteIdLength) return id;
  }
  return null;
}
