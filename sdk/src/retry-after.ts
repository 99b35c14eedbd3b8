/** RFC 9110 §10.2.3: seconds, or a date. Null when the server does not say. */
export function readRetryAfterMs(headers: Headers): number | null {
  const header = headers.get('retry-after')?.trim();
  if (header === undefined) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
