import type { Database, Queryable } from '../../../src/platform/database/database.ts'

/** The state of a migrated database that no test used: its schema, and the rows that migrations wrote. */
export type Start = { fingerprint: string; rows: Readonly<Record<string, string>> }

export const startOf = async (database: Queryable): Promise<Start> => ({
  fingerprint: await readFingerprint(database),
  rows: await readRows(database, await findSeeded(database)),
})

/** Empties a database, except for the rows it started with. Returns false if its schema is not as it was. */
export const isEmptied = async (database: Database, { fingerprint, rows }: Start): Promise<boolean> => {
  const seeded = Object.keys(rows)
  await database.run(deleteAllBut([DAYS, ...seeded]))
  const found = await readRows(database, seeded)
  for (const table of seeded.filter((each) => found[each] !== rows[each]))
    await putBack(database, table, rows[table] ?? '')
  return (await readFingerprint(database)) === fingerprint
}

/** Thousands of rows, so only their count and age are compared. */
const DAYS = 'calendar_days'
const FIRST_OWN_OID = 16_384

/** Changes with the schema and with the table of days. */
const readFingerprint = async (database: Queryable): Promise<string> => {
  const catalogs = [
    ...['pg_class', 'pg_trigger', 'pg_proc', 'pg_constraint'].map(
      (name) => `${name} where oid >= ${FIRST_OWN_OID}`,
    ),
    `pg_attribute where attrelid >= ${FIRST_OWN_OID}`,
    DAYS,
  ]
  const rows = await database.query(
    catalogs.map((each) => `select count(*), max(xmin::text::bigint) from ${each}`).join(' union all '),
  )
  return JSON.stringify(rows)
}

const findSeeded = async (database: Queryable): Promise<string[]> => {
  const tables = await database.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and relname <> '${DAYS}' and pg_relation_size(oid) > 0`,
  )
  return tables.map(({ name }) => name)
}

const readRows = async (database: Queryable, tables: readonly string[]): Promise<Start['rows']> => {
  const rows = await database.query<{ name: string; rows: string }>(
    tables
      .map((name) => `select '${name}' as name, json_agg(t order by t::text)::text as rows from ${name} t`)
      .join(' union all '),
  )
  return Object.fromEntries(rows.map((each) => [each.name, each.rows]))
}

const putBack = (database: Database, table: string, rows: string): Promise<void> =>
  database.inTransaction(async (transaction) => {
    await transaction.query('set local session_replication_role = replica')
    await transaction.query(`delete from ${table}`)
    await transaction.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`,
      [rows],
    )
  })

// Triggers would refuse, and keep sums of what is deleted.
const deleteAllBut = (kept: readonly string[]): string => `begin;
set local session_replication_role = replica;
do $$
declare
  each text;
  is_used boolean;
begin
  for each in select oid::regclass::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    and relname not in (${kept.map((name) => `'${name}'`).join()}) and pg_relation_size(oid) > 0
  loop
    execute format('select exists (select from %s)', each) into is_used;
    if is_used then execute format('delete from %s', each); end if;
  end loop;
  perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where last_value is not null;
end $$;
commit`
