import { programmes } from '../features/programmes/programmes.js';
import { print } from './print.js';

export function printProgrammes(json: boolean): void {
  if (json) {
    print(JSON.stringify(programmes));
    return;
  }
  for (const { id, name, year, schools, participants, meetings, release, funding } of programmes) {
    print(`${id}\n  ${name}, ${year}`);
    print(`  Schools: ${schools.words} · From each: ${participants.words} · Meetings: ${meetings.words}`);
    print(`  Release: ${release.words} · Funding: ${funding.words}\n`);
  }
}
