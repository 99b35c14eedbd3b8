import { Eta } from 'eta';

const eta = new Eta({ autoEscape: true, useWith: false, varName: 'it' });

/**
 * Compiles a template once. `<%= %>` escapes; `<%~ %>` does not, and is for HTML that another
 * template made. Blank lines are left out.
 */
export function template<Facts extends object>(source: string): (facts: Facts) => string {
  const compiled = eta.compile(source.trim().replace(/\n{2,}/g, '\n'));
  return (facts) => eta.render(compiled, facts);
}
