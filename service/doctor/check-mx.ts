import { networkInterfaces } from 'node:os';
import { askDns, findAddresses } from './ask-dns.ts';
import {
  type Check,
  type Finding,
  isDevelopment,
  ok,
  type Patient,
  warn,
  wrong,
} from './finding.ts';
import { talkSmtp } from './talk-smtp.ts';

interface Mx {
  readonly exchange: string;
  readonly priority: number;
}

const patienceMs = 8_000;

/** Whether mail to reply and bounce addresses is led here: the MX of `INBOUND_DOMAIN`. */
export const checkMx: Check = async (patient) => {
  const { domain } = patient.config.inbound;
  if (isDevelopment(patient)) return [ok('the development mailbox needs no MX')];
  const answer = await askDns<Mx>(patient.resolveDns, domain, 'MX');
  if (answer.kind === 'unknown') {
    const says = `DNS did not tell the MX of ${domain} (${answer.code}), so it was not checked`;
    return [warn(says, 'look whether this machine reaches its name servers')];
  }
  if (answer.kind === 'none') {
    const advice = `publish ${domain} MX 10 and the name of the machine that takes its mail`;
    return [wrong(`${domain} has no MX: answers and bounces do not come in`, advice)];
  }
  const hosts = [...answer.records].sort((a, b) => a.priority - b.priority);
  // RFC 7505: a single MX of the root says that no mail is taken.
  if (hosts.some(({ exchange }) => exchange === '')) {
    const advice = 'publish the name of the machine that takes its mail instead';
    return [wrong(`the MX of ${domain} says that it takes no mail`, advice)];
  }
  return await Promise.all(hosts.map(({ exchange }) => judgeHost(patient, exchange)));
};

async function judgeHost(patient: Patient, host: string): Promise<Finding> {
  const { domain, trustedAuthservId } = patient.config.inbound;
  const addresses = await findAddresses(patient.resolveDns, host);
  if (addresses.length === 0) {
    return wrong(`the MX ${host} of ${domain} has no address`, `publish an A record of ${host}`);
  }
  let fault: unknown = null;
  for (const address of addresses) {
    try {
      const where = { host: address, port: patient.mailPort, timeoutMs: patienceMs };
      const talk = await talkSmtp({ ...where, domain });
      if (talk.recipientCode !== 250) {
        const says = `the MX ${host} answers mail for ${domain} with ${talk.recipientCode}`;
        const isOurs = talk.name === domain;
        const advice = isOurs
          ? 'look into the log of the smtp role'
          : `let it take mail for ${domain} and hand it to INBOUND_SMTP_PORT, or correct the MX`;
        return wrong(says, advice);
      }
      const whose = talk.name === domain ? 'Parley’s own listener' : 'a mail server in front';
      if (talk.name !== domain && trustedAuthservId === null) {
        return ok(`the MX ${host} leads to ${whose}; it must hand mail for ${domain} on to here`);
      }
      return ok(`the MX ${host} leads to ${whose}, which takes mail for ${domain}`);
    } catch (error) {
      fault = error;
    }
  }
  return judgeSilence(patient, host, addresses, fault);
}

/** Not reached from here: that may be the way there as well as the other end. */
function judgeSilence(
  patient: Patient,
  host: string,
  addresses: readonly string[],
  fault: unknown,
): Finding {
  const reason = fault instanceof Error ? fault.message : String(fault);
  const own = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
  const port = patient.mailPort;
  if (addresses.some((address) => own.includes(address))) {
    const advice = `start the smtp role, and lead port ${port} to INBOUND_SMTP_PORT`;
    return wrong(`the MX ${host} is this machine, but port ${port} does not answer`, advice);
  }
  const says = `the MX ${host} did not answer on port ${port} from here (${reason})`;
  return warn(says, `many networks close port 25 outwards: try \`nc ${host} ${port}\` elsewhere`);
}
