import type { ServiceConfig } from '../ground.ts';
import type { Service } from '../service.ts';

/** What a start prints: where everything is, and a first command that works when pasted. */
export function describeStart(config: ServiceConfig, service: Service): string {
  const isDevelopment = config.outbound.smtpUrls.length === 0;
  const api = config.roles.includes('api');
  const lines = [
    '',
    `Parley is ready (${config.roles.join(', ')}).`,
    '',
    ...(api ? [`  API            ${service.publicUrl}/v1/rooms`] : []),
    ...(service.smtpPort === null
      ? []
      : [`  Inbound mail   smtp://localhost:${service.smtpPort} for ${config.inbound.domain}`]),
    ...(api ? [`  Reference      ${service.publicUrl}/docs`] : []),
    ...(api && config.adminKey ? [`  Operator       ${service.publicUrl}/ops`] : []),
    ...(api && isDevelopment ? [`  Mailbox        ${service.publicUrl}/dev/mailbox`] : []),
    `  Metrics        http://localhost:${service.metricsPort ?? service.httpPort}/metrics`,
    ...(api && isDevelopment && config.apiKey
      ? ['', ...firstSteps(config.apiKey, config.adminKey, service)]
      : []),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function firstSteps(apiKey: string, adminKey: string | null, { publicUrl }: Service): string[] {
  return [
    `  API key        ${apiKey}`,
    ...(adminKey ? [`  Admin key      ${adminKey} (applications, keys, /ops)`] : []),
    '',
    'A first booked session (its two invitations land in the mailbox):',
    '',
    `curl -s ${publicUrl}/v1/rooms \\`,
    `  -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' \\`,
    `  -d '{"startUtc":"'$(date -u -d '+7 days' +%Y-%m-%dT15:00:00Z 2>/dev/null ||` +
      ` date -u -v+7d +%Y-%m-%dT15:00:00Z)'","durationMinutes":60,` +
      `"host":{"name":"Helen Hart","email":"helen@host.example","timeZone":"Europe/London"},` +
      `"guest":{"name":"Gil Grant","email":"gil@guest.example","timeZone":"America/New_York"}}'`,
  ];
}
