import type { Person, Place, Role } from './contract.js';

export interface Choice {
  person: string;
  place: Place;
}

/** What each pane shows at first: a lead teacher in the channel, the specialist, and that teacher's head. */
const defaults: readonly { role: Role; place: Place }[] = [
  { role: 'advocate', place: 'channel' },
  { role: 'specialist', place: 'direct' },
  { role: 'head', place: 'direct' },
];

const memory = (group: string, pane: number) => `workgroup:${group}:${pane}`;

/** The last choice in this browser tab, as long as it still makes sense. */
export function recallChoice(pane: number, group: string, people: readonly Person[]): Choice | undefined {
  try {
    const choice = JSON.parse(sessionStorage.getItem(memory(group, pane)) ?? 'null') as Choice | null;
    if (choice && people.some(({ id }) => id === choice.person)) return choice;
  } catch {
    // Storage may be switched off, or hold something old.
  }
  return defaultChoice(pane, people);
}

export function rememberChoice(pane: number, group: string, choice: Choice): void {
  try {
    sessionStorage.setItem(memory(group, pane), JSON.stringify(choice));
  } catch {
    // A page that forgets is still a page.
  }
}

function defaultChoice(pane: number, people: readonly Person[]): Choice | undefined {
  const wanted = defaults[pane - 1] ?? { role: 'advocate' as const, place: 'channel' as const };
  const school = people.find(({ role }) => role === 'advocate')?.school;
  const fitting = people.filter(({ role }) => role === wanted.role);
  const person =
    fitting.find((candidate) => candidate.school === school) ?? fitting[0] ?? people[pane - 1] ?? people[0];
  return person && { person: person.id, place: offeredPlace(person, wanted.place) };
}

/** The wished-for place, if this person has it. */
export function offeredPlace(person: Person, wished: Place): Place {
  return person.places.includes(wished) ? wished : (person.places[0] ?? 'direct');
}
