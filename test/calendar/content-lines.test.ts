import fc from 'fast-check';
import { foldLine, readContentLine, unfoldLines } from '../../service/calendar/content-lines.ts';
import { cpuMs } from '../house/cpu-time.ts';
import { anyText } from './calendar-samples.ts';

function paramsOf(line: string): Record<string, readonly string[]> | null {
  const read = readContentLine(line);
  return read === null ? null : Object.fromEntries(read.params);
}

describe('a content line', () => {
  it('has names in upper case and keeps every value of a parameter', () => {
    const read = readContentLine('attendee;role=CHAIR;Member="a:b","c;d";ROLE=OPT:mailto:x@y');
    expect(read?.name).toBe('ATTENDEE');
    expect(read?.value).toBe('mailto:x@y');
    expect([...(read?.params ?? [])]).toEqual([
      ['ROLE', ['CHAIR', 'OPT']],
      ['MEMBER', ['a:b', 'c;d']],
    ]);
  });

  it('never takes a parameter out of a quoted value', () => {
    expect(paramsOf('A;PARTSTAT=DECLINED;CN="x;PARTSTAT=ACCEPTED;y":v')).toEqual({
      PARTSTAT: ['DECLINED'],
      CN: ['x;PARTSTAT=ACCEPTED;y'],
    });
  });

  it('never loses a parameter to a stray quote', () => {
    expect(paramsOf('A;CN=Foo "Bar";PARTSTAT=DECLINED:v')?.PARTSTAT).toEqual(['DECLINED']);
    expect(paramsOf('A;CN="Foo "Bar" Baz";PARTSTAT=DECLINED:v')).toEqual({
      CN: ['Foo "Bar" Baz'],
      PARTSTAT: ['DECLINED'],
    });
    expect(paramsOf('A;CN="Foo;PARTSTAT=DECLINED:v')?.PARTSTAT).toEqual(['DECLINED']);
  });

  it('takes empty, missing and dotted parameters as they come', () => {
    expect(paramsOf('A;CN=;X-COMMENT="";X.Y=;Z;PARTSTAT=ACCEPTED:v')).toEqual({
      CN: [''],
      'X-COMMENT': [''],
      'X.Y': [''],
      Z: [],
      PARTSTAT: ['ACCEPTED'],
    });
  });

  it('decodes carets (RFC 6868)', () => {
    expect(paramsOf("A;CN=a^nb^'c^^n^x:v")?.CN).toEqual(['a\nb"c^n^x']);
  });

  it('is none without a name or a colon', () => {
    for (const line of ['', 'garbage', ' A:v', ':v', 'A;B="x', 'ä:v', 'A;B=c']) {
      expect(readContentLine(line)).toBeNull();
    }
  });

  it('reads a line of nothing but quotes in no time', () => {
    const line = `A${';X="y'.repeat(16_000)}:v`;
    const from = cpuMs();
    readContentLine(line);
    expect(cpuMs() - from).toBeLessThan(500);
  });

  it('gives back any parameters it was given', () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9-]{0,10}$/);
    const value = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
    const params = fc.dictionary(name, fc.array(value, { minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(name, params, value, (lineName, given, lineValue) => {
        const written = Object.entries(given).map(([key, values]) => {
          return `;${key}=${values.map((text) => `"${encodeCarets(text)}"`).join(',')}`;
        });
        const read = readContentLine(`${lineName}${written.join('')}:${lineValue}`);
        expect(read?.name).toBe(lineName);
        expect(read?.value).toBe(lineValue);
        expect([...(read?.params ?? [])]).toEqual(Object.entries(given));
      }),
    );
  });
});

function encodeCarets(text: string): string {
  return text.replaceAll('^', '^^').replaceAll('"', "^'");
}

describe('folding', () => {
  it('is undone by unfolding, with any line end', () => {
    const line = anyText.map((text) => `X:${text.replace(/[\r\n]/g, '').trim()}.`);
    fc.assert(
      fc.property(line, fc.constantFrom('\r\n', '\r\r\n', '\n', '\r'), (text, end) => {
        const folded = foldLine(text.toWellFormed());
        for (const row of folded.split('\r\n')) expect(Buffer.byteLength(row)).toBeLessThan(76);
        expect(unfoldLines(folded.replaceAll('\r\n', end))).toEqual([text.toWellFormed()]);
      }),
    );
  });

  it('takes a tab for a fold, and no blanks at the end of a line', () => {
    expect(unfoldLines('A:b\r\n\tc \t\r\nD:e')).toEqual(['A:bc', 'D:e']);
  });
});
