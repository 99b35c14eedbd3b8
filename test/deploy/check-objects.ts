import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { type Manifest, root } from './read-manifests.ts';

/** Packages that carry the schemas of Kubernetes and of operators' own kinds. */
const packages = [
  'kubernetes-models',
  '@kubernetes-models/prometheus-operator',
  '@kubernetes-models/cert-manager',
  '@kubernetes-models/external-secrets',
];

interface Model {
  new (data: object): { validate(): void };
}

export interface Checked {
  readonly mistakes: readonly string[];
  /** Objects of kinds whose schema is not here. */
  readonly unknown: readonly string[];
}

const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;

/** Of the packages and of given CRD files: whether each object is one that the cluster takes. */
export async function checkObjects(
  objects: readonly Manifest[],
  crdFiles: readonly string[] = [],
): Promise<Checked> {
  const mistakes: string[] = [];
  const unknown: string[] = [];
  const typed: { readonly object: Manifest; readonly module: string }[] = [];
  const definitions = crdFiles.flatMap(readDefinitions);
  for (const object of objects) {
    const found = await findModel(object);
    const definition = definitions.find((one) => one.kind === object.kind);
    if (found !== null) {
      try {
        new found.model(object).validate();
        typed.push({ object, module: found.module });
      } catch (error) {
        mistakes.push(`${nameOf(object)}: ${(error as Error).message}`);
      }
    } else if (definition !== undefined) {
      const wrong = definition.check(object);
      if (wrong !== null) mistakes.push(`${nameOf(object)}: ${wrong}`);
    } else {
      unknown.push(nameOf(object));
    }
  }
  return { mistakes: [...mistakes, ...findUnknownFields(typed)], unknown };
}

async function findModel({ apiVersion, kind }: Manifest) {
  for (const name of packages) {
    const module = `${name}/${apiVersion}`;
    try {
      const models = (await import(module)) as Readonly<Record<string, Model>>;
      const model = models[kind];
      if (model !== undefined) return { model, module };
    } catch {
      // Another package has it, or none.
    }
  }
  return null;
}

/**
 * The schemas let unknown fields pass, so a misspelt one would be ignored by the cluster. The
 * packages' types do not: the compiler reads each object as a literal of its type.
 */
function findUnknownFields(
  typed: readonly { readonly object: Manifest; readonly module: string }[],
): string[] {
  const file = join(root, 'test/deploy/objects.generated.ts');
  const lines = typed.map(
    ({ object, module }, index) =>
      `import type { I${object.kind} as T${index} } from '${module}';\n` +
      `export const o${index}: T${index} = ${JSON.stringify(object)};`,
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, version, ...rest) =>
    path === file
      ? ts.createSourceFile(path, lines.join('\n'), version)
      : getSourceFile.call(host, path, version, ...rest);
  const program = ts.createProgram([file], options, host);
  return program.getSemanticDiagnostics(program.getSourceFile(file)).map((diagnostic) => {
    const start = program.getSourceFile(file)?.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    const one = typed[Math.floor((start?.line ?? 0) / 2)];
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    return `${one ? nameOf(one.object) : 'an object'}: ${text}`;
  });
}

interface Crd {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: object } }[];
  };
}

function readDefinitions(path: string) {
  return parseAllDocuments(readFileSync(path, 'utf8'))
    .map((document) => document.toJS() as Crd)
    .filter((crd) => crd?.spec?.names !== undefined)
    .map(({ spec }) => {
      const schema = forbidOthers(spec.versions.at(-1)?.schema.openAPIV3Schema ?? {});
      const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
      const validate = ajv.compile(schema as object);
      return {
        kind: spec.names.kind,
        check: (object: Manifest) => (validate(object) ? null : ajv.errorsText(validate.errors)),
      };
    });
}

/** A definition's objects hold what it names and nothing else, as the cluster prunes the rest. */
function forbidOthers(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forbidOthers);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(schema)) copy[name] = forbidOthers(value);
  const isOpen =
    copy['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in copy;
  const properties = copy.properties as Readonly<Record<string, unknown>> | undefined;
  const isMetadata = properties === undefined || 'x-kubernetes-embedded-resource' in copy;
  return isOpen || isMetadata ? copy : { ...copy, additionalProperties: false };
}
