export function meetingsWords(held: number, places: readonly { present: boolean }[]): string {
  if (held === 0) return 'none held so far';
  const present = places.filter((place) => place.present).length;
  return `${held} held; ${present} of ${places.length} places taken up`;
}

export function communityWords({ took, of }: { took: number; of: number }, label: string): string {
  if (took === 0) return 'none so far this half-term';
  return `${took} of ${of} ${label} took part this half-term`;
}
