type Part = Readonly<Record<string, unknown>>;

/** The same figures for people: one line each; a part stands under its name. */
export function describeFigures(figures: Part): string {
  const lines = Object.entries(figures).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? ['', name, ...Object.entries(value).map(([figure, one]) => `  ${inWords(figure).padEnd(34)}${one}`)]
      : [`${inWords(name).padEnd(36)}${value}`],
  );
  return `${lines.join('\n')}\n`;
}

/** "action_per_s" as "action per s". */
const inWords = (name: string): string => name.replaceAll('_', ' ');
