import { parseRelayUrl, type RelayAddress } from '../outbox/relay/relay-url.ts';
import { judgeFault, type SmtpFault } from '../outbox/relay/smtp-outcome.ts';
import { tryRelay } from '../outbox/relay/smtp-transport.ts';
import { type Check, type Finding, isDevelopment, ok, warn, wrong } from './finding.ts';

/** Whether each relay is there, speaks TLS and lets us in: all but a mail. */
export const checkRelay: Check = async (patient) => {
  const { smtpUrls, isEnabled, redirectTo } = patient.config.outbound;
  if (isDevelopment(patient)) {
    const says =
      'without SMTP_URL all mail goes to the development mailbox, open to all who reach PORT';
    return [warn(says, 'set SMTP_URL before anybody real is invited')];
  }
  const relays = await Promise.all(smtpUrls.map((url, index) => judgeRelay(url, index + 1)));
  return [
    ...relays,
    ...(isEnabled
      ? []
      : [warn('NOTIFICATIONS_ENABLED=false: nothing is sent', 'set it to true to send')]),
    ...(redirectTo === null
      ? []
      : [warn('NOTIFICATIONS_REDIRECT_TO: every mail goes to one mailbox', 'unset it to send')]),
  ];
};

async function judgeRelay(url: string, place: number): Promise<Finding> {
  const address = parseRelayUrl(url);
  const relay = `relay ${place} (${address.name})`;
  try {
    const { isEncrypted, isLoggedIn } = await tryRelay(url);
    return judgeTrial(relay, address, isEncrypted, isLoggedIn);
  } catch (error) {
    const fault = error as SmtpFault;
    const { blame, response } = judgeFault(fault, false);
    const code = fault.responseCode ? ` with ${fault.responseCode}` : '';
    return blame === 'refuses'
      ? wrong(`${relay} refuses us${code}: ${response}`, adviceOn(fault))
      : wrong(`${relay} is away: ${response}`, 'look at host, port and firewall');
  }
}

function adviceOn({ code = '' }: SmtpFault): string {
  if (code === 'EAUTH') return 'correct user and password of SMTP_URL (special letters as %..)';
  if (code === 'ETLS' || code === 'ESOCKET') {
    return 'correct its certificate or name, or trust its authority (NODE_EXTRA_CA_CERTS)';
  }
  return 'ask its owner what it expects of a sender';
}

function judgeTrial(
  relay: string,
  { host, login, session }: RelayAddress,
  isEncrypted: boolean,
  isLoggedIn: boolean,
): Finding {
  const isLocal = /^(localhost|127\.|::1$)/.test(host);
  if (login !== null && !isLoggedIn) {
    const advice = 'take user and password out, or use the port that asks for them (587, 465)';
    return wrong(`${relay} asks for no login, so the password is of no use`, advice);
  }
  if (!isEncrypted && !isLocal) {
    const advice = 'add ?requireTLS=true, or use smtps:';
    const says = `${relay} takes mail, and the password, without encryption`;
    return login === null
      ? warn(`${relay} takes mail without encryption`, advice)
      : wrong(says, advice);
  }
  if (!isLocal && session.tls.rejectUnauthorized === false) {
    const advice = 'take tls.rejectUnauthorized out and trust its authority instead';
    return warn(`${relay} may show any certificate`, advice);
  }
  const how = [...(isEncrypted ? ['TLS'] : []), ...(isLoggedIn ? ['login'] : [])];
  return ok(`${relay} is ready${how.length > 0 ? ` (${how.join(', ')})` : ''}`);
}
