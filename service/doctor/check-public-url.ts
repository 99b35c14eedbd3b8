import { type Check, isDevelopment, ok, warn, wrong } from './finding.ts';

const patienceMs = 8_000;

/** Whether the links in mails lead here, and over https. */
export const checkPublicUrl: Check = async (patient) => {
  const { publicUrl } = patient.config;
  if (publicUrl === null) {
    const advice = 'set PUBLIC_URL to the https address people reach';
    return isDevelopment(patient)
      ? [ok('links lead to localhost, which does for development')]
      : [wrong('PUBLIC_URL is not set: links in mails lead to localhost', advice)];
  }
  const { protocol, hostname } = new URL(publicUrl);
  if (!isDevelopment(patient)) {
    if (protocol !== 'https:') {
      const advice = 'put a proxy with a certificate in front and write https:';
      return [wrong('PUBLIC_URL is not https: links would travel in the clear', advice)];
    }
    if (/^(localhost|127\.|\[::1\])/.test(hostname)) {
      return [wrong('PUBLIC_URL leads to localhost', 'set it to the address people reach')];
    }
  }
  try {
    const answer = await fetch(`${publicUrl}/livez`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (answer.ok && (await answer.text()) === 'ok\n') return [ok('PUBLIC_URL leads to Parley')];
    const advice = 'let the proxy pass every path on as it is, to PORT of the api role';
    return [wrong(`PUBLIC_URL answers /livez with ${answer.status}, and not as Parley`, advice)];
  } catch (error) {
    return [judgeFailure(error)];
  }
};

function judgeFailure(error: unknown) {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const { code = '', message = '' } = cause as { code?: string; message?: string };
  const reason = code || message;
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) {
    const advice = 'correct the certificate of the proxy: browsers refuse it as well';
    return wrong(`the certificate of PUBLIC_URL is not trusted (${reason})`, advice);
  }
  if (code === 'ENOTFOUND')
    return wrong('the name in PUBLIC_URL is unknown', 'publish its address');
  const advice = 'start the api role and its proxy; some networks cannot reach themselves';
  return warn(`PUBLIC_URL was not reached from here (${reason})`, advice);
}
