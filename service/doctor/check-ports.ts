import { createServer } from 'node:net';
import { type Check, type Finding, ok, wrong } from './finding.ts';
import { talkSmtp } from './talk-smtp.ts';

const patienceMs = 3_000;

/** Whether the ports of this configuration are free, or taken by Parley already. */
export const checkPorts: Check = async ({ config }) => {
  const { inbound, port, metricsPort, roles } = config;
  const answersHttp = (at: number) => isParley(`http://127.0.0.1:${at}/livez`);
  const ports = [
    judgePort('PORT', port, undefined, answersHttp),
    ...(metricsPort === null
      ? []
      : [judgePort('METRICS_PORT', metricsPort, undefined, answersHttp)]),
    ...(roles.includes('smtp')
      ? [
          judgePort('INBOUND_SMTP_PORT', inbound.port, inbound.host, async (at) => {
            const host = reachableHost(inbound.host);
            const { isBehindProxy } = inbound;
            const where = { host, port: at, isBehindProxy, timeoutMs: patienceMs };
            return (await talkSmtp({ ...where, domain: null })).name === inbound.domain;
          }),
        ]
      : []),
  ];
  return await Promise.all(ports);
};

/** Where to call a listener that is bound to `host`. */
export const reachableHost = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;

async function judgePort(
  name: string,
  port: number,
  host: string | undefined,
  isOurs: (port: number) => Promise<boolean>,
): Promise<Finding> {
  if (port === 0) return ok(`${name} is any free port`);
  const code = await tryListening(port, host);
  if (code === null) return ok(`${name} ${port} is free`);
  if (code === 'EACCES') {
    const advice = 'choose one above 1023 and lead the low one to it, or give CAP_NET_BIND_SERVICE';
    return wrong(`${name} ${port} may not be taken by this user`, advice);
  }
  if (code === 'EADDRNOTAVAIL') {
    return wrong(`${name}: no address of this machine is INBOUND_SMTP_HOST`, 'set it to 0.0.0.0');
  }
  if (code === 'EADDRINUSE' && (await isOurs(port).catch(() => false))) {
    return ok(`${name} ${port} is answered by Parley`);
  }
  const advice = `end that program, or choose another ${name}`;
  return wrong(`${name} ${port} is taken by another program (${code})`, advice);
}

/** Listens for a moment; what stands in the way, or null. */
async function tryListening(port: number, host: string | undefined): Promise<string | null> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<string | null>();
  server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  server.listen({ port, ...(host && { host }), exclusive: true }, () => resolve(null));
  const code = await promise;
  if (code === null) await new Promise((closed) => server.close(closed));
  return code;
}

async function isParley(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
  return answer.ok && (await answer.text()) === 'ok\n';
}
