import { problems } from '../../service/api/problems.ts';
import { linkProblems } from '../../service/pages/link-problem.ts';

/** The class of the SDK that a caller catches. */
const classes: readonly (readonly [test: (status: number) => boolean, name: string])[] = [
  [(status) => status === 401, 'AuthenticationError'],
  [(status) => status === 403, 'PermissionError'],
  [(status) => status === 404 || status === 410, 'NotFoundError'],
  [(status) => status === 409, 'ConflictError'],
  [(status) => status === 412, 'PreconditionError'],
  [(status) => status === 429, 'RateLimitError'],
  [(status) => status >= 500, 'ServerError'],
  [() => true, 'ValidationError'],
];

/** The guide to error codes, from the tables of the code itself. */
export function writeErrorCodes(): string {
  const rows = Object.entries({ ...linkProblems, ...problems })
    .map(([code, [status, title, detail]]) => ({ code, status, title, detail }))
    .sort((a, b) => a.status - b.status || a.code.localeCompare(b.code));
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return `${[
    '# Error codes',
    '',
    'Written by `npm run generate` from the code; never edited by hand.',
    '',
    'Every error is a problem document (RFC 9457) with a stable `code`. Decide by the code, or by the',
    'class of the SDK; show people words of your own. `errors` names the fields that are wrong, and `requestId`',
    'is what the operator finds the request by.',
    '',
    line(['status', 'code', 'class', 'what it says', 'what to do']),
    line(['---', '---', '---', '---', '---']),
    ...rows.map(({ status, code, title, detail }) =>
      line([status, `\`${code}\``, `\`${classOf(status)}\``, title, detail]),
    ),
    '',
    'Made by the SDK itself: `connection-failed` (`ConnectionError`), `timed-out` (`TimeoutError`),',
    '`unexpected-answer` (`ParleyError`): something between you and Parley answered.',
  ].join('\n')}\n`;
}

const classOf = (status: number): string =>
  classes.find(([matches]) => matches(status))?.[1] ?? 'ParleyError';
