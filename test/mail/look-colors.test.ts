import { contrastRatio, parseColor, relativeLuminance } from '@emailens/engine';
import { toneColors } from '../../service/mail/render/look-colors.ts';

const contrastOf = (one: string, other: string) => {
  const [a = 0, b = 0] = [one, other].map((color) => {
    const { r = 0, g = 0, b = 0 } = parseColor(color) ?? {};
    return relativeLuminance(r, g, b);
  });
  return contrastRatio(a, b);
};

const steps = ['00', '55', 'aa', 'ff'];
const colors = steps.flatMap((red) =>
  steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)),
);

test('words in any application’s colour can be read on every ground of a page', () => {
  const found = colors.map((color) => {
    const { ink, light, dark } = toneColors(color);
    const words = [
      [color, ink],
      ...['#ffffff', '#f4f5f7', light.tint].map((ground) => [ground, light.mark]),
      ...['#191c22', '#0e1014', dark.tint].map((ground) => [ground, dark.mark]),
      [light.tint, '#4b515e'],
      [dark.tint, '#b6bcc8'],
    ] as const;
    return { color, least: Math.min(...words.map(([a = '', b = '']) => contrastOf(a, b))) };
  });
  expect(found.filter(({ least }) => least < 4.5)).toEqual([]);
});

test('a colour that can be read stays as it is', () => {
  expect(toneColors('#1d4ed8').light.mark).toBe('#1d4ed8');
});
