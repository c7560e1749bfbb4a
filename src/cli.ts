import { Command, CommanderError } from 'commander';
import { printAudit } from './cli/audit.js';
import { printBackup, printRestore } from './cli/backup.js';
import { printCarryOn } from './cli/carry-on.js';
import { type DeliveryOptions, printDeliveries, resend } from './cli/deliveries.js';
import { printDoctor } from './cli/doctor.js';
import { type OverviewOptions, printOverview } from './cli/overview.js';
import { presentOf } from './cli/present.js';
import { print, readInput, UserError } from './cli/print.js';
import { type ProgrammeOptions, printHubProgrammes, printProgrammes } from './cli/programmes.js';
import { printRehearsal } from './cli/rehearse.js';
import { printUpcoming } from './cli/upcoming.js';
import { printInstallLink, printWorkspaces } from './cli/workspaces.js';
import { importDeps, openDatabase } from './compose.js';
import { loadEnvFile, readBasics } from './config.js';
import { importFile } from './features/enrolment/actions.js';
import { describeFault, describeImport } from './features/enrolment/wording.js';
import { inWords } from './shared/failure.js';

const program = new Command('workgroup')
  .description('Runs the online community of Maths Hub Work Groups.')
  .option('--json', 'print JSON, for machines')
  .showHelpAfterError('Type "workgroup --help" to see what there is.')
  .exitOverride();

const json = (): boolean => program.opts<{ json?: boolean }>().json === true;

/** Each command opens the database, does its work and closes it again. */
async function withDatabase(work: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<void>): Promise<void> {
  const db = await openDatabase(readBasics(process.env).databaseUrl);
  try {
    await work(db);
  } finally {
    await db.$disconnect();
  }
}

program
  .command('import <file>')
  .description('take in a roster or term dates (CSV, as Excel or Google Sheets saves it); all or nothing')
  .option('--left', 'whom a full roster leaves out has left: access, reminders and calendars of theirs end')
  .action((file: string, options: { left?: boolean }) =>
    withDatabase(async (db) => {
      const bytes = await readInput(file);
      const result = await importFile(db, bytes, importDeps(await presentOf(db)), options);
      if (!result.ok) {
        if (json()) print(JSON.stringify(result));
        throw new UserError(result.faults.map((fault) => `${file}: ${describeFault(fault)}`).join('\n'));
      }
      print(json() ? JSON.stringify(result) : describeImport(result));
      for (const warning of result.warnings) process.stderr.write(`${warning}\n`);
    }),
  );

program
  .command('programmes')
  .description('list the programmes that a Work Group can follow, copy one, or take an edited copy in as a hub’s own')
  .option('--copy <id>', 'print a programme’s file, to be edited')
  .option('--take <file>', 'take an edited file in as the hub’s next edition; groups keep the one they started with')
  .option('--hub <name>', 'the Maths Hub; may be left out where there is one')
  .action((options: ProgrammeOptions) => {
    if (options.take === undefined && options.hub === undefined) return printProgrammes(options, json());
    return withDatabase((db) => printHubProgrammes(db, options, json()));
  });

program
  .command('overview')
  .description('all groups of a hub: what is held, used and answered, and what needs a person')
  .option('--hub <name>', 'the Maths Hub; may be left out where there is one')
  .option('--csv', 'print CSV, for a spreadsheet')
  .action((options: OverviewOptions) => withDatabase((db) => printOverview(db, options, json())));

program
  .command('upcoming')
  .description('what is sent next, to whom and why, and who is skipped and why')
  .option('--group <name>', 'one group; without it, every group')
  .option('--limit <number>', 'how many messages a group', '30')
  .action((options: { group?: string; limit: string }) => withDatabase((db) => printUpcoming(db, options, json())));

program
  .command('deliveries')
  .description('what was sent, to whom and when; what could not be, and what to do; what one message said')
  .option('--failed', 'only what could not be delivered')
  .option('--late', 'only what went out late, or not at all any more')
  .option('--uncertain', 'only what may be there twice')
  .option('--group <name>', 'one group; without it, every group')
  .option('--show <id>', 'one message, word for word')
  .option('--limit <number>', 'how many, the newest first', '50')
  .action((options: DeliveryOptions) => withDatabase((db) => printDeliveries(db, options, json())));

program
  .command('resend [ids...]')
  .description('try again what could not be delivered')
  .option('--failed', 'everything that failed and is still of use')
  .option('--group <name>', 'of one group')
  .action((ids: string[], options: { failed?: boolean; group?: string }) =>
    withDatabase((db) => resend(db, ids, options, json())),
  );

program
  .command('backup <file>')
  .description('copy the whole database into a new file, while the bot runs, and read it back')
  .action((file: string) => withDatabase((db) => printBackup(db, file, json())));

program
  .command('restore <file>')
  .description('put a backup into the empty database that DATABASE_URL names, SQLite or PostgreSQL')
  .action((file: string) => withDatabase((db) => printRestore(db, file, json())));

program
  .command('carry-on')
  .description('set up a group’s next school year: schools and people that go on, dates, the newest edition')
  .requiredOption('--group <name>', 'the group of this year')
  .option('--name <name>', 'its name in the new year; without it, the same')
  .option(
    '--without <school>',
    'a school that does not go on (may be given again)',
    (name: string, all: string[]) => [...all, name],
    [],
  )
  .action((options: { group: string; name?: string; without: string[] }) =>
    withDatabase((db) => printCarryOn(db, options, json())),
  );

program
  .command('audit')
  .description('who gave which role to whom, tied which account or workspace, said who has left; kept for two years')
  .option('--hub <name>', 'the Maths Hub; may be left out where there is one')
  .option('--limit <number>', 'how many, the newest first', '50')
  .action((options: { hub?: string; limit: string }) => withDatabase((db) => printAudit(db, options, json())));

program
  .command('rehearse')
  .description('print every message of the year in order, without sending any')
  .requiredOption('--group <name>', 'the group')
  .action((options: { group: string }) => withDatabase((db) => printRehearsal(db, options.group, json())));

program
  .command('migrate')
  .description('bring the database up to date (the bot does so itself at its start)')
  .action(() => withDatabase(async () => print(json() ? '{"ok":true}' : 'The database is up to date.')));

program
  .command('doctor')
  .description('say what is right, what is missing, and what to do: settings, database, dates, Slack, Teams')
  .action(async () => {
    if (!(await printDoctor(process.env, json()))) process.exitCode = 1;
  });

program
  .command('slack-link')
  .description('print a link with which a hub’s administrator adds the app to a Slack workspace')
  .requiredOption('--hub <name>', 'the Maths Hub that the workspace belongs to')
  .action((options: { hub: string }) => withDatabase((db) => printInstallLink(db, options.hub, json())));

program
  .command('workspaces')
  .description(
    'list the workspaces of Slack and the tenants of Teams that have the app, or say which hub one belongs to',
  )
  .option('--link <workspace>', 'a workspace or a tenant, by its id or its name')
  .option('--hub <name>', 'its Maths Hub')
  .action((options: { link?: string; hub?: string }) => withDatabase((db) => printWorkspaces(db, options, json())));

for (const command of program.commands)
  command.option('--json', 'print JSON, for machines').hook('preAction', (_, action) => {
    if (action.opts<{ json?: boolean }>().json) program.setOptionValue('json', true);
  });

// `workgroup … | head`: whoever reads has seen enough.
const enough = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
};
if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', enough);

try {
  loadEnvFile();
  await program.parseAsync();
} catch (error) {
  // Commander has printed its own words.
  if (!(error instanceof CommanderError)) process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 1;
}
