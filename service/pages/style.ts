import { toneColors } from '../mail/render/look-colors.ts';
import { choiceStyle } from './style-choice.ts';
import { groundStyle } from './style-ground.ts';

const plainColor = '#1d4ed8';

/** The stylesheet that stands in every page; `own`: rules that only this page needs. */
export function writeStyle(color: string | null, own: string): string {
  const accent = color !== null && /^#[0-9a-f]{6}$/i.test(color) ? color : plainColor;
  const { ink, light, dark } = toneColors(accent);
  const write = ({ edge, mark, tint }: typeof light) =>
    `--rim:${edge};--mark:${mark};--tint:${tint}`;
  return (
    `:root{--accent:${accent};--on-accent:${ink};${write(light)}}` +
    `@media(prefers-color-scheme:dark){:root{${write(dark)}}}${groundStyle}${choiceStyle}${own}`
  );
}
