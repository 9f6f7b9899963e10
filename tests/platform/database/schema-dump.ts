import type { Queryable } from '../../../src/platform/database/database.ts'

export type Column = { name: string; type: string; extra: string; comment: string | null }

export type Relation = {
  name: string
  kind: 'table' | 'view'
  comment: string | null
  columns: Column[]
  /** Keys, checks, indexes, triggers and limited privileges of a table; what a view reads. */
  rules: string[]
  /** The tables that foreign keys refer to. */
  refersTo: string[]
}

export type Schema = { relations: Relation[]; functions: { name: string; body: string }[] }

const RELATIONS = `select c.relname as name, case c.relkind when 'v' then 'view' else 'table' end as kind,
    obj_description(c.oid, 'pg_class') as comment,
    (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'comment', col_description(c.oid, a.attnum), 'extra', concat_ws(' ',
          case when a.attnotnull then 'not null' end,
          case when a.attidentity = 'a' then 'generated always as identity' end,
          'default ' || pg_get_expr(d.adbin, d.adrelid))) order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')`

// Not-null constraints have rows of their own from Postgres 18 on. The columns show them.
const CONSTRAINTS = `select c.conrelid::regclass::text as name, pg_get_constraintdef(c.oid) as rule,
    nullif(c.confrelid, 0)::regclass::text as "refersTo"
  from pg_constraint c where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'c', 'f')`

const INDEXES = `select i.indrelid::regclass::text as name, replace(pg_get_indexdef(i.indexrelid), ' public.', ' ') as rule
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = 'public'::regnamespace
    and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))`

const TRIGGERS = `select t.tgrelid::regclass::text as name, replace(pg_get_triggerdef(t.oid), ' public.', ' ') as rule
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal`

// A table without an entry leaves its owner every privilege. Later versions know more kinds of them.
const PRIVILEGES = `select c.relname as name, concat('owner may ',
    (select string_agg(lower(p.privilege_type), ', ' order by p.privilege_type) from aclexplode(c.relacl) p
     where p.grantee = c.relowner and p.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')),
    (select string_agg(format(', %s of %s', lower(p.privilege_type), a.attname), '' order by a.attnum)
     from pg_attribute a, aclexplode(a.attacl) p where a.attrelid = c.oid and p.grantee = c.relowner)) as rule
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relacl is not null`

// The text of a view is printed differently by each version. What it reads is not.
const READ = `select v.relname as name, concat('reads ', t.relname, ' (',
    string_agg(distinct a.attname::text, ', ' order by a.attname::text), ')') as rule
  from pg_rewrite r join pg_class v on v.oid = r.ev_class and v.relkind = 'v'
  join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
  join pg_class t on t.oid = d.refobjid and t.oid <> v.oid
  join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid and a.attnum > 0
  where v.relnamespace = 'public'::regnamespace group by v.relname, t.relname`

const FUNCTIONS = `select format('%s(%s) returns %s in %s', p.proname, pg_get_function_identity_arguments(p.oid),
    pg_get_function_result(p.oid), l.lanname) as name, p.prosrc as body
  from pg_proc p join pg_language l on l.oid = p.prolang where p.pronamespace = 'public'::regnamespace`

type Rule = { name: string; rule: string; refersTo?: string | null }

const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1)

/** Reads the schema from the catalog. Gives the same on PGlite and on Postgres 15 to 18. */
export const readSchema = async (database: Queryable): Promise<Schema> => {
  const relations = await database.query<Omit<Relation, 'rules' | 'refersTo'>>(RELATIONS)
  const rules: Rule[] = []
  for (const sql of [CONSTRAINTS, INDEXES, TRIGGERS, PRIVILEGES, READ])
    rules.push(...(await database.query<Rule>(sql)))
  const rulesOf = (name: string) => rules.filter((rule) => rule.name === name)
  return {
    relations: relations.sort(byName).map((relation) => ({
      ...relation,
      rules: rulesOf(relation.name)
        .map(({ rule }) => rule)
        .sort(),
      refersTo: [...new Set(rulesOf(relation.name).flatMap(({ refersTo }) => refersTo ?? []))].sort(),
    })),
    functions: (await database.query<Schema['functions'][number]>(FUNCTIONS)).sort(byName),
  }
}

const commentText = (comment: string | null): string => (comment === null ? '' : ` -- ${comment}`)

const relationText = ({ kind, name, comment, columns, rules }: Relation): string =>
  [
    `${kind} ${name}${commentText(comment)}`,
    ...columns.map((column) => {
      const definition = [column.name, column.type, column.extra].join(' ').trim()
      return `  ${definition}${commentText(column.comment)}`
    }),
    ...rules.map((rule) => `  * ${rule}`),
  ].join('\n')

/** The schema as text: one line for each table, column and rule. */
export const dumpOf = ({ relations, functions }: Schema): string => {
  const functionTexts = functions.map(
    ({ name, body }) => `function ${name}\n${body.trim().replaceAll(/^/gm, '  ')}`,
  )
  return `${[...relations.map(relationText), ...functionTexts].join('\n\n')}\n`
}
