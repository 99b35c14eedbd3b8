import { describe, expect, it } from '@jest/globals';
import { findTypedComment } from '../../service/mail/typed-comment.ts';
import { cpuMs } from '../house/cpu-time.ts';

const stars = '*~*~*~*~*~*~*~*~*~*';

describe('what a person typed beside an answer', () => {
  it('is the text of the mail, without what another wrote', () => {
    const typed = 'Sorry, I am away.\r\nNext week?';
    const others = [
      '',
      '\r\n\r\n-----Original Appointment-----\r\nFrom: Parley\r\nSent: Monday',
      `\r\n\r\nWhen: Monday 2 March\r\nWhere: Online\r\n\r\n${stars}\r\nThe invitation`,
      `\r\n\r\nZeit: Montag\r\nOrt: Online\r\n${stars}\r\nDie Einladung`,
      '\r\n\r\nWann: Montag\r\nWo: Online',
      '\r\n\r\nVon: Parley <p@in.example>\r\nGesendet: Montag',
      '\r\n\r\n________________________________\r\nJoin the meeting',
      '\r\n\r\n> You are invited',
      '\r\n\r\n-- \r\nGina Gast, Example GmbH',
      '\r\n\r\nOn Mon, 1 Mar 2027 at 10:00, Parley <p@in.example> wrote:\r\nYou are invited',
      '\r\n\r\nAm 01.03.2027 um 10:00 schrieb Parley <p@in.example>:\r\nEingeladen',
      '\r\n\r\nGet Outlook for iOS<https://aka.ms/o>',
    ];
    for (const other of others) {
      expect([other, findTypedComment(`\r\n${typed}${other}`)]).toEqual([
        other,
        'Sorry, I am away.\nNext week?',
      ]);
    }
  });

  it('is nothing when only programs wrote', () => {
    const texts = [
      '',
      '\r\n \r\n',
      `When: Monday 2 March\r\nWhere: Online\r\n\r\n${stars}\r\n\r\nThe invitation`,
      'Gina Gast has accepted this invitation.',
      'Gina Gast has replied "Maybe" to this invitation and proposed a new time:\r\nTue 5:30pm',
      'Gina Gast has tentatively accepted your event invitation.',
      'Gina Gast hat Ihre Einladung angenommen.',
      'Your request was accepted.\r\nSent by Microsoft Exchange Server 2016',
      'Accepted: Practice',
      'Invitation from Google Calendar: https://calendar.google.com/calendar/',
      'BEGIN:VCALENDAR\r\nVERSION:2.0',
      'Need another time? Ask Ada here:\r\nhttps://p.example/reschedule?r=x',
      'https://p.example/keep?k=eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.x',
    ];
    for (const text of texts) expect([text, findTypedComment(text)]).toEqual([text, null]);
  });

  it('is at most five hundred characters that can be seen, of any text', () => {
    expect([...(findTypedComment('😀'.repeat(2_000)) ?? '')]).toHaveLength(500);
    expect(findTypedComment('a\u0000\u202eb')).toBe('ab');
    const from = cpuMs();
    for (const unit of ['*', '-', 'On ', 'hat ', '日時', '\r', 'a:']) {
      findTypedComment(unit.repeat(500_000));
    }
    expect(cpuMs() - from).toBeLessThan(1_000);
  });
});
