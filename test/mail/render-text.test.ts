import { describe, expect, it } from '@jest/globals';
import { renderText } from '../../service/mail/render/render-text.ts';
import type { Block, MailContent } from '../../service/mail/wording/mail-content.ts';
import { arabic, invitation, linkTo, proposal, update } from './render-samples.ts';

const say = (...blocks: readonly Block[]) => renderText({ ...invitation, blocks, footer: [] });

describe('the plain text of a mail', () => {
  it('says every kind of block, in order', () => {
    expect(renderText(proposal)).toBe(`Hello Hanna,

Gina cannot come at the planned time.
Please decide by Monday.

Planned: Tuesday, 2 March 2027, 15:00 – 16:00 (60 minutes)
         Central European Standard Time (UTC+01:00)

Proposed: Thursday, 4 March 2027, 15:00 – 16:00 (60 minutes)
          Central European Standard Time (UTC+01:00)
          4 March 2027, 14:00 – 15:00 UTC
          For Hanna it is 3 hours later.

Gina wrote:
> My clinic runs late that day.
> Sorry about this!

Approve:
${linkTo('approve?t=')}

Keep the planned time:
${linkTo('decline?t=')}

Your session: Thursday, 4 March 2027, 15:00 – 16:00 (60 minutes)
              Central European Standard Time (UTC+01:00)
              4 March 2027, 14:00 – 15:00 UTC
              For Hanna it is 3 hours later.

Where: Room 4, second floor

Join online: https://meet.example.com/abc-defg-hij

-- 
OphthalmoPro
You and Hanna do not see each other’s mail address.
Questions? Write to help@ophthalmo.example
How this works: https://parley.example/how
`);
  });

  it('marks a time that is no longer true by its label', () => {
    expect(renderText(update)).toMatch(
      /\n\nWas: Tuesday, 2 March[\s\S]*\n\nNow: Thursday, 4 March/,
    );
  });

  it('indents nothing from right to left', () => {
    const text = renderText(arabic);
    expect(text).toContain('الموعد المقترح: الخميس، 4 مارس 2027، 15:00 – 16:00 (60 دقيقة)\nتوقيت');
    expect(text).not.toMatch(/^ +\S/m);
  });

  it('gives the address of linked words, once', () => {
    const url = 'https://a.example/x';
    const detail = { is: 'detail', label: 'Join', url } as const;
    expect(say({ ...detail, text: url })).toContain(`Join: ${url}\n`);
    expect(say({ ...detail, text: 'Video room' })).toContain(`Join: Video room: ${url}\n`);
    const lines = (...footer: MailContent['footer']) => renderText({ ...invitation, footer });
    expect(lines({ text: `See ${url}`, url }, { text: 'Help', url }, { text: url, url })).toMatch(
      /\n-- \nSee https:\S+\nHelp: https:\S+\nhttps:\S+\n$/,
    );
  });

  it('keeps lines whole however long they are, and quotes every line of a quote', () => {
    const long = 'word '.repeat(500).trim();
    expect(say({ is: 'paragraph', text: long })).toContain(`\n\n${long}\n\n-- \n`);
    expect(say({ is: 'quote', label: 'Gina wrote', text: 'a\r\nb\n\nc' })).toContain(
      'Gina wrote:\n> a\n> b\n> \n> c\n',
    );
  });
});
