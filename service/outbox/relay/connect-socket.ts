import net from 'node:net';
import type { RelayAddress } from './relay-url.ts';
import type { SmtpFault } from './smtp-outcome.ts';

/**
 * A TCP connection to a relay. Rejects with an SmtpFault after `timeoutMs`, the look-up of the name
 * included, or when `signal` aborts; nothing of the connection is left then.
 */
export async function connectSocket(
  { host, port, localAddress }: Pick<RelayAddress, 'host' | 'port' | 'localAddress'>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<net.Socket> {
  const socket = net.connect({
    host,
    port,
    ...(localAddress && { localAddress }),
    // Each address of the name gets a fair share of the time, not the default quarter of a second.
    autoSelectFamilyAttemptTimeout: Math.max(10, Math.floor(timeoutMs / 4)),
  });
  const connected = Promise.withResolvers<void>();
  socket.once('connect', connected.resolve);
  socket.on('error', connected.reject);
  const giveUp = (message: string) => socket.destroy(new Error(message));
  const onAbort = () => giveUp('broken off while connecting');
  const timer = setTimeout(giveUp, timeoutMs, 'Timeout: connecting took too long');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    await connected.promise;
    return socket;
  } catch (error) {
    const { message, code: originalCode } = error as NodeJS.ErrnoException;
    const fault: SmtpFault = { message, code: 'ESOCKET', originalCode };
    throw Object.assign(new Error(message), fault);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
