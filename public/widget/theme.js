/** The bank's colour, made readable: every pair that carries text reaches WCAG AA on either theme. */

const AA = 4.5;
/** Thin coloured strokes on a dark ground need more than the least. */
const ON_DARK = 6.5;
const SURFACES = { light: [255, 255, 255], dark: [23, 28, 27] };
const WHITE = [255, 255, 255];
const INK = [16, 24, 22];
const STEPS = 20;

/** The colours that follow from the bank's own, as custom properties. Shape: {'--accent': 'rgb(…)', …}. */
export function accentProperties(hex, theme) {
  const accent = parse(hex);
  const surface = SURFACES[theme];
  const soft = mix(surface, accent, 0.12);
  const onAccent = contrast(WHITE, accent) >= contrast(INK, accent) ? WHITE : INK;
  // A colour in the middle carries neither white nor ink well: it moves away from the text until it does.
  const fill = readable(accent, onAccent, onAccent === WHITE ? INK : WHITE);
  return {
    '--accent': css(fill),
    '--on-accent': css(onAccent),
    '--accent-text': css(theme === 'dark' ? readable(accent, soft, WHITE, ON_DARK) : readable(accent, soft, INK)),
    '--accent-soft': css(soft),
  };
}

function readable(color, against, towards, least = AA) {
  for (let step = 0; step <= STEPS; step += 1) {
    const candidate = mix(color, towards, step / STEPS);
    if (contrast(candidate, against) >= least) return candidate;
  }
  return towards;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Source: WCAG 2.2, relative luminance. */
function luminance(color) {
  const [red, green, blue] = color.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const parse = (hex) => [1, 3, 5].map((from) => Number.parseInt(hex.slice(from, from + 2), 16));
const mix = (one, other, share) => one.map((channel, index) => Math.round(channel + (other[index] - channel) * share));
const css = (color) => `rgb(${color.join(' ')})`;
