import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import type { CalendarReading } from '../../service/calendar/calendar-object.ts';
import { readIcs } from '../../service/calendar/read-ics.ts';

/** Messages written by real calendar software; they stand beside the repository, not in it. */
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const isThere = existsSync(`${corpus}INDEX.tsv`);

interface Sample {
  readonly file: string;
  readonly kind: string;
  readonly method: string;
  readonly partstats: readonly string[];
}

function listSamples(): Sample[] {
  if (!isThere) return [];
  const rows = readFileSync(`${corpus}INDEX.tsv`, 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => {
    const [file = '', , kind = '', , method = '', , partstat = ''] = row.split('\t');
    return { file, kind, method, partstats: partstat.split(',').filter((value) => value !== '') };
  });
}

/** Every calendar part of a sample, read. */
async function readSample(file: string): Promise<CalendarReading[]> {
  const bytes = readFileSync(`${corpus}${file}`);
  if (file.endsWith('.ics')) return [readIcs(bytes)];
  const mail = await simpleParser(bytes);
  return mail.attachments
    .filter(({ contentType, filename }) => {
      return (
        /^(text\/calendar|application\/ics)$/.test(contentType) || /\.ics$/.test(filename ?? '')
      );
    })
    .map(({ content }) => readIcs(content, null));
}

const samples = listSamples();
const replies = samples.filter(({ file, kind }) => {
  return file.startsWith('imip/') && /^(reply|counter)/.test(kind) && kind !== 'counter-malformed';
});

describe('messages of real calendar software', () => {
  it('are all there, or the corpus is not', () => {
    expect(replies.length > 20).toBe(isThere);
  });

  it('never make the reader throw', async () => {
    for (const { file } of samples) await readSample(file);
  });

  it('give their METHOD and answer', async () => {
    for (const { file, method, partstats } of replies) {
      const readings = await readSample(file);
      const seen = readings.map((reading) => {
        if (!reading.ok) return [file, reading.problem];
        const { calendar } = reading;
        const answers = calendar.attendees.flatMap(({ partstat }) => partstat ?? []);
        // The index lists every PARTSTAT of the file, those of the ORGANIZER and exceptions too.
        return [file, calendar.method, answers.every((answer) => partstats.includes(answer))];
      });
      expect(seen.length).toBeGreaterThan(0);
      for (const one of seen) expect(one).toEqual([file, method.split('+')[0], true]);
      const anAnswer = readings.some((reading) => {
        return reading.ok && reading.calendar.attendees.some(({ partstat }) => partstat !== null);
      });
      expect([file, anAnswer]).toEqual([file, partstats.length > 0]);
    }
  });

  it('are put aside when they are cut off or many in one', async () => {
    const aside = samples.filter(({ kind }) => kind === 'counter-malformed' || kind === 'multi');
    expect(aside).toHaveLength(isThere ? 3 : 0);
    for (const { file, kind } of aside) {
      const problem = kind === 'multi' ? 'several-calendars' : 'truncated';
      for (const reading of await readSample(file)) expect(reading).toMatchObject({ problem });
    }
  });
});

// The collection's licences do not let it into the repository.
if (isThere) {
  describe('one message each of the large calendars', () => {
    it('reads the proposal of Google with its new time', async () => {
      const [reading] = await readSample('imip/counter-google.eml');
      if (!reading?.ok) throw new Error('not read');
      expect(reading.calendar.method).toBe('COUNTER');
      expect(reading.calendar.start.problem).toBeNull();
      expect(reading.calendar.end.problem).toBeNull();
    });

    it('reads the comment and the sequence of Exchange', async () => {
      const [reading] = await readSample('imip/reply-accepted-exchange-seq-mismatch.ics');
      if (!reading?.ok) throw new Error('not read');
      expect(reading.calendar).toMatchObject({
        sequence: 5,
        comment: 'A comment.',
        start: { utc: new Date('2021-08-07T09:00:00Z'), problem: null },
      });
    });

    it('reads the comment parameter of Google', async () => {
      const [reading] = await readSample('imip/reply-tentative-google-response-comment.ics');
      if (!reading?.ok) throw new Error('not read');
      expect(reading.calendar.attendees[0]?.comment).toBe('Hello, World!');
    });
  });
}
