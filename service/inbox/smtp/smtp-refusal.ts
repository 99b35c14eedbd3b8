/** A negative SMTP answer that was meant; smtp-server reads `responseCode`. */
export class SmtpRefusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, text: string) {
    super(text);
    this.name = 'SmtpRefusal';
    this.responseCode = responseCode;
  }
}

/** Our own faults are temporary, always: without a code smtp-server would bounce the mail. */
const ownFault = () => new SmtpRefusal(451, '4.3.0 temporary fault here, please try again later');

/**
 * Runs `work` and calls back exactly once, at the latest after `timeoutMs`. Whatever fails but a
 * meant refusal becomes 451, told to `onFault`. A step that never called back would hold the
 * connection for ever, and a second answer would put the dialogue out of step.
 */
export function answer<T>(
  work: Promise<T>,
  timeoutMs: number,
  callback: (refusal: SmtpRefusal | null, result?: T) => void,
  onFault: (error: unknown) => void,
): void {
  withDeadline(work, timeoutMs).then(
    (result) => callback(null, result),
    (error: unknown) => {
      if (error instanceof SmtpRefusal) return callback(error);
      onFault(error);
      callback(ownFault());
    },
  );
}

/** Rejects when `work` has not settled after `timeoutMs`; `work` itself goes on unheard. */
export async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not done in ${timeoutMs} ms`)), timeoutMs);
  // The socket keeps the process alive as long as anybody waits for the answer.
  timer.unref();
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
