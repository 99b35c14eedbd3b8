import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';

const deploy = new URL('../../deploy/', import.meta.url);

/** The text of a file below `deploy/`. */
export const readDeploy = (path: string): Promise<string> =>
  readFile(new URL(path, deploy), 'utf8');

const listDeploy = async (folder: string): Promise<string[]> =>
  (await readdir(new URL(`${folder}/`, deploy))).sort();

/** An alert or a recorded series, as `prometheus/rules` has it. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** All rules of all groups. */
export async function readRules(): Promise<Rule[]> {
  const files = await listDeploy('prometheus/rules');
  const texts = await Promise.all(files.map((file) => readDeploy(`prometheus/rules/${file}`)));
  return texts.flatMap((text) =>
    (parse(text) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules),
  );
}

/** A playbook by its file name, with the code blocks of each language. */
export interface Playbook {
  readonly file: string;
  readonly text: string;
  blocks(language: string): string[];
}

export async function readPlaybooks(): Promise<Playbook[]> {
  const files = (await listDeploy('playbooks')).filter((file) => file !== 'README.md');
  return Promise.all(
    files.map(async (file) => {
      const text = await readDeploy(`playbooks/${file}`);
      return {
        file,
        text,
        blocks: (language: string) =>
          [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
            ([, inside = '']) => inside,
          ),
      };
    }),
  );
}

/** `ParleyOutboxOld` is told of in `outbox-old.md`. */
export const playbookOf = (alert: string): string =>
  `${alert
    .replace(/^Parley/, '')
    .replace(/(?!^)([A-Z])/g, '-$1')
    .toLowerCase()}.md`;

/** Names of series in a query, without those of PromQL's own words. */
export const namesIn = (query: string): string[] => [
  ...new Set(query.match(/\b(parley[_:]\w[\w:]*|process_\w+|nodejs_\w+|node_\w+)/g) ?? []),
];
