/** What the page and the server say to each other. */

export type Place = 'channel' | 'heads' | 'direct';
export type Role = 'specialist' | 'advocate' | 'headOfDepartment' | 'head' | 'hubLead';
export type CardJson = Record<string, unknown>;

export interface Group {
  id: string;
  name: string;
  programme: string;
  schoolYear: string;
}

export interface Person {
  id: string;
  name: string;
  role: Role;
  roleLabel: string;
  school?: string;
  groupIds: string[];
  places: Place[];
}

export interface World {
  groups: Group[];
  people: Person[];
  now: string;
  today: string;
  nowText: string;
  version: number;
}

export interface Message {
  id: number;
  version: number;
  /** Null is the bot. */
  author: null | { id: string; name: string; roleLabel: string };
  /** The message whose thread it belongs to, and what that is called. */
  thread?: { under: number; of: string };
  mine: boolean;
  onlyYou: boolean;
  at: string;
  atText: string;
  text: string;
  card?: CardJson;
}

export interface Planned {
  key: string;
  at: string;
  dayText: string;
  timeText: string;
  title: string;
  to: string[];
  why: string;
}

export interface Skipped {
  key: string;
  dayText: string;
  title: string;
  to: string[];
  why: string;
  reason: string;
}

export interface Upcoming {
  planned: Planned[];
  skipped: Skipped[];
}

export interface Target {
  route: string;
  args: Record<string, string>;
}

export type Intent =
  | { kind: 'say'; text: string }
  | ({ kind: 'press' } & Target)
  | ({ kind: 'submit'; values: Record<string, unknown>; keep?: boolean } & Target);

export interface FormReply {
  title: string;
  /** Half-written answers are kept. */
  keep: boolean;
  card: CardJson;
}

export type Reply =
  | null
  | { kind: 'card' }
  | { kind: 'form'; form: FormReply }
  | { kind: 'done'; text: string }
  | { kind: 'refused'; text: string };

/** Who acts, and where. */
export interface Actor {
  as: string;
  place: Place;
  group: string;
}

export type ClockMove = { move: 'next' } | { move: 'day' } | { move: 'date'; date: string };

export interface Moved {
  now: string;
  nowText: string;
  today: string;
  sent: number;
  text: string;
}

export interface Changed {
  version: number;
  now: string;
  nowText: string;
}
