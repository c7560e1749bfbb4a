import { nearest } from '../features/enrolment/wording.js';
import { offeredBy } from '../features/programmes/editions.js';
import { programmes, templateFile } from '../features/programmes/programmes.js';
import { type TemplateFault, writeTemplate } from '../features/programmes/reading.js';
import { matchProgramme, notStated, type Programme } from '../features/programmes/schema.js';
import { listOwnProgrammes } from '../features/programmes/store.js';
import { takeEdition } from '../features/programmes/taking.js';
import type { Database } from '../store/client.js';
import { findHub } from './groups.js';
import { presentOf } from './present.js';
import { print, readInput, UserError } from './print.js';

export interface ProgrammeOptions {
  copy?: string;
  take?: string;
  hub?: string;
}

/** The programmes that come with the product, or the file of one of them. @throws UserError */
export function printProgrammes({ copy }: ProgrammeOptions, json: boolean): void {
  if (copy !== undefined) {
    const { id } = find(programmes, copy);
    if (json) print(JSON.stringify(find(programmes, copy)));
    else print(`${howToEdit}${templateFile(id).trimEnd()}`);
  } else if (json) print(JSON.stringify(programmes));
  else for (const programme of programmes) print(`${programme.id}\n${describe(programme)}\n`);
}

/** What a hub offers, the file of one of these, or its next edition. @throws UserError */
export async function printHubProgrammes(db: Database, options: ProgrammeOptions, json: boolean): Promise<void> {
  const { copy, take } = options;
  if (copy !== undefined && take !== undefined) throw new UserError('--copy and --take do not go together.');
  const hub = await findHub(db, options.hub);
  if (take !== undefined) return takeFile(db, hub, take, json);

  const own = await listOwnProgrammes(db, hub.id);
  const offered = offeredBy(own, programmes);
  if (copy !== undefined) {
    const programme = find(offered, copy);
    if (json) print(JSON.stringify(programme));
    else if (own.includes(programme)) print(`${howToEdit}${writeTemplate(programme).trimEnd()}`);
    else print(`${howToEdit}${templateFile(programme.id).trimEnd()}`);
    return;
  }
  if (json) {
    print(JSON.stringify(offered.map((programme) => ({ ...programme, own: own.includes(programme) }))));
    return;
  }
  print(own.length === 0 ? `${hub.name} has no programme of its own yet.\n` : `Of ${hub.name}’s own\n`);
  for (const programme of offered) {
    if (programme === offered[own.length]) print('Built in\n');
    const edition = own.includes(programme) ? `  Edition ${programme.version}\n` : '';
    print(`${programme.id}\n${edition}${describe(programme)}\n`);
  }
}

async function takeFile(db: Database, hub: { id: string; name: string }, file: string, json: boolean): Promise<void> {
  const text = new TextDecoder('utf-8').decode(await readInput(file));
  if (/\0|\ufffd/u.test(text)) throw new UserError(`${file}: that is not a text file in UTF-8. Nothing was taken in.`);
  const next = await takeEdition(db, hub.id, text, { now: await presentOf(db), programmes });
  if (!next.ok) {
    if (json) print(JSON.stringify(next));
    throw new UserError([...next.faults.map((fault) => inFile(file, fault)), 'Nothing was taken in.'].join('\n'));
  }
  const { isNew, programme, before } = next;
  if (json) print(JSON.stringify({ ok: true, hub: hub.name, isNew, id: programme.id, edition: programme.version }));
  else if (isNew) {
    print(
      `${hub.name} now has edition ${programme.version} of ${programme.id}. Groups set up from now on follow it; ${
        before ? 'those there are keep the edition they started with' : 'a roster names it by that word'
      }.`,
    );
  } else print(`Nothing new: edition ${programme.version} of ${programme.id} says the same already.`);
}

const howToEdit = `# Edit this file, then take it in as your hub’s own: workgroup programmes --take FILE --hub "NAME"
# With the same id it takes the place of this programme for your hub’s new groups; with another id it stands beside it.
# What nobody has stated stays “not stated”. The version is counted for you.
`;

const inFile = (file: string, { line, field, problem }: TemplateFault): string =>
  `${file}, line ${line}${field === undefined ? '' : `, ${field}`}: ${problem}`;

function find(among: readonly Programme[], idOrName: string): Programme {
  const found = matchProgramme(among, idOrName);
  if (found) return found;
  const ids = among.map(({ id }) => id);
  const near = nearest(idOrName, ids);
  throw new UserError(
    `--copy: there is no programme “${idOrName}”. ${near ? `Did you mean “${near}”?` : `There are: ${ids.join(', ')}.`}`,
  );
}

/** Everything that a programme's papers state. */
function describe(programme: Programme): string {
  const { name, year, phase, schools, participants, meetings, support, release, funding, sources } = programme;
  const several = (label: string, all: readonly string[]): string[] =>
    all.length === 0 ? [] : [`${label}:`, ...all.map((one) => `  - ${one}`)];
  return [
    name,
    `Year: ${year} · Phase: ${phase}`,
    `Schools: ${schools.words}`,
    `From each school: ${participants.words}`,
    `Meetings: ${meetings.words}${meetings.where === notStated ? '' : `, ${meetings.where}`}`,
    `In-school support: ${support.words}`,
    `Release: ${release.words}`,
    ...several(
      'The papers say of release',
      release.readings.map(({ where, words }) => `${where}: ${words}`),
    ),
    `Funding for each school: ${funding.words}`,
    ...several('Who can take part', programme.eligibility),
    ...several('Other commitments', programme.expectations),
    ...several('A group works on one of', programme.themes),
    `Source: ${sources.length === 0 ? 'the hub’s own' : sources.join(', ')}`,
  ]
    .map((line) => `  ${line}`)
    .join('\n');
}
