import { type Applications, createApplications } from './applications.ts';
import type { ApiClient } from './client.ts';
import { type ConnectionOptions, openApiClient } from './open-api-client.ts';
import { createOperatorWork, type OperatorWork } from './operator.ts';

export interface OperatorOptions extends ConnectionOptions {
  /** The service's `PARLEY_ADMIN_KEY`. */
  readonly adminKey: string;
}

export interface ParleyOperator {
  readonly applications: Applications;
  /** What is stuck, over all applications. */
  readonly work: OperatorWork;
  /** The typed client underneath; it retries too. */
  readonly api: ApiClient;
}

/**
 * A client for who runs the service: host applications and their keys, and what is stuck.
 *
 * @throws TypeError when the key is missing or `baseUrl` is no web address
 */
export function createParleyOperator(options: OperatorOptions): ParleyOperator {
  const api = openApiClient(options, options.adminKey);
  return { applications: createApplications(api), work: createOperatorWork(api), api };
}
