import { loopHeader } from '../mail/loop-header.ts';

/** A mail that went through more servers than this goes in circles (RFC 5321 §6.3). */
const receivedHeaders = 50;
const ownHeader = new RegExp(`^${loopHeader}[ \\t]*:`, 'im');
/** More header than this is not looked through; real mail has some kilobytes. */
const headBytes = 256 * 1024;

/**
 * Whether a mail came back to where it left: too many Received headers, or a header that only
 * our own mail carries. Mails inside it are not looked at: a bounce quotes ours.
 */
export function isLooping(raw: Buffer): boolean {
  const head = headOf(raw);
  if (ownHeader.test(head)) return true;
  return (head.match(/^received[ \t]*:/gim)?.length ?? 0) > receivedHeaders;
}

/** The header section, bytes as Latin-1, line ends as `\n`. */
export function headOf(raw: Buffer): string {
  const start = raw.subarray(0, headBytes).toString('latin1').replaceAll('\r\n', '\n');
  const end = start.startsWith('\n') ? 0 : start.indexOf('\n\n');
  return end < 0 ? start : start.slice(0, end);
}
