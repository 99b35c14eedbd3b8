/** The embedded PostgreSQL and nothing else. */
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../service/db/embedded-postgres.ts';
import { machineRandom } from '../../../service/real-ports.ts';
import { answerBench } from '../ground/program.ts';

let postgres: EmbeddedPostgres | null = null;

answerBench({
  async start(dataDir: string) {
    postgres = await startEmbeddedPostgres(dataDir, { random: machineRandom });
  },
  stop: () => postgres?.stop(),
});
