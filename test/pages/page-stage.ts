import { signForm } from '../../service/links/form-nonce.ts';
import type { Purpose } from '../../service/links/purpose.ts';
import type { NewRoomFacts } from '../../service/rooms/apply.ts';
import { gil, helen, secrets } from '../rooms/waist-house.ts';
import type { PageHouse } from './page-house.ts';

/** A request that leads to a page; a form is posted with `fields`. */
export interface PageRequest {
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly encoding?: 'multipart/form-data';
  /** What is wrong with the database meanwhile (`whileFaulty`). */
  readonly fault?: Fault;
}

export type Fault = 'away' | 'broken';

/** One page in one state. */
export interface PageScene {
  readonly name: string;
  readonly status: number;
  /** False: nobody knows who looks, so the page speaks the browser's language. */
  readonly isKnown: boolean;
  /** Brings the state about; people speak `locale`. Asked again, it is brought about anew. */
  open(house: PageHouse, locale: string): Promise<PageRequest>;
}

type Role = 'host' | 'guest';

/** What scenes are set with. */
export interface Stage {
  readonly house: PageHouse;
  readonly locale: string;
  book(facts?: Partial<NewRoomFacts>): Promise<string>;
  /** The address of the page that this person's newest link opens. */
  link(roomId: string, role: Role, purpose: Purpose): Promise<PageRequest>;
  /** A form as a person sends it who took their time. */
  form(path: string, fields: Readonly<Record<string, string>>): PageRequest;
  /** The same, sent so long after its page came up; at once: in haste. */
  formAfter(ageMs: number, path: string, fields: Readonly<Record<string, string>>): PageRequest;
  /** Sends a form and leaves its answer unread. */
  post(request: PageRequest): Promise<void>;
  settings(values: string): Promise<void>;
  /** Changes rows of one room behind the rules' back: its time passes while the clock stands. */
  change(statement: string, roomId: string): Promise<void>;
}

const linkPaths: Readonly<Record<Purpose, string>> = {
  propose: '/reschedule?r=',
  approve: '/approve?t=',
  decline: '/decline?t=',
  keep: '/keep?t=',
  confirm: '/confirm?t=',
};

const plainSettings = `decline_rule = 'strict', decline_hold_seconds = 0,
  minimum_notice_minutes = 0`;

/** A scene whose page has its own reader. */
export function scene(
  name: string,
  status: number,
  open: (stage: Stage) => Promise<PageRequest>,
): PageScene {
  return { name, status, isKnown: true, open: (house, locale) => play(house, locale, open) };
}

/** A scene before a visitor whom nobody knows. */
export const strangeScene: typeof scene = (...of) => ({ ...scene(...of), isKnown: false });

async function play(
  house: PageHouse,
  locale: string,
  open: (stage: Stage) => Promise<PageRequest>,
): Promise<PageRequest> {
  // Another minute: no scene takes away another one's share of visits.
  house.clock.advance({ minutes: 1 });
  const stage = setStage(house, locale);
  await stage.settings(plainSettings);
  return await open(stage);
}

function setStage(house: PageHouse, locale: string): Stage {
  const form: Stage['form'] = (path, fields) => ({
    method: 'POST',
    path,
    fields: house.fill(path, fields),
  });
  return {
    house,
    locale,
    book: (facts) =>
      house.create({ host: { ...helen, locale }, guest: { ...gil, locale }, ...facts }),
    async link(roomId, role, purpose) {
      const token = await house.token(roomId, role, purpose);
      return { method: 'GET', path: `${linkPaths[purpose]}${token}` };
    },
    form,
    formAfter(ageMs, path, fields) {
      const token = fields.t ?? fields.token ?? '';
      const shownAt = new Date(house.clock.now().getTime() - ageMs);
      return form(path, { ...fields, nonce: signForm(token, shownAt, secrets) });
    },
    async post({ path, fields = {} }) {
      await house.http.post(path).type('form').send(fields);
    },
    async settings(values) {
      await house.db.pool.query(`update applications set ${values}`);
    },
    async change(statement, roomId) {
      await house.db.pool.query(statement, [roomId]);
    },
  };
}

/** Does `work` while the database has this fault; without one, just does it. */
export async function whileFaulty<T>(
  house: PageHouse,
  fault: Fault | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const { pool } = house.db;
  const { query } = pool;
  const code = fault === 'away' ? 'ECONNREFUSED' : 'XX000';
  const fail = () => Promise.reject(Object.assign(new Error('a fault of the test'), { code }));
  if (fault !== undefined) pool.query = fail as never;
  try {
    return await work();
  } finally {
    pool.query = query;
  }
}
