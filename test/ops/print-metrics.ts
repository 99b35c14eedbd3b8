import { createMetrics } from '../../service/ops/metrics.ts';
import { feedAll } from './feed-metrics.ts';

/** Prints the service's own series, each with a value, for `promtool check metrics`. */
const metrics = createMetrics();
feedAll(metrics);
const text = await metrics.render();
// The process defaults are prom-client's own, and some of their names are not to promtool's taste.
const ours = text.split('\n').filter((line) => /^(# (HELP|TYPE) )?parley_/.test(line));
process.stdout.write(`${ours.join('\n')}\n`);
