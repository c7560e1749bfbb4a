/** A half day of a Work Group is three hours; two of them are a day's release. */
const minutesADay = 360;

/** "2½ days between them": release is counted for the pair of teachers together. */
export function daysWords(minutes: number): string {
  if (minutes === 0) return 'none so far';
  const halves = Math.round((minutes / minutesADay) * 2);
  const whole = Math.floor(halves / 2);
  const words = `${whole === 0 ? '' : whole}${halves % 2 === 1 ? '½' : ''}`;
  return `${words === '' ? 'less than ½' : words} ${halves <= 2 ? 'day' : 'days'} between them`;
}

export function meetingsWords(held: number, places: readonly { present: boolean }[]): string {
  if (held === 0) return 'none held so far';
  const present = places.filter((place) => place.present).length;
  return `${held} held; ${present} of ${places.length} places taken up`;
}

export function communityWords({ took, of }: { took: number; of: number }, label: string): string {
  if (took === 0) return 'none so far this half-term';
  return `${took} of ${of} ${label} took part this half-term`;
}
