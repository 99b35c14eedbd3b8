import type { MailTransport, OutgoingMail, SendReport, SendTerms } from '../../service/ports.ts';

export const relay = 'relay.test:25';
export const taken: SendReport = { outcome: 'accepted', response: '250 ok', relay };
export const later: SendReport = { outcome: 'temporary', response: '451 later', relay };
export const withdrawn: SendReport = { outcome: 'withdrawn', response: 'taken back', relay };
export const lost: SendReport = { outcome: 'unknown', response: 'connection lost', relay };

/** A transport without a network: what it does with a mail is up to the test. */
export function wire(
  send: (mail: OutgoingMail, terms: SendTerms) => Promise<SendReport>,
  change: Partial<MailTransport> = {},
): MailTransport {
  return { concurrency: 10, restsUntil: () => null, send, close: async () => {}, ...change };
}

/** A transport at whose end every mail arrives. */
export function openWire() {
  const arrived: OutgoingMail[] = [];
  const deliver = async (mail: OutgoingMail, { mayFinish }: SendTerms): Promise<SendReport> => {
    if (!(await mayFinish(relay))) return withdrawn;
    arrived.push(mail);
    return taken;
  };
  return { arrived, deliver, mail: wire(deliver) };
}

/** A transport that stands still before the final dot, or after it, until it is told to go on. */
export function openStalled(where: 'before-dot' | 'after-dot', change?: Partial<MailTransport>) {
  const goOn: ((report: SendReport) => void)[] = [];
  const mail = wire(async (_mail, { mayFinish }) => {
    const isAllowed = where === 'before-dot' || (await mayFinish(relay));
    const report = await new Promise<SendReport>((resolve) => goOn.push(resolve));
    return isAllowed && (where === 'after-dot' || (await mayFinish(relay))) ? report : withdrawn;
  }, change);
  return { mail, goOn };
}

export const messageIdOf = ({ raw }: OutgoingMail): string =>
  /^Message-ID: (.*)\r$/m.exec(raw.toString())?.[1] ?? '';
