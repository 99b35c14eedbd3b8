import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One source file of the repository, with what the tidy test asks about it. */
export interface Source {
  /** Path from the root, e.g. `service/rooms/apply.ts`. */
  readonly path: string;
  /** First folder below `service/`, or '' for a file that lies directly in it. */
  readonly folder: string;
  readonly name: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** Modules it imports: repository paths for its own, bare names for packages. */
  readonly imports: readonly string[];
  readonly functions: readonly { readonly name: string; readonly lines: number }[];
}

function importsOf(path: string, file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [loaded] = node.arguments;
      if (loaded && ts.isStringLiteral(loaded)) found.push(loaded.text);
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
      const first = node.arguments?.[0];
      if (first && ts.isStringLiteral(first) && first.text.endsWith('.ts')) found.push(first.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));
}

function functionsOf(file: ts.SourceFile): Source['functions'] {
  const found: { name: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const from = file.getLineAndCharacterOfPosition(node.getStart()).line;
      const to = file.getLineAndCharacterOfPosition(node.getEnd()).line;
      const name = node.name?.getText() ?? `at line ${from + 1}`;
      found.push({ name, lines: to - from + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function readSource(path: string): Source {
  const text = readText(path);
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const parts = path.split('/');
  return {
    path,
    folder: parts.length > 2 ? (parts[1] ?? '') : '',
    name: parts.at(-1) ?? '',
    text,
    lines: text.split('\n'),
    imports: importsOf(path, file),
    functions: functionsOf(file),
  };
}

/** The text of a file of the repository. */
export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Files of the repository as git sees them (also new ones, not ignored ones). */
export const listFiles = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...patterns], { cwd: root })
    .toString()
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)));

/** All sources below `folder`, parsed. */
export const readSources = (folder: string): Source[] =>
  listFiles(`${folder}/*.ts`, `${folder}/**/*.ts`)
    .filter((path, index, all) => all.indexOf(path) === index)
    .map(readSource);
