import { cleanName } from '../calendar/sanitise.ts';
import type { MailFacts } from './mail-facts.ts';
import type { MailLook } from './wording/mail-content.ts';

const plainColor = '#1d4ed8';

/**
 * The look an application chose, or ours. A logo is fetched when the mail is opened, so only one
 * that comes encrypted is taken.
 */
export function lookOf({ brand, organizerName }: MailFacts['application']): MailLook {
  const { color, logoUrl, productName } = brand;
  return {
    color: /^#[0-9a-f]{6}$/i.test(color ?? '') ? (color ?? plainColor) : plainColor,
    productName: cleanName(productName ?? '') || cleanName(organizerName),
    logoUrl: logoUrl !== null && isSecure(logoUrl) ? new URL(logoUrl).href : null,
  };
}

const isSecure = (url: string): boolean => URL.canParse(url) && /^https:/i.test(url);
