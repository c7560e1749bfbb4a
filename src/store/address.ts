/** Where the database is when nothing is set. */
export const defaultAddress = 'file:./data/workgroup.db';

const example = `${defaultAddress} (SQLite) or postgresql://user:password@localhost:5432/workgroup`;
const encoding = 'In a user or password, write % as %25, @ as %40, / as %2F, ? as %3F and # as %23';

/** What is wrong with DATABASE_URL, to follow its name; it repeats no part that may be secret. */
export function faultOfAddress(url: string): string | undefined {
  if (!/^file:.|^postgres(ql)?:\/\/./u.test(url) || !URL.canParse(url)) {
    const hint = /^postgres(ql)?:.*@/su.test(url) ? `. ${encoding}` : '';
    return `must be an address such as ${example}${hint}`;
  }
  if (isFile(url)) {
    return url.includes('?')
      ? `must be a file’s name alone after “file:”, such as ${defaultAddress}: nothing may follow after a “?”. If there is a file with such a name, rename it`
      : undefined;
  }
  const address = new URL(url);
  if (isSplitPassword(address)) return `cannot be read. ${encoding}`;
  const { schema } = readPostgresAddress(url);
  if (schema !== undefined && !isSchemaName(schema)) {
    return `has a “schema” that cannot be used. It must be a name such as workgroup: letters, digits, “_” and “-”, not beginning with a digit or with “pg_”`;
  }
  return undefined;
}

const isFile = (url: string): boolean => url.startsWith('file:');

/** Whether a `/`, `?` or `#` in a password has ended what belongs before the `@`. */
const isSplitPassword = ({ hash, pathname, search, searchParams, username }: URL): boolean =>
  hash !== '' ||
  pathname.includes('@') ||
  (username === '' && search.includes('@') && !searchParams.has('user') && !searchParams.has('password'));

const isSchemaName = (name: string): boolean =>
  /^[a-z_][\w-]{0,62}$/iu.test(name) && !/^(pg_|information_schema$)/iu.test(name);

export interface PostgresAddress {
  /** What the driver understands. */
  connectionString: string;
  /** In which schema the tables are; absent where PostgreSQL decides. */
  schema: string | undefined;
}

/** `?schema=` is Prisma's; the driver, and PostgreSQL for whatever names no schema, know it as `search_path`. */
export function readPostgresAddress(url: string): PostgresAddress {
  const address = new URL(url);
  const { searchParams } = address;
  const schema = searchParams.get('schema') || undefined;
  if (schema === undefined) return { connectionString: url, schema };
  searchParams.delete('schema');
  const options = searchParams.get('options');
  searchParams.set('options', `${options === null ? '' : `${options} `}-c search_path="${schema}"`);
  return { connectionString: address.href, schema };
}

/** The address as people may read it: made of what is never secret, so without user, password and other options. */
export function showAddress(url: string): string {
  if (isFile(url)) return url;
  if (!URL.canParse(url)) return 'postgresql://…';
  const { host, pathname, searchParams } = new URL(url);
  const shown = ['host', 'port', 'schema'].flatMap((name) => {
    const value = searchParams.get(name);
    return value === null ? [] : [`${name}=${value}`];
  });
  const query = shown.length > 0 ? `?${shown.join('&')}` : '';
  return `postgresql://${host}${pathname}${query}`;
}
