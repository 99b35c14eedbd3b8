import type { DnsType, ResolveDns } from '../ports.ts';

/** `unknown`: DNS did not tell, which is not the same as "there is none". */
export type DnsAnswer<T> =
  | { readonly kind: 'records'; readonly records: readonly T[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly code: string };

/** Asks one question and sorts the answer; never rejects. */
export async function askDns<T>(
  resolve: ResolveDns,
  name: string,
  type: DnsType,
): Promise<DnsAnswer<T>> {
  try {
    const records = (await resolve(name, type)) as readonly T[];
    return records.length === 0 ? { kind: 'none' } : { kind: 'records', records };
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code ?? 'no answer');
    return /^E(NOTFOUND|NODATA)$/.test(code) ? { kind: 'none' } : { kind: 'unknown', code };
  }
}

/** The text records of a name, each put together of its strings (RFC 1035 §3.3.14). */
export async function askTexts(resolve: ResolveDns, name: string): Promise<DnsAnswer<string>> {
  const answer = await askDns<readonly string[]>(resolve, name, 'TXT');
  if (answer.kind !== 'records') return answer;
  return { kind: 'records', records: answer.records.map((strings) => strings.join('')) };
}

/** All addresses of a name; empty when it has none or DNS did not tell. */
export async function findAddresses(resolve: ResolveDns, name: string): Promise<string[]> {
  const found = await Promise.all([
    askDns<string>(resolve, name, 'A'),
    askDns<string>(resolve, name, 'AAAA'),
  ]);
  return found.flatMap((answer) => (answer.kind === 'records' ? answer.records : []));
}
