import { limits } from '../../limits.ts';
import type { FetchText } from '../../ports.ts';

export interface FetchTerms {
  readonly protocol: 'https:' | 'http:';
  readonly bytes: number;
  readonly timeoutMs: number;
}

const machineTerms: FetchTerms = {
  protocol: 'https:',
  bytes: limits.fetchedTextBytes,
  timeoutMs: limits.fetchTextTimeoutMs,
};

/**
 * Gets small texts: from where it is told and nowhere else (no redirects, one protocol), whole or
 * not at all, and in time. Which hosts may be asked is for the caller to know.
 */
export function createFetchText(terms: Partial<FetchTerms> = {}): FetchText {
  const { protocol, bytes, timeoutMs } = { ...machineTerms, ...terms };
  return async (url) => {
    if (new URL(url).protocol !== protocol) throw new Error(`only ${protocol} is fetched`);
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { redirect: 'error', signal });
    if (!response.ok) throw new Error(`the answer was ${response.status}`);
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      // Leaving the loop closes the connection.
      if (text.length > bytes) throw new Error('the answer is too large');
    }
    return text + decoder.decode();
  };
}
