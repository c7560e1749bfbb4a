import type { Database } from './client.js';

/** PostgreSQL lets this user not do what the product needs; says who has to type what. */
class RightsError extends Error {}

/**
 * @param schema the one that the address names, if it does
 * @returns a RightsError in place of PostgreSQL's "permission denied", any other error as it is
 */
export async function explainRefusal(db: Database, error: unknown, schema?: string): Promise<unknown> {
  const refusal = /permission denied for (schema|database|table)|must be owner of|no schema has been selected/u.exec(
    String(error),
  );
  if (!refusal) return error;
  const [names] = await db.$queryRawUnsafe<{ user: string; database: string }[]>(
    'SELECT current_user::text AS "user", current_database()::text AS "database"',
  );
  if (!names) return error;
  const { user, database } = names;
  if (refusal[1] === 'database') {
    return new RightsError(
      `DATABASE_URL: there is no schema “${schema}” in the PostgreSQL database “${database}”, and the user “${user}” may ` +
        `not make one. Whoever looks after PostgreSQL can type there: CREATE SCHEMA "${schema}" AUTHORIZATION "${user}"`,
    );
  }
  if (refusal[1] === 'table' || refusal[0].startsWith('must')) {
    return new RightsError(
      `DATABASE_URL: the tables in the PostgreSQL database “${database}” belong to another user than “${user}”. ` +
        'Name the one they belong to, with its password. Nothing was changed.',
    );
  }
  const place = schema ?? 'public';
  // From PostgreSQL 15 on, only a database's owner may make tables in "public".
  const orOwner = schema === undefined ? `, or: ALTER DATABASE "${database}" OWNER TO "${user}"` : '';
  return new RightsError(
    `DATABASE_URL: the user “${user}” may not make tables in the schema “${place}” of the PostgreSQL database ` +
      `“${database}”. Whoever looks after PostgreSQL can type there: GRANT USAGE, CREATE ON SCHEMA "${place}" TO "${user}"${orOwner}`,
  );
}
