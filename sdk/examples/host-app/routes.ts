import { type Answer, bad, type KnownVisit, redirect, type Visit } from './answer.ts';

export type Act<V extends Visit = Visit> = (visit: V) => Promise<Answer> | Answer;

interface Found {
  readonly params: Readonly<Record<string, string>>;
  act(visit: Visit): Promise<Answer> | Answer;
  /** Where a refused form leads. */
  readonly back: string;
}

export interface Routes {
  find(method: string, path: string): Found | null;
}

interface Route {
  readonly method: string;
  readonly parts: readonly string[];
  readonly back: string;
  readonly act: Act;
}

/** A route such as `POST /sessions/:id/book`; a refused form leads `back`. */
export function route(where: string, act: Act, back = '/sessions'): Route {
  const [method = '', path = ''] = where.split(' ');
  return { method, parts: path.split('/'), back, act };
}

/** Only who is signed in gets to see it. */
export const signedIn =
  (act: Act<KnownVisit>): Act =>
  (visit) =>
    visit.person === null
      ? redirect('/', bad('Choose who you are first.'))
      : act({ ...visit, person: visit.person });

export function createRoutes(routes: readonly Route[]): Routes {
  return {
    find(method, path) {
      const given = path.split('/');
      for (const { parts, back, act, ...one } of routes) {
        const isSame =
          one.method === method &&
          parts.length === given.length &&
          parts.every((part, i) => part.startsWith(':') || part === given[i]);
        if (!isSame) continue;
        const named = parts.flatMap((part, i) =>
          part.startsWith(':') ? [[part.slice(1), given[i] ?? '']] : [],
        );
        const params: Record<string, string> = Object.fromEntries(named);
        return { params, act, back: back.replace(':id', params.id ?? '') };
      }
      return null;
    },
  };
}
