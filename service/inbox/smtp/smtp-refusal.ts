import { withDeadline } from '../../ops/with-deadline.ts';

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
