import type { ApiDeps } from '../api/api-deps.ts';
import type { Secrets } from '../links/purpose.ts';

/** What operators' doors need: all that the API has, since they do what it does. */
export interface OperatorDeps extends Omit<ApiDeps, 'secrets'> {
  readonly secrets: Secrets;
  /** Opens the pages for looking only. Null: there is no such key. */
  readonly adminReadKey: string | null;
}
