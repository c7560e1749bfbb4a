type Part = Readonly<Record<string, number | string>>;

/** The same figures for people: one line each, under the name of their part. */
export function describeFigures(figures: Readonly<Record<string, Part | string>>): string {
  const lines = Object.entries(figures).flatMap(([name, part]) =>
    typeof part === 'string'
      ? [`${name} ${part}`]
      : ['', name, ...Object.entries(part).map(([figure, value]) => `  ${inWords(figure).padEnd(36)}${value}`)],
  );
  return `${lines.join('\n')}\n`;
}

/** "actionsPerSecond" as "actions per second". */
const inWords = (name: string): string =>
  name
    .replace(/([a-z])([A-Z0-9])/gu, '$1 $2')
    .replace(/([0-9])([A-Z])/gu, '$1 $2')
    .toLowerCase();
