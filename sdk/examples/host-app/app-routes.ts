import type { Parley } from '@parley/sdk';
import { bad, page, redirect } from './answer.ts';
import { createDeeds } from './deeds.ts';
import { renderCancelForm } from './pages/cancel-form.ts';
import { renderSession } from './pages/session-page.ts';
import { renderOverview } from './pages/sessions-page.ts';
import { renderSignIn } from './pages/sign-in-page.ts';
import { emptyForm, renderTimeForm, timeFormOf } from './pages/time-form.ts';
import { findPerson, type Person } from './people.ts';
import { createRoutes, type Routes, route, signedIn } from './routes.ts';
import { listSessions, mayDo, maySee } from './sessions.ts';
import type { Cookies } from './sign-in.ts';

/** Lines of one session's history, and requests for another time. */
const shownAtMost = 500;

/** Every page and every form of the application. */
export function createAppRoutes(parley: Parley, cookies: Cookies): Routes {
  const deeds = createDeeds(parley);
  const find = async (person: Person, id: string) => {
    const room = await parley.rooms.get(id);
    return maySee(person, room) ? room : null;
  };

  return createRoutes([
    ...signInRoutes(cookies),
    route(
      'GET /sessions',
      signedIn(async ({ person }) =>
        page('Sessions', renderOverview(person, await listSessions(parley, person))),
      ),
    ),
    route(
      'GET /sessions/new',
      signedIn(({ person }) =>
        person.role === 'host'
          ? page('New session', renderTimeForm(emptyForm(person)))
          : redirect('/sessions', bad('Only hosts offer sessions.')),
      ),
    ),
    route('POST /sessions', signedIn(deeds.create), '/sessions/new'),
    route(
      'GET /sessions/:id',
      signedIn(async ({ person, params: { id = '' } }) => {
        const room = await find(person, id);
        if (room === null) return gone;
        const [history, proposals] = await Promise.all([
          parley.rooms.history(id, { limit: 100 }).toArray({ limit: shownAtMost }),
          parley.proposals.list(id, { limit: 100 }).toArray({ limit: shownAtMost }),
        ]);
        const main = renderSession(person, room, history, proposals);
        return page(room.sessionName, main);
      }),
    ),
    route('POST /sessions/:id/book', signedIn(deeds.book)),
    route(
      'GET /sessions/:id/move',
      signedIn(async ({ person, params: { id = '' } }) => {
        const room = await find(person, id);
        if (room === null || !mayDo(person, room).has('move')) return gone;
        return page('Move the session', renderTimeForm(timeFormOf(person, room)));
      }),
    ),
    route('POST /sessions/:id/move', signedIn(deeds.move), '/sessions/:id'),
    route(
      'GET /sessions/:id/cancel',
      signedIn(async ({ person, params: { id = '' } }) => {
        const room = await find(person, id);
        const may = room === null ? null : mayDo(person, room);
        if (room === null || !(may?.has('cancel') || may?.has('leave'))) return gone;
        return page('Cancel the session', renderCancelForm(person, room));
      }),
    ),
    route('POST /sessions/:id/cancel', signedIn(deeds.cancel), '/sessions/:id'),
    route('POST /sessions/:id/proposals/:proposalId', signedIn(deeds.decide), '/sessions/:id'),
  ]);
}

const gone = redirect('/sessions', bad('There is no such session.'));

const signInRoutes = (cookies: Cookies) => [
  route('GET /', ({ person }) =>
    person === null ? page('Who are you?', renderSignIn()) : redirect('/sessions'),
  ),
  route('POST /sign-in', ({ form }) => {
    const person = findPerson(form.get('person'));
    if (person === null) return redirect('/', bad('Choose one of these people.'));
    return redirect('/sessions', null, cookies.signIn(person));
  }),
  route('POST /sign-out', () => redirect('/', null, cookies.signOut())),
];
