export function breakLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}
