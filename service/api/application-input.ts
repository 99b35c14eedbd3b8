import type { components } from '../../openapi/schema.d.ts';
import type { ApplicationChange } from './application-store.ts';
import { createFieldChecks } from './field-checks.ts';

type Schemas = components['schemas'];

/** A body that fits the document, as a change; throws a problem naming each field that is wrong. */
export function readApplicationChange(
  body: Schemas['OperatorsChange'],
  isTimeZone: (name: string) => boolean,
): ApplicationChange {
  const checks = createFieldChecks(isTimeZone);
  const { organizerName, sessionName, defaultTimeZone, defaultLocale, brand } = body;
  checks.line('name', body.name);
  checks.line('organizerName', organizerName);
  checks.line('sessionName', sessionName);
  checks.timeZone('defaultTimeZone', defaultTimeZone);
  checks.locale('defaultLocale', defaultLocale);
  checks.line('brand.productName', brand?.productName);
  checks.url('brand.logoUrl', brand?.logoUrl);
  if (brand?.supportEmail) checks.address('brand.supportEmail', brand.supportEmail);
  checks.done();
  return body as ApplicationChange;
}
