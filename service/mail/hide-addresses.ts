import { hideTokens } from '../calendar/sanitise.ts';

/** Anything a mail program would read as an address; bounded, so any text is read in one pass. */
const local = /(?:"[^"\n]{1,64}"|[^\s@\uFF20<>()[\]",;:]{1,64})/;
const domain = /(?:\[[^\]\s]{1,64}\]|[^\s@<>()[\]",;:]{1,255})/;
const addressPattern = new RegExp(`${local.source}(?:@|\\uFF20|%40)${domain.source}`, 'giu');

/**
 * Takes mail addresses out of one person's words before the other reads them: nobody learns an
 * address through Parley, not even from a quoted signature. The application's own may stay.
 * Links they quote lose their token too, which would let the reader act in their name.
 */
export function hideAddresses(text: string | null, supportEmail: string | null): string | null {
  if (text === null) return null;
  const hidden = hideTokens(text).replace(addressPattern, (address) =>
    address.toLowerCase() === supportEmail?.toLowerCase() ? address : '[address hidden]',
  );
  return hidden.trim() === '' ? null : hidden.trim();
}

const linkPattern = /(?:https?:\/\/|www\.)\S{1,2000}/giu;

/**
 * As above, and without links: these words may be a stranger's, and a mail of ours that carried a
 * link for them would lend it our name.
 */
export function hideAddressesAndLinks(
  text: string | null,
  supportEmail: string | null,
): string | null {
  return hideAddresses(text?.replace(linkPattern, '[link hidden]') ?? null, supportEmail);
}

/** An address as its owner recognises it and nobody else learns it: `g…@office.example`. */
export function maskAddress(address: string): string {
  const [first = ''] = address;
  return `${first}…${address.slice(address.lastIndexOf('@'))}`;
}
