import type { PostfixStage } from './stage.ts';

/** One guarantee and how it is shown. */
export interface PostfixScenario {
  /** A sentence: what holds. */
  readonly holds: string;
  /** Rejects when it does not. */
  play(stage: PostfixStage): Promise<void>;
}
