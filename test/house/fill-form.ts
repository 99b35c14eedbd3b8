import { signForm } from '../../service/links/form-nonce.ts';
import type { Secrets } from '../../service/links/purpose.ts';

const choices: Readonly<Record<string, string>> = {
  '/approve': 'approve',
  '/decline': 'decline',
  '/keep': 'keep',
  '/confirm': 'yes',
};

/**
 * The form of a link's page as a person sends it who took their time: the page's nonce, and the
 * answer that the link is named after. What is given wins.
 */
export function fillForm(
  path: string,
  fields: Readonly<Record<string, string>>,
  secrets: Secrets,
  now: Date,
): Record<string, string> {
  const token = fields.t ?? fields.token ?? '';
  const choice = choices[path];
  return {
    nonce: signForm(token, new Date(now.getTime() - 60_000), secrets),
    ...(choice === undefined ? {} : { choice }),
    ...fields,
  };
}
