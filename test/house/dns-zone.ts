import type { DnsType, ResolveDns } from '../../service/ports.ts';

/**
 * Records by `name TYPE`; text is given as one string for each record. A word in place of records is
 * how asking for them goes wrong: an error code, or `silence` for an answer that never comes.
 */
export type Zone = Readonly<Record<string, readonly unknown[] | string>>;

/** A name server that knows one zone and nothing else, and what it was asked. */
export function openZone(zone: Zone): { resolve: ResolveDns; asked: string[] } {
  const asked: string[] = [];
  const records = new Map(Object.entries(zone));
  const resolve = async (name: string, type: DnsType): Promise<unknown> => {
    asked.push(`${name} ${type}`);
    const found = records.get(`${name} ${type}`) ?? records.get(`* ${type}`) ?? 'ENOTFOUND';
    if (found === 'silence') return new Promise(() => {});
    if (typeof found === 'string') throw Object.assign(new Error(found), { code: found });
    return type === 'TXT' ? found.map((text) => [text]) : found;
  };
  return { resolve, asked };
}
