import type { SmtpSession } from './smtp-session.ts';

/** Connections that wait for their next mail. */
export interface IdleSessions {
  /** The one used last that is still open, or null. */
  take(): SmtpSession | null;
  /** Keeps a connection that carried one mail more, or closes it when it carried enough. */
  keep(session: SmtpSession): void;
  /** Closes all with QUIT, and from then on what is handed in; always resolves. */
  close(): Promise<void>;
}

/** `mostMails` a connection carries; without one for `idleMs` it is closed. */
export function createIdleSessions(mostMails: number, idleMs: number): IdleSessions {
  const idle = new Map<SmtpSession, NodeJS.Timeout>();
  const mails = new WeakMap<SmtpSession, number>();
  const leaving = new Set<Promise<void>>();
  let isClosed = false;

  function quit(session: SmtpSession): void {
    idle.delete(session);
    const left = session.quit().finally(() => leaving.delete(left));
    leaving.add(left);
  }

  return {
    take() {
      for (const [session, timer] of [...idle].reverse()) {
        clearTimeout(timer);
        idle.delete(session);
        if (session.isOpen()) return session;
      }
      return null;
    },
    keep(session) {
      const carried = (mails.get(session) ?? 0) + 1;
      mails.set(session, carried);
      if (isClosed || carried >= mostMails) return quit(session);
      const timer = setTimeout(quit, idleMs, session);
      timer.unref();
      idle.set(session, timer);
    },
    async close() {
      isClosed = true;
      for (const [session, timer] of idle) {
        clearTimeout(timer);
        quit(session);
      }
      await Promise.all(leaving);
    },
  };
}
