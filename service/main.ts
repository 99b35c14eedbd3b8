import { serve } from './commands/serve.ts';

/** Everything here computes in UTC; a parser that falls back to local time must find UTC there. */
process.env.TZ = 'UTC';

interface Command {
  run(words: readonly string[]): Promise<void>;
  /** What is said before the reason when it fails. */
  readonly failed: string;
}

/** What an operator starts; without a word it is the service. */
const commands: Readonly<Record<string, Command>> = {
  restored: {
    run: async (words) => (await import('./commands/restored.ts')).makeFitAfterRestore(words),
    failed: 'It ended early (run it again: it comes to the same)',
  },
  'migrate-legacy': {
    run: async (words) => (await import('./commands/migrate-legacy.ts')).bringInOldRooms(words),
    failed: 'It ended early (run it again: what came in stays)',
  },
};
const service: Command = { run: serve, failed: 'Parley could not start' };

/** Errors whose message says all there is to say. */
const complete = ['ConfigError', 'UsageError', 'NotAlone'];

/** One sentence for the operator: what stands in the way. */
function explain(error: unknown, failed: string): string {
  if (error instanceof Error && complete.includes(error.name)) return error.message;
  // Connecting to a name with several addresses fails once for each of them.
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const advice = isPortTaken ? ' (choose others: PORT, METRICS_PORT, INBOUND_SMTP_PORT)' : '';
  return `${failed}: ${reasons.join('; ')}${advice}`;
}

const [word, ...words] = process.argv.slice(2);
const command = word === undefined ? service : commands[word];
try {
  if (command === undefined) {
    throw new Error(`there is no command ${word}; there are ${Object.keys(commands).join(', ')}`);
  }
  await command.run(words);
} catch (error) {
  process.stderr.write(`${explain(error, command?.failed ?? 'Nothing was done')}\n`);
  process.exit(1);
}
