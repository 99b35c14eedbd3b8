import { reachableHost } from './check-ports.ts';
import {
  type Check,
  type Finding,
  isDevelopment,
  ok,
  type Patient,
  warn,
  wrong,
} from './finding.ts';
import { type SmtpTalk, talkSmtp } from './talk-smtp.ts';

const patienceMs = 5_000;

/** Whether the listener takes mail for our domain, when it runs, and offers STARTTLS. */
export const checkInbound: Check = async (patient) => {
  const { inbound, roles } = patient.config;
  if (!roles.includes('smtp')) return [ok('this process does not listen for mail')];
  const where = { host: reachableHost(inbound.host), port: inbound.port };
  let talk: SmtpTalk;
  try {
    const { isBehindProxy, domain } = inbound;
    talk = await talkSmtp({ ...where, isBehindProxy, domain, timeoutMs: patienceMs });
  } catch (error) {
    const { message } = error as Error;
    const says = `nobody takes mail on INBOUND_SMTP_PORT ${inbound.port} now (${message})`;
    return [warn(says, 'start the smtp role, then ask again'), ...judgeTls(patient)];
  }
  if (talk.name !== inbound.domain) {
    const advice = 'see the check `ports`';
    return [wrong(`another program answers on INBOUND_SMTP_PORT ${inbound.port}`, advice)];
  }
  if (talk.recipientCode !== 250) {
    const says = `the listener answers mail for ${inbound.domain} with ${talk.recipientCode}`;
    return [wrong(says, 'look into the log of the smtp role and at the check `database`')];
  }
  if (inbound.tls !== null && !talk.offersTls) {
    const says = 'the listener runs without the certificate that is configured';
    return [warn(says, 'restart the smtp role')];
  }
  return [ok(`the listener takes mail for ${inbound.domain}`), ...judgeTls(patient)];
};

function judgeTls(patient: Patient): Finding[] {
  if (patient.config.inbound.tls !== null || isDevelopment(patient)) return [];
  const says = 'the listener offers no STARTTLS, so answers may cross the network in the clear';
  return [warn(says, 'set INBOUND_TLS_CERT and INBOUND_TLS_KEY, unless a relay is in front')];
}
