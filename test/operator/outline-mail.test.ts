import { outlineMail, outlineReadBytes } from '../../service/operator/outline-mail.ts';
import { html } from '../../service/operator/pages/html.ts';
import { cpuMs } from '../house/cpu-time.ts';

const token = `eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.${'a'.repeat(43)}`;
const mailOf = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

describe('the outline of a mail', () => {
  test('tells its headers, its parts and their decoded text', () => {
    const { headers, parts } = outlineMail(
      mailOf(
        'Subject: One',
        '\ttwo',
        'Content-Type: multipart/mixed; boundary="a"',
        '',
        'preamble',
        '--a',
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Transfer-Encoding: quoted-printable',
        'Content-Type: text/plain; charset=iso-8859-1',
        '',
        'caf=E9 soft=',
        'ly',
        '--b--',
        '--a',
        'Content-Type: application/pdf; name="x.pdf"',
        '',
        'JVBERi0=',
        '--a--',
      ),
    );
    expect(headers[0]).toEqual({ name: 'Subject', value: 'One two' });
    expect(parts.map(({ depth, type, text, name }) => [depth, type, text, name])).toEqual([
      [0, 'multipart/mixed', null, null],
      [1, 'multipart/alternative', null, null],
      [2, 'text/plain', 'café softly', null],
      [1, 'application/pdf', null, 'x.pdf'],
    ]);
  });

  test.each([
    ['in the source', mailOf('X: y', '', `see ${token}`)],
    [
      'in base64',
      mailOf(
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(`see ${token}`).toString('base64'),
      ),
    ],
    ['in a header', mailOf(`X-Link: ${token}`, '', 'x')],
    ['across the end of what is shown', mailOf('X: y', '', 'a '.repeat(128 * 1024 - 20) + token)],
  ])('shows no live token: %s', (_name, raw) => {
    const shown = JSON.stringify(outlineMail(raw.subarray(0, outlineReadBytes)));
    expect(shown).not.toMatch(/eyJ[\w-]{8}|a{20}/);
  });

  test.each([
    ['nothing but line breaks', Buffer.alloc(outlineReadBytes, '\r\n')],
    ['one endless header', Buffer.from(`X: ${'y'.repeat(outlineReadBytes)}`)],
    ['a header of very many folds', Buffer.from(`X: y${'\r\n z'.repeat(60_000)}`)],
    ['parts in parts', Buffer.from(nested(4_000))],
    ['an encoding that is none', mailOf('Content-Type: text/plain; charset=nonsense', '', '\xff')],
    ['nothing', Buffer.alloc(0)],
  ])('takes little time and never fails: %s', (_name, raw) => {
    const before = cpuMs();
    expect(outlineMail(raw).parts.length).toBeLessThanOrEqual(50);
    expect(cpuMs() - before).toBeLessThan(2_000);
  });
});

function nested(count: number): string {
  let text = '';
  for (let at = 0; at < count; at += 1) {
    text += `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`;
  }
  return text;
}

test('markup takes text as text, whatever it holds', () => {
  const text = `<script>"'&\u0007</script>`;
  expect(html`<p title="${text}">${[text]}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;&#39;&amp;\ufffd&lt;/script&gt;">' +
      '&lt;script&gt;&quot;&#39;&amp;\ufffd&lt;/script&gt;</p>',
  );
  expect(html`${null}${false}${undefined}${0}${html`<b>x</b>`}`.text).toBe('0<b>x</b>');
});
