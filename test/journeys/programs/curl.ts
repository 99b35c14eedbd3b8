/** Stands in for curl on a machine without it: -s, -H, -d and -w, as the welcome uses them. */
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean', short: 's' },
    header: { type: 'string', short: 'H', multiple: true },
    data: { type: 'string', short: 'd' },
    'write-out': { type: 'string', short: 'w' },
  },
});
const headers = (values.header ?? []).map((line): [string, string] => {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
});
const response = await fetch(positionals[0] ?? '', {
  method: values.data === undefined ? 'GET' : 'POST',
  headers,
  body: values.data ?? null,
});
const after = (values['write-out'] ?? '').replace('%{http_code}', String(response.status));
process.stdout.write(`${await response.text()}${after}`);
