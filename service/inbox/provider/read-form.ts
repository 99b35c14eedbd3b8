import busboy from 'busboy';

/** A form that could not be read, and why. */
export type FormFault = 'malformed-request' | 'mail-too-large';

export interface FormLimits {
  /** Of one field; more than this is a fault, never cut off. */
  readonly fieldBytes: number;
}

/** A provider sends a dozen fields, and a file for each attachment when it sends no raw mail. */
const parts = 100;
/** Real headers of a part have some hundred bytes. */
const headerBytes = 16 * 1024;

/**
 * The fields called `names` of a `multipart/form-data` or urlencoded body, each with exactly the
 * bytes that were sent: a DKIM signature covers bytes, and mail may be in any charset or in none.
 *
 * A form that could be read in two ways is malformed: SendGrid's boundary never changes, so a mail
 * may hold it, and fields of its own with it, to say that somebody else delivered it.
 */
export async function readForm(
  contentType: string,
  body: Buffer,
  names: readonly string[],
  limits: FormLimits,
): Promise<Map<string, Buffer> | FormFault> {
  const fields = new Map<string, Buffer>();
  const finished = Promise.withResolvers<void>();
  let isTooLarge = false;
  const keep = (name: string | undefined, value: Buffer, isCut: boolean) => {
    if (name === undefined || !names.includes(name)) return;
    if (fields.has(name)) finished.reject(new Error('a field is given twice'));
    isTooLarge ||= isCut || value.length > limits.fieldBytes;
    fields.set(name, value);
  };
  try {
    const form = openForm(contentType, limits);
    form.on('field', (name, value, info) =>
      keep(name, Buffer.from(value, 'latin1'), info.valueTruncated),
    );
    form.on('file', (name, file) => {
      const chunks: Buffer[] = [];
      file.on('data', (chunk: Buffer) => {
        if (names.includes(name)) chunks.push(chunk);
      });
      file.on('error', finished.reject);
      file.on('end', () => keep(name, Buffer.concat(chunks), file.truncated === true));
    });
    const giveUp = () => finished.reject(new Error('too many fields'));
    form.on('partsLimit', giveUp).on('fieldsLimit', giveUp).on('filesLimit', giveUp);
    form.on('error', finished.reject);
    form.on('close', finished.resolve);
    form.end(withoutCharsets(contentType, body));
    await finished.promise;
  } catch {
    return 'malformed-request';
  }
  return isTooLarge ? 'mail-too-large' : fields;
}

function openForm(contentType: string, limits: FormLimits): busboy.Busboy {
  const isUrlencoded = /^application\/x-www-form-urlencoded\b/i.test(contentType);
  // One byte more than is allowed, so that what is cut can be told from what just fits.
  const bytes = limits.fieldBytes + 1;
  return busboy({
    // Without its charset parameter: it says what the bytes mean, and they are wanted as they are.
    headers: { 'content-type': isUrlencoded ? 'application/x-www-form-urlencoded' : contentType },
    // Latin-1 has one character for each byte, so this can be undone.
    defCharset: 'latin1',
    limits: { fieldSize: bytes, fileSize: bytes, fields: parts, files: parts, parts },
  });
}

/**
 * A part that names its charset would be decoded by it, which cannot be undone; the parameter is
 * given a name that nobody reads, of the same length, in the headers of each part. Throws when the
 * boundary stands where it means nothing, or when something follows the end of the form.
 */
function withoutCharsets(contentType: string, body: Buffer): Buffer {
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  if (!boundary) return body;
  const plain = Buffer.from(body);
  const delimiter = `--${boundary[1] ?? boundary[2]}`;
  let count = 0;
  for (let at = plain.indexOf(delimiter); at >= 0; at = plain.indexOf(delimiter, at + 1)) {
    if (at > 0 && plain.toString('latin1', at - 2, at) !== '\r\n') continue;
    const next = at + delimiter.length;
    if (isEndOfForm(plain, next)) return plain;
    count += 1;
    const end = plain.subarray(next, next + headerBytes).indexOf('\r\n\r\n');
    if (plain.toString('latin1', next, next + 2) !== '\r\n' || end < 0 || count > parts) break;
    const headers = plain.toString('latin1', next, next + end);
    plain.write(headers.replace(/charset(?=\s*=)/gi, 'ignored'), next, 'latin1');
  }
  throw new Error('the boundary is not where it belongs');
}

/** Two dashes, and nothing after them but a line end. */
function isEndOfForm(body: Buffer, at: number): boolean {
  return body.length - at < 8 && /^--\s*$/.test(body.toString('latin1', at));
}
