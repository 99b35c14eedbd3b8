/** The very reader of mail, but for one that dies of a mail with this word in it. */
import type { ParseQuestion } from '../../../service/inbox/parser/parse-child.ts';

process.on('message', (question: ParseQuestion | { readonly dns: number }) => {
  if ('raw' in question && Buffer.from(question.raw).includes('X-Poison')) process.exit(3);
});
await import('../../../service/inbox/parser/parse-child.ts');
