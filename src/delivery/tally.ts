/** What the relay counts, for whoever watches. */
export type Happening = 'sent' | 'retried' | 'failed' | 'uncertain' | 'late';

export type Tally = (what: Happening, by?: number) => void;
